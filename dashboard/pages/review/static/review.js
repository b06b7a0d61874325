/* The review: a number opens its drilldown without moving the page; fields for moments; the timeline. */
import { all, byId, closest, make } from "../../../ui/static/dom.js";
import { registerCallbacks } from "../../../ui/static/globals.js";
import { insertHtml } from "../../../ui/static/render_html.js";
import { completed, newFiguresQuery, withoutDetail } from "./review_address.js";
import { load } from "./timeline.js";

const state = {
  /** @type {HTMLElement | null} */
  opener: null,
  /** @type {string | null} */
  key: null,
};

/**
 * Go to an address so that Dash notices it; a link of dcc would scroll the page to its top.
 * @param {string} address
 */
function navigate(address) {
  window.history.pushState({}, "", address);
  window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
}

/** @typedef {{ query: string } | null} Loaded */

/**
 * @param {string} search
 * @param {string | null} current
 * @param {Loaded} loaded
 */
const figuresQuery = (search, current, loaded) =>
  newFiguresQuery(search, current, loaded) ?? window.dash_clientside.no_update;

/** @param {Loaded} loaded */
function completeAddress(loaded) {
  const query = completed(window.location.search, loaded);
  if (query !== null) window.history.replaceState({}, "", query);
  return window.dash_clientside.no_update;
}

/** @param {string | null} html */
function insertBody(html) {
  insertHtml(byId("review-body"), html);
  return window.dash_clientside.no_update;
}

/**
 * Insert the drilldown. The focus goes into it when it opens, and back to the number when it closes.
 * @param {string | null} html
 */
function insertPanel(html) {
  const panel = byId("review-panel");
  insertHtml(panel, html);
  panel.classList.toggle("open", Boolean(html));
  panel.classList.toggle("closed", !html);
  if (html) {
    panel.scrollTop = 0;
    (document.getElementById("rincian-judul") || panel).focus();
  } else returnFocus();
  return window.dash_clientside.no_update;
}

function returnFocus() {
  if (!state.key) return;
  /** @type {HTMLElement | null} */
  const cell = document.querySelector('[data-cell="' + CSS.escape(state.key) + '"]');
  const opener = state.opener && document.contains(state.opener) ? state.opener : cell;
  if (opener) opener.focus();
  state.opener = null;
  state.key = null;
}

registerCallbacks("review", { figuresQuery, completeAddress, insertBody, insertPanel });

/** @param {MouseEvent} event */
function jump(event) {
  const link = closest(event, ".office.review .jump a");
  if (!link) return false;
  event.preventDefault();
  const target = document.querySelector(link.getAttribute("href") || "");
  if (target) target.scrollIntoView({ block: "start" });
  return true;
}

document.addEventListener("click", (event) => {
  if (jump(event)) return;
  const link = closest(event, ".office.review a.figure");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  if (link.dataset.cell) {
    state.opener = link;
    state.key = link.dataset.cell;
  }
  const address = link.getAttribute("href") || "";
  navigate(address);
  if (link.classList.contains("preset") || address.startsWith("?paket")) window.scrollTo(0, 0);
});

const isPanelOpen = () => document.querySelector(".office.review") && document.querySelector(".panel.open");

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && isPanelOpen())
    navigate(withoutDetail(window.location.search) || window.location.pathname);
});

/**
 * Return a field for a moment, which Dash does not have.
 * @param {string} label
 * @param {string | undefined} value
 */
function momentField(label, value) {
  const input = make("input", { type: "datetime-local", value: value || "" });
  return { element: make("label", {}, label, input), input };
}

/** @param {HTMLElement} container */
function addFields(container) {
  const since = momentField("Dari", container.dataset.since);
  const until = momentField("Sampai", container.dataset.until);
  const button = make("button", { type: "button", textContent: "Tampilkan" });
  container.append(since.element, until.element, button);
  /** @type {HTMLElement | null} */
  const replay = container.closest(".replay");
  const show = () => {
    if (replay) load(replay, since.input.value, until.input.value);
    else navigate("?dari=" + since.input.value + "&sampai=" + until.input.value);
  };
  button.addEventListener("click", show);
  if (replay) show();
}

new MutationObserver(() => {
  for (const container of all(document, ".office.review .moments"))
    if (!container.childElementCount) addFields(container);
}).observe(document.documentElement, { childList: true, subtree: true });
