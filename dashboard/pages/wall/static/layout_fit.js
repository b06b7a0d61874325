/* Moves names and icons on the map so that none covers another. A single icon, which shows an exact point, never
   moves; a cluster, which stands for a neighbourhood, moves a little; a name moves most. Of more names than a map
   has room for, those that come first in an order are shown where they fit, and the others are hidden. */
import { all } from "../../../ui/static/dom.js";
import { placeAll, placeInOrder, shift, sortBy } from "./label_places.js";
import * as screen from "./screen.js";

/**
 * @typedef {import("./label_places.js").Box} Box
 * @typedef {import("./label_places.js").Shift} Shift
 * @typedef {{ element: HTMLElement, box: Box }} Item
 */

/** @type {[string, number][]} */
const RINGS_BY_SELECTOR = [
  [".map-icon", 0],
  [".map-cluster", 5],
  [".map-label", 9],
];

/**
 * Return the margins of an element. Leaflet places its corner by `transform`; margins centre it, and shift it, in any
 * browser.
 * @param {HTMLElement} element
 */
const margins = (element) => [
  parseFloat(element.style.marginLeft) || 0,
  parseFloat(element.style.marginTop) || 0,
];

/** @param {HTMLElement} element */
function originalBox(element) {
  const box = element.getBoundingClientRect();
  const [left, top] = margins(element);
  return shift(box, [-left - box.width / 2, -top - box.height / 2]);
}

/**
 * @param {Item} item
 * @param {Shift} by
 */
function applyShift({ element, box }, by) {
  const left = (by[0] - (box.right - box.left) / 2).toFixed(2) + "px";
  const top = (by[1] - (box.bottom - box.top) / 2).toFixed(2) + "px";
  element.dataset.shift = by.join();
  if (element.style.marginLeft !== left) element.style.marginLeft = left;
  if (element.style.marginTop !== top) element.style.marginTop = top;
}

/**
 * Hide what belongs outside of the visible part of the map.
 * @param {Item} item
 * @param {Box} frame
 */
function showIfInside(item, frame) {
  const x = (item.box.left + item.box.right) / 2;
  const y = (item.box.top + item.box.bottom) / 2;
  const inside = x > frame.left && x < frame.right && y > frame.top && y < frame.bottom;
  item.element.style.visibility = inside ? "" : "hidden";
  return inside;
}

/**
 * @param {HTMLElement} map
 * @param {string} selector
 * @param {Box} frame
 */
const itemsIn = (map, selector, frame) =>
  all(map, selector)
    .map((element) => ({ element, box: originalBox(element) }))
    .filter((item) => showIfInside(item, frame));

/** @param {Item[]} items */
const boxesOf = (items) => items.map((item) => item.box);

/**
 * @param {Item[]} items
 * @param {Box[]} occupied
 * @param {Box} frame
 * @param {number} step
 */
function fitOrdered(items, occupied, frame, step) {
  placeInOrder(boxesOf(items), occupied, frame, step).forEach((by, i) => {
    items[i].element.style.visibility = by ? "" : "hidden";
    if (by) applyShift(items[i], by);
  });
}

/**
 * @param {HTMLElement} map
 * @param {Box[]} obstacles
 * @param {string[]} order
 */
function fitMap(map, obstacles, order) {
  const frame = map.getBoundingClientRect();
  const occupied = obstacles.slice();
  const step = parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.9;
  for (const [selector, rings] of RINGS_BY_SELECTOR) {
    const items = itemsIn(map, selector, frame);
    if (order.length && selector === ".map-label") {
      fitOrdered(
        sortBy(order, items, (item) => item.element.dataset.code),
        occupied,
        frame,
        step,
      );
    } else {
      const shifts = placeAll(boxesOf(items), occupied, frame, rings, step);
      items.forEach((item, i) => {
        applyShift(item, shifts[i]);
      });
    }
  }
}

/* No name or icon on a seam between monitors. */
function seamBoxes() {
  const { x, y } = screen.seams(0.4);
  return [...x, ...y];
}

/** @param {HTMLElement[]} elements */
const visibleBoxes = (elements) =>
  elements.filter((element) => element.offsetParent).map((element) => element.getBoundingClientRect());

/**
 * Fit both maps. The corner map lies on top of the large one, so nothing may be placed under it.
 * @param {HTMLElement} root
 * @param {string[]} order codes of areas whose names are placed first; empty where there is room for all
 */
export function fitLabels(root, order) {
  const insets = all(root, ".map-inset");
  for (const map of all(root, ".map-main")) fitMap(map, [...visibleBoxes(insets), ...seamBoxes()], order);
  for (const map of insets) fitMap(map, [...visibleBoxes(all(map, ".map-caption")), ...seamBoxes()], order);
}
