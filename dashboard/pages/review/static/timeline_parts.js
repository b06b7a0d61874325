/* The elements of the timeline: its map, its curve, its legend. */
import { make } from "../../../ui/static/dom.js";
import { gettext } from "../../../ui/static/messages.js";
import { curvePoints, projection } from "./timeline_geometry.js";

/**
 * @typedef {import("./timeline_geometry.js").Feature} Feature
 * @typedef {import("./timeline_geometry.js").Run} Run
 */

const SVG = "http://www.w3.org/2000/svg";
/** @type {["open" | "overdue", string][]} */
const LINES = [
  ["open", "line-open"],
  ["overdue", "line-late"],
];

/**
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} name
 * @param {Record<string, string | number>} attributes
 * @returns {SVGElementTagNameMap[K]}
 */
function shape(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

/** @param {string} part */
function hatching(part) {
  const size = { width: 14, height: 14, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
  const pattern = shape("pattern", { id: "replay-hatch-" + part, ...size });
  pattern.append(shape("rect", { width: 3, height: 14, fill: "#ff8573" }));
  const defs = shape("defs", {});
  defs.append(pattern);
  return defs;
}

/**
 * Return a map, each area as a fill and as hatching over it.
 * @param {Feature[]} features
 * @param {string} part "main" or "inset"
 */
export function areaMap(features, part) {
  const projected = projection(features);
  const viewBox = "-4 -4 1008 " + (projected.height + 8).toFixed(0);
  const label = { role: "img", "aria-label": gettext("Map of unresolved reports") };
  const svg = shape("svg", { viewBox, class: "map-" + part, ...label });
  svg.append(hatching(part));
  for (const { geometry, properties } of features) {
    const d = projected.path(geometry);
    const fill = shape("path", { d, class: "area" });
    const late = shape("path", { d, class: "hatch", fill: "url(#replay-hatch-" + part + ")" });
    fill.dataset.code = properties.code;
    late.dataset.code = properties.code;
    late.dataset.name = properties.name;
    late.append(shape("title", {}));
    svg.append(fill, late);
  }
  return svg;
}

/**
 * Return the curve of open and overdue reports, with a dot on each line.
 * @param {Run} run
 */
export function curve(run) {
  const label = { role: "img", "aria-label": gettext("Unresolved and late, over the period") };
  const svg = shape("svg", { viewBox: "0 0 400 100", class: "curve", ...label });
  for (const [series, name] of LINES) {
    svg.append(shape("polyline", { class: name, points: curvePoints(run, series) }));
    const dot = shape("circle", { r: 5, class: name });
    dot.dataset.series = series;
    svg.append(dot);
  }
  return svg;
}

/**
 * Return the legend of the map.
 * @param {Run} run
 */
export function legend(run) {
  const items = run.labels.map((label, number) => {
    const swatch = make("i");
    swatch.style.background = run.fills[number];
    return make("span", {}, swatch, label);
  });
  const late = make("span", {}, make("i", { className: "hatched" }), gettext("some are late"));
  return make("div", { className: "replay-legend" }, ...items, late);
}
