/* The kecamatan page: countdowns, filters that are stored, photos loaded when in view, and copied text. */
import { all, closest, part } from "../../../ui/static/dom.js";
import { registerCallbacks } from "../../../ui/static/globals.js";
import { gettext } from "../../../ui/static/messages.js";
import { showTime } from "../../../ui/static/page_clock.js";
import { watchPhotos } from "../../../ui/static/photos_in_view.js";
import * as time from "../../../ui/static/time.js";
import { applyChange, codeOf, controlValue, initialFilters, orderOf } from "./backlog_filters.js";
import { writeToClipboard } from "./clipboard.js";
import { refreshGrid } from "./grid_cells.js";

/**
 * @typedef {import("./backlog_filters.js").Filters} Filters
 * @typedef {{ now: number, speed: number, stale_at: number | null }} Clock
 */

const FILTER_STATE = "camat-picking";
const WHAT_IF_SELECTION = "camat-picked";
const CONTROLS = "[data-set], [data-state], [data-pick], [data-copy='']";
const state = {
  /** @type {Clock | null} */
  clock: null,
  heardAt: 0,
  /** @type {Filters | null} */
  filters: null,
  /** @type {string | null} */
  listDigest: null,
};

const root = () => document.querySelector(".kecamatan-page");
const isWide = () => window.matchMedia("(min-width: 60rem)").matches;

function tick() {
  const page = root();
  if (page && state.clock) showTime(page, state.clock.stale_at, state.heardAt);
}

/** @param {Filters} change */
function setFilters(change) {
  state.filters = applyChange(state.filters, change);
  sessionStorage.setItem(FILTER_STATE, JSON.stringify(state.filters));
  window.dash_clientside.set_props?.(FILTER_STATE, { data: state.filters }); // Dash may not have loaded
  updateControls();
}

/** @returns {Filters | null} */
function storedFilters() {
  try {
    return JSON.parse(sessionStorage.getItem(FILTER_STATE) || "null");
  } catch {
    return null;
  }
}

/* The controls show the filters, also after the page was left and opened again. */
function updateControls() {
  const { filters } = state;
  if (!filters) return;
  for (const element of all(document, ".kecamatan-page select[data-choice]")) {
    const select = /** @type {HTMLSelectElement} */ (element);
    const value = controlValue(filters, select.dataset.choice || "");
    if (select.value !== value) select.value = value;
    if (select.value !== value) select.value = "";
  }
  for (const button of all(document, ".kecamatan-page .views [data-set]")) {
    const pressed = JSON.parse(button.dataset.set || "{}").view === filters.view;
    button.setAttribute("aria-pressed", String(pressed));
  }
}

document.addEventListener("change", (event) => {
  const select = /** @type {HTMLSelectElement | null} */ (
    closest(event, ".kecamatan-page select[data-choice]")
  );
  if (!select) return;
  const name = select.dataset.choice || "";
  setFilters(name === "order" ? orderOf(select.value) : { [name]: select.value });
});

document.addEventListener("click", (event) => {
  const control = closest(event, CONTROLS);
  if (!control || !root()) return;
  const { set, state: chosen, pick } = control.dataset;
  if (set) setFilters(JSON.parse(set));
  else if (chosen !== undefined) setFilters({ area: "", category: "", holder: "", age: "", state: chosen });
  else if (pick) toggleWhatIf(control);
  else copy(control);
});

/**
 * Toggle one of the reports that the what-if takes for closed.
 * @param {HTMLElement} button
 */
function toggleWhatIf(button) {
  button.setAttribute("aria-checked", String(button.getAttribute("aria-checked") !== "true"));
  const selected = all(document, ".kecamatan-page [data-pick][aria-checked=true]");
  const data = selected.map((element) => element.dataset.pick);
  window.dash_clientside.set_props(WHAT_IF_SELECTION, { data });
}

/** @param {HTMLElement} button */
async function copy(button) {
  const recap = /** @type {HTMLElement} */ (button.closest(".recap"));
  const copied = await writeToClipboard(part(recap, ".recap-text").textContent || "");
  button.textContent = copied ? gettext("Copied") : gettext("Could not be copied");
  setTimeout(() => {
    button.textContent = gettext("Copy text");
  }, 2500);
}

/** @param {string} path */
function restoreFilters(path) {
  state.filters = initialFilters(storedFilters(), codeOf(path), isWide());
  return state.filters;
}

/**
 * @param {Clock | undefined} clock
 * @param {{ digest: string } | undefined} list
 * @param {Filters | undefined} filters
 */
function afterRender(clock, list, filters) {
  if (clock && clock !== state.clock) {
    const now = performance.now();
    time.synchronize(clock.now, now, now, clock.speed);
    state.clock = clock;
    state.heardAt = now;
  }
  if (list && list.digest !== state.listDigest) {
    state.listDigest = list.digest;
    refreshGrid(filters?.code);
  }
  return window.dash_clientside.no_update;
}

registerCallbacks("kecamatan", { restoreFilters, afterRender });

const firstFigures = () => /** @type {HTMLElement | null} */ (document.querySelector(".first-figures"));

/* The document comes with the first five: their countdowns run at once, by the server's time of then. */
function startFirstFigures() {
  const { clock } = firstFigures()?.dataset || {};
  if (!clock) return;
  afterRender(JSON.parse(clock), undefined, undefined);
  tick();
}

/* They stand until Dash has drawn the same in its own elements. */
function removeFirstFigures() {
  if (document.querySelector("#camat-tiles > *")) firstFigures()?.remove();
}

/**
 * Return whether elements were added; the text that this script writes adds none.
 * @param {MutationRecord} record
 */
const addsElements = (record) =>
  [...record.addedNodes].some((node) => node instanceof Element && node.tagName !== "IMG");

/* New elements are filled at once, not at the next tick. */
new MutationObserver((records) => {
  if (!root() || !records.some((record) => record.type === "attributes" || addsElements(record))) return;
  removeFirstFigures();
  tick();
  updateControls();
  watchPhotos();
}).observe(document.documentElement, {
  subtree: true,
  childList: true,
  attributes: true,
  attributeFilter: ["data-due", "data-stopped"],
});
setInterval(tick, 1000);
startFirstFigures();
