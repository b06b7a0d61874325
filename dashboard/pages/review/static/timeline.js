/* The timeline: one response holds every step; the slider shows them on a map that is drawn once. */
import { all, make, messageOf, part } from "../../../ui/static/dom.js";
import { gettext, number } from "../../../ui/static/messages.js";
import { dayAndTime } from "../../../ui/static/time.js";
import { classOf, curveX, curveY } from "./timeline_geometry.js";
import { areaMap, curve, legend } from "./timeline_parts.js";

/**
 * @typedef {import("./timeline_geometry.js").Run} Run
 * @typedef {import("./timeline_geometry.js").Step} Step
 */

const STEP_MS = 700;

/** @param {string} url */
async function fetchJson(url) {
  const response = await fetch(url);
  if (response.ok) return response.json();
  const { detail } = await response.json().catch(() => ({}));
  throw new Error(detail || "status " + response.status);
}

/** @param {string} name */
const buildMap = async (name) => areaMap((await fetchJson("/geo/" + name + "/areas.json")).features, name);

/**
 * @param {string} at
 * @param {string | undefined} timeZone
 */
const momentText = (at, timeZone) => dayAndTime(new Date(at), timeZone || "UTC");

/**
 * @param {HTMLElement} root
 * @param {Run} run
 * @param {number} at
 */
function showStep(root, run, at) {
  const step = run.steps[at];
  part(root, ".replay-at").textContent = momentText(step.at, root.dataset.zone);
  /** @param {HTMLElement} area */
  const countsOf = (area) => step.areas[area.dataset.code || ""] || [0, 0];
  for (const area of all(root, "path.area"))
    area.style.fill = run.fills[classOf(countsOf(area)[0], run.lows)];
  for (const area of all(root, "path.hatch")) {
    const [open, late] = countsOf(area);
    area.style.display = late ? "" : "none";
    const values = { area: area.dataset.name || "", open: number(open), late: number(late) };
    part(area, "title").textContent = gettext("{area}: {open} unresolved, {late} late", values);
  }
  showFigures(root, step);
  showDots(root, run, at);
}

/**
 * @param {HTMLElement} root
 * @param {Step} step
 */
function showFigures(root, step) {
  /** @type {[string, number][]} */
  const lines = [
    [gettext("Unresolved"), step.open],
    [gettext("Late"), step.overdue],
    [gettext("Received since the start"), step.new],
    [gettext("Resolved since the start"), step.closed],
  ];
  const pairs = lines.map(([label, value]) =>
    make("div", {}, make("dt", { textContent: label }), make("dd", { textContent: number(value) })),
  );
  part(root, "dl.counts").replaceChildren(...pairs);
  const link = /** @type {HTMLAnchorElement} */ (part(root, "a.wall-then"));
  link.href = "/layar?pada=" + encodeURIComponent(step.at);
}

/**
 * @param {HTMLElement} root
 * @param {Run} run
 * @param {number} number
 */
function showDots(root, run, number) {
  for (const dot of all(root, ".curve circle")) {
    const series = /** @type {"open" | "overdue"} */ (dot.dataset.series);
    dot.setAttribute("cx", String(curveX(number, run)));
    dot.setAttribute("cy", String(curveY(run.steps[number][series], run)));
  }
}

/**
 * @param {HTMLElement} root
 * @param {Run} run
 */
function buildSidePanel(root, run) {
  const list = make("dl", { className: "counts" });
  const wall = make("a", {
    className: "wall-then how",
    textContent: gettext("Open the wall at this moment"),
  });
  part(root, ".replay-side").replaceChildren(list, curve(run), legend(run), wall);
}

/**
 * @param {HTMLElement} root
 * @param {Run} run
 */
function slider(root, run) {
  const range = { min: "0", max: String(run.steps.length - 1), step: "1" };
  const input = make("input", { type: "range", ...range, value: "0" });
  input.setAttribute("aria-label", gettext("The moment that is shown"));
  input.addEventListener("input", () => {
    const number = Number(input.value);
    input.setAttribute("aria-valuetext", momentText(run.steps[number].at, root.dataset.zone));
    showStep(root, run, number);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    part(root, ".replay-play").click();
  });
  part(root, ".replay-slide").replaceChildren(input);
  return input;
}

/**
 * @param {HTMLElement} root
 * @param {HTMLInputElement} input
 */
function player(root, input) {
  const old = part(root, ".replay-play");
  const button = /** @type {HTMLElement} */ (old.cloneNode(true));
  old.replaceWith(button);
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let timer;
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
    button.textContent = gettext("Play");
  };
  const isAtEnd = () => Number(input.value) >= Number(input.max);
  const advance = () => {
    if (!document.contains(input) || isAtEnd()) return stop();
    show(Number(input.value) + 1);
  };
  /** @param {number} number */
  const show = (number) => {
    input.value = String(number);
    input.dispatchEvent(new Event("input"));
  };
  button.addEventListener("click", () => {
    if (timer) return stop();
    button.textContent = gettext("Pause");
    if (isAtEnd()) show(0);
    else advance();
    timer = setInterval(advance, STEP_MS);
  });
}

/**
 * Load the timeline of a period.
 * @param {HTMLElement} root
 * @param {string} since
 * @param {string} until
 */
export async function load(root, since, until) {
  const status = part(root, ".replay-at");
  status.textContent = gettext("Being computed …");
  root.dataset.ready = "";
  try {
    const query = new URLSearchParams({ since, until, steps: root.dataset.steps || "" });
    const run = await fetchJson("/api/v1/replay?" + query);
    const maps = part(root, ".replay-map");
    if (!maps.childElementCount) {
      maps.append(await buildMap("main"));
      if (root.dataset.inset === "yes") maps.append(await buildMap("inset"));
    }
    buildSidePanel(root, run);
    player(root, slider(root, run));
    showStep(root, run, 0);
    root.dataset.ready = "yes";
  } catch (error) {
    status.textContent = gettext("Failed: {reason}", { reason: messageOf(error) });
  }
}
