/* Adapts the wall to its screen, which the address describes (screen_settings.js). */
import { all } from "../../../ui/static/dom.js";
import { enlargement, isNight, minutesOfArc, readSettings } from "./screen_settings.js";
import { intervals, rowTracks, stripes } from "./seams.js";

/** @typedef {import("./label_places.js").Box} Box */

const SHIFT_EVERY_MS = 60000;
const SHIFT = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
  [-1, 0],
  [-1, -1],
  [0, -1],
  [1, -1],
];
const settings = readSettings(window.location.search);
const { across, down, bezel, edge, zoom, night } = settings;

/**
 * Return the height of capitals in minutes of arc.
 * @param {number} pixels
 */
export const minutes = (pixels) => minutesOfArc(settings, pixels, window.innerHeight);

/* One monitor that is higher than wide has a layout of its own; its type is as large as lying down. */
const upright = () => across * down === 1 && window.innerHeight > window.innerWidth;
const unit = () =>
  upright()
    ? Math.min(window.innerWidth / 108, window.innerHeight / 192)
    : Math.min(window.innerWidth / 192, window.innerHeight / 108);
const factor = () => enlargement(settings, unit(), window.innerHeight);

const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);

/**
 * Return the seams between monitors, as stripes that no text may touch: the bezel, half a letter and `margin` rem to
 * each side.
 * @param {number} [margin]
 * @returns {{ x: Box[], y: Box[] }}
 */
export function seams(margin = 0) {
  if (across * down === 1) return { x: [], y: [] };
  const half = bezel / 2 + rem() * (0.6 + margin);
  return stripes(across, down, { wide: window.innerWidth, high: window.innerHeight, half });
}

/**
 * Set what depends on the screen, and keep setting it.
 * @param {HTMLElement} root
 */
export function prepare(root) {
  const style = document.documentElement.style;
  style.setProperty("--across", String(across));
  style.setProperty("--bezel", bezel + "px");
  style.setProperty("--edge", String(edge));
  adapt(root);
  window.addEventListener("resize", () => adapt(root));
  if (across > 1) root.classList.add("seamed", "across-" + Math.min(across, 6));
  if (down > 1) root.classList.add("stacked");
  setInterval(() => shift(root), SHIFT_EVERY_MS);
}

/**
 * Set what depends on the window's size, which changes when a screen is turned.
 * @param {HTMLElement} root
 */
function adapt(root) {
  document.documentElement.classList.toggle("upright", upright());
  document.documentElement.style.setProperty("--zoom", String(zoom * factor()));
  root.classList.toggle("far", factor() > 1);
}

/**
 * Move the whole wall in a circle of some pixels, so that nothing burns in.
 * @param {HTMLElement} root
 */
function shift(root) {
  const [right, below] = SHIFT[Math.floor(Date.now() / SHIFT_EVERY_MS) % SHIFT.length];
  const by = across * down > 1 ? 0.1 : 0.3;
  root.style.setProperty("--shift-right", right * by + "rem");
  root.style.setProperty("--shift-down", below * by + "rem");
}

/**
 * Dim the screen at night.
 * @param {HTMLElement} root
 * @param {number} hour
 */
export function dim(root, hour) {
  root.classList.toggle("night", isNight(night, hour));
}

/**
 * Place the rows of a list between horizontal seams.
 * @param {HTMLElement} list
 * @param {Box[]} stripesOfY
 */
function placeRows(list, stripesOfY) {
  const rows = all(list, ":scope > *").filter((row) => !row.classList.contains("hidden"));
  const box = list.getBoundingClientRect();
  const free = intervals(box.top, box.bottom, stripesOfY);
  if (!rows.length || free.length < 2) return resetRows(list);
  const { tracks, trackOfRow } = rowTracks(box.top, free, rows.length);
  trackOfRow.forEach((track, i) => {
    rows[i].style.gridRow = String(track);
  });
  list.style.gridTemplateRows = tracks.map((track) => track.toFixed(1) + "px").join(" ");
  list.dataset.placed = "1";
}

/** @param {HTMLElement} list */
function resetRows(list) {
  if (!list.dataset.placed) return;
  delete list.dataset.placed;
  list.style.gridTemplateRows = "";
  for (const row of all(list, ":scope > *")) row.style.gridRow = "";
}

/**
 * Move a heading or a note that lies on a horizontal seam below it.
 * @param {HTMLElement} block
 * @param {Box[]} stripesOfY
 */
function moveBelowSeam(block, stripesOfY) {
  const current = parseFloat(block.style.marginTop) || 0;
  const box = block.getBoundingClientRect();
  const top = box.top - current;
  const seam = stripesOfY.find((stripe) => stripe.bottom > top && stripe.top < top + box.height);
  const margin = seam ? seam.bottom - top : 0;
  if (Math.abs(margin - current) > 0.5) block.style.marginTop = margin ? margin.toFixed(1) + "px" : "";
}

/**
 * Place lists and headings between the seams.
 * @param {HTMLElement} root
 */
export function avoidSeams(root) {
  const stripesOfY = seams().y;
  if (!stripesOfY.length) return;
  for (const panel of all(root, ".timers-panel, .ranking-panel")) {
    for (const block of all(panel, ":scope > *")) {
      if (block.matches(".timers, .ranking")) placeRows(block, stripesOfY);
      else moveBelowSeam(block, stripesOfY);
    }
  }
}
