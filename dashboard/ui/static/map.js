/* Styles of the map's layers. Colours and classes come from the server through `hideout`; shapes are set here. */
import { expose } from "./globals.js";
import { areaFill, clusterState } from "./map_style.js";

/**
 * @typedef {import("./map_style.js").Hideout} Hideout
 * @typedef {{ hideout?: Hideout }} Context
 * @typedef {{ properties: { [name: string]: any } }} Feature
 * @typedef {{ getLeaves: (cluster: number, limit: number) => Feature[] }} ClusterIndex
 */

/* The size of this screen against 1920 x 1080: lines and dots grow with the type. Cached until the next fitting:
   read for each of a thousand dots, it would make the browser lay out the page a thousand times. */
/** @type {number | null} */
let cachedScale = null;
function scale() {
  cachedScale = cachedScale || parseFloat(getComputedStyle(document.documentElement).fontSize) / 10 || 1;
  return cachedScale;
}
const baseStyle = () => ({ className: "area", fillOpacity: 1, color: "#0a101c", weight: scale() });

/**
 * @param {Feature} feature
 * @param {Context} context
 */
const areaStyle = (feature, context) => ({
  ...baseStyle(),
  ...areaFill(/** @type {{ code: string, parent?: string }} */ (feature.properties), context.hideout),
});

const borderStyle = () => ({ fill: false, color: "#7d93b5", weight: 2 * scale(), opacity: 0.9 });

/**
 * @param {string} html
 * @param {string} className
 */
const divIcon = (html, className) => L.divIcon({ html, className, iconSize: /** @type {any} */ (null) }); // Leaflet sets no size then

const NOT_INTERACTIVE = { interactive: false, keyboard: false };

/** @param {Context} context */
const paneOf = (context) => (context.hideout ? context.hideout.pane : undefined);

/**
 * Return a dot. A circle that is created here needs its pane: without one it would lie under the areas.
 * @param {Feature} _feature
 * @param {L.LatLngExpression} latlng
 * @param {Context} context
 */
function dot(_feature, latlng, context) {
  const style = { radius: 2.2 * scale(), stroke: false, fillOpacity: 0.6, fillColor: "#eef4fc" };
  return L.circleMarker(latlng, { pane: paneOf(context), ...style, ...NOT_INTERACTIVE });
}

/**
 * Return a report cluster: a ring around its reports, large enough to be seen from a distance.
 * @param {Feature} feature
 * @param {L.LatLngExpression} latlng
 * @param {Context} context
 */
function ring(feature, latlng, context) {
  const style = { className: "burst-ring", fill: false, color: "#ffffff", weight: 4 * scale() };
  const radius = Math.max(feature.properties.radius * 1.25, 350);
  return L.circle(latlng, { pane: paneOf(context), ...style, radius, ...NOT_INTERACTIVE });
}

/** @param {string} state */
const statusIcon = (state) => '<i class="status-icon ' + state + '"></i>';

/**
 * @param {Feature} feature
 * @param {L.LatLngExpression} latlng
 */
const reportIcon = (feature, latlng) =>
  L.marker(latlng, { icon: divIcon(statusIcon(feature.properties.state), "map-icon"), ...NOT_INTERACTIVE });

/**
 * Return a cluster of icons, which has the state of its latest report.
 * @param {Feature} feature
 * @param {L.LatLngExpression} latlng
 * @param {ClusterIndex} index
 */
function cluster(feature, latlng, index) {
  const leaves = index.getLeaves(feature.properties.cluster_id, Infinity);
  const state = clusterState(leaves.map((leaf) => leaf.properties.state));
  const html = statusIcon(state) + "<b>" + leaves.length + "</b>";
  return L.marker(latlng, { icon: divIcon(html, "map-cluster " + state), ...NOT_INTERACTIVE });
}

/**
 * Return a name; it knows its area, so that names which matter can be placed before others.
 * @param {Feature} feature
 * @param {L.LatLngExpression} latlng
 */
function label(feature, latlng) {
  const icon = divIcon(feature.properties.name, "map-label");
  const marker = L.marker(latlng, { icon, zIndexOffset: 500, ...NOT_INTERACTIVE });
  return marker.on("add", () => {
    const element = marker.getElement();
    if (element) element.dataset.code = feature.properties.code;
  });
}

/** @param {HTMLElement} root */
export function scaleHatching(root) {
  cachedScale = null;
  const transform = "rotate(45) scale(" + scale() + ")";
  for (const pattern of root.querySelectorAll("pattern")) pattern.setAttribute("patternTransform", transform);
}

export const clusterOptions = () => ({ radius: 80 * scale(), maxZoom: 18 });

expose("map", { areaStyle, borderStyle, dot, ring, reportIcon, cluster, label });
