/* Likely duplicates of the report form: requested once category and location are known, and again when they change. */
import { byId, make } from "../../../ui/static/dom.js";
import { gettext } from "../../../ui/static/messages.js";

/** @typedef {{ key: string, where: string, status: string, filed: string }} Duplicate */

const WAIT_MS = 400;
const FIELDS = ["service_code", "lat", "long", "area", "description"];

/**
 * @param {string} value
 * @param {string} text
 * @param {string} details
 * @param {boolean} checked
 */
function choice(value, text, details, checked) {
  const radio = make("input", { type: "radio", name: "original", value, checked });
  const small = details ? [make("small", { textContent: details })] : [];
  return make("label", {}, radio, make("span", {}, make("div", {}, text, ...small)));
}

/**
 * Watch what duplicates depend on.
 * @param {HTMLFormElement} form
 * @returns {() => void} schedules a request
 */
export function watchDuplicates(form) {
  const section = byId("duplicates");
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let lastRequest = 0;

  function schedule() {
    clearTimeout(timer);
    timer = setTimeout(request, WAIT_MS);
  }

  async function request() {
    const data = new FormData(form);
    lastRequest += 1;
    const number = lastRequest;
    if (!data.get("service_code") || !(data.get("lat") || data.get("area"))) return;
    const body = new URLSearchParams(FIELDS.map((name) => [name, String(data.get(name) || "")]));
    try {
      const { alike } = await (await fetch("/lapor/serupa", { method: "POST", body })).json();
      if (number === lastRequest) show(alike);
    } catch {
      section.hidden = true;
    }
  }

  /** @param {Duplicate[]} duplicates */
  function show(duplicates) {
    section.hidden = !duplicates.length;
    section.replaceChildren(...(duplicates.length ? content(duplicates) : []));
  }

  /** @param {Duplicate[]} duplicates */
  function content(duplicates) {
    const selected = new FormData(form).get("original");
    const stillListed = duplicates.some((report) => report.key === selected);
    const choices = duplicates.map((report) => {
      const { key, status, filed, where } = report;
      const details = gettext("{status} · filed {moment}", { status, moment: filed });
      return choice(key, gettext("The same: {place}", { place: where }), details, key === selected);
    });
    return [
      make("h2", { textContent: gettext("It may have been reported already") }),
      make("p", {
        textContent: gettext("If your report is about the same, join it: you are still told how it goes on."),
      }),
      ...choices,
      choice("", gettext("No, mine is another"), "", !stillListed),
    ];
  }

  form.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement)
      if (event.target.name === "service_code") schedule();
  });
  byId("description").addEventListener("input", schedule);
  return schedule;
}
