/* The review: a number opens its list without loading the page again. Without this script every link is a plain one. */
import { byId, closest, part } from "../../../ui/static/dom.js";
import { completeQuery, hasDetail, isSamePage, withoutDetail } from "./review_address.js";
import { load } from "./timeline.js";

const state = {
  /** @type {HTMLElement | null} */
  opener: null,
  /** @type {string | null} */
  key: null,
  /** The query of the figures that are on the page. */
  shown: "",
};

const openPanel = () => document.querySelector("#review-panel.open");

function focusPanel() {
  const panel = byId("review-panel");
  panel.scrollTop = 0;
  (document.getElementById("rincian-judul") || panel).focus();
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

/**
 * Fill or empty the list. The focus goes into it when it opens, and back to the number when it closes.
 * @param {string} html
 */
function fillPanel(html) {
  const panel = byId("review-panel");
  panel.innerHTML = html;
  panel.classList.toggle("open", Boolean(html));
  panel.classList.toggle("closed", !html);
  if (html) focusPanel();
  else returnFocus();
}

/** Show the list that the address names, of the change number that the page shows. */
async function showList() {
  const { search } = window.location;
  if (!hasDetail(search)) return fillPanel("");
  try {
    const revision = byId("review-body").dataset.revision || "";
    const response = await fetch("/tinjauan/rincian" + search + "&revisi=" + revision);
    if (!response.ok || response.redirected) throw new Error("status " + response.status);
    const html = await response.text();
    if (search === window.location.search) fillPanel(html);
  } catch {
    window.location.reload();
  }
}

/** @param {string} address */
function navigate(address) {
  window.history.pushState({}, "", address);
  showList();
}

document.addEventListener("click", (event) => {
  const link = closest(event, "#review :is(a[data-cell], #review-panel a.figure)");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  if (link.dataset.cell) {
    state.opener = link;
    state.key = link.dataset.cell;
  }
  navigate(link.getAttribute("href") || "");
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && openPanel())
    navigate(withoutDetail(window.location.search) || window.location.pathname);
});

window.addEventListener("popstate", () => {
  const isHere = document.getElementById("review-panel") && isSamePage(window.location.search, state.shown);
  if (isHere) showList();
  else window.location.reload();
});

/** @param {HTMLElement} replay */
function startReplay(replay) {
  const [since, until] = /** @type {NodeListOf<HTMLInputElement>} */ (
    replay.querySelectorAll(".moments input")
  );
  const show = () => load(replay, since.value, until.value);
  part(replay, ".replay-show").addEventListener("click", show);
  show();
}

function start() {
  const query = byId("review").dataset.query || "";
  const address = completeQuery(window.location.search, query ? { query } : null);
  if (address !== null) window.history.replaceState({}, "", address + window.location.hash);
  state.shown = window.location.search;
  if (openPanel()) focusPanel();
  /** @type {HTMLElement | null} */
  const replay = document.querySelector(".replay");
  if (replay) startReplay(replay);
}

start();
