/* Styles of the map's layers. Colours and classes come from the server through `hideout`; shapes are set here. */
window.pantau = window.pantau || {};

window.pantau.map = (function () {
  "use strict";
  /* The size of this screen against 1920 x 1080: lines and dots grow with the type. Cached until the next fitting:
     read for each of a thousand dots, it would make the browser lay out the page a thousand times. */
  let cachedScale = null;
  const scale = () => (cachedScale = cachedScale || parseFloat(getComputedStyle(document.documentElement).fontSize) / 10 || 1);
  const baseStyle = () => ({ className: "area", fillOpacity: 1, color: "#0a101c", weight: scale() });

  function areaStyle(feature, context) {
    const { fills = [], classes = {}, late = [], view = "" } = context.hideout || {};
    if (!fills.length) return Object.assign(baseStyle(), { fillColor: "#14233b" });
    const code = feature.properties.code;
    const colorClass = classes[code] || 0;
    const fill = late.includes(code) ? "url(#hatch-" + colorClass + ")" : fills[colorClass];
    const outsideView = /\d/.test(view) && feature.properties.parent !== view;
    return Object.assign(baseStyle(), { fillColor: fill, fillOpacity: outsideView ? 0.35 : 1 });
  }

  const borderStyle = () => ({ fill: false, color: "#7d93b5", weight: 2 * scale(), opacity: 0.9 });

  function divIcon(html, className, size) {
    return L.divIcon({ html: html, className: className, iconSize: size ? [size, size] : null });
  }

  const notInteractive = { interactive: false, keyboard: false };

  /* A circle that is created here needs its pane: without one it would lie under the areas. */
  function dot(feature, latlng, context) {
    const pane = context.hideout.pane;
    return L.circleMarker(latlng, Object.assign({ pane: pane, radius: 2.2 * scale(), stroke: false, fillOpacity: 0.6, fillColor: "#eef4fc" }, notInteractive));
  }

  /* A report cluster: a ring around its reports, large enough to be seen from a distance. */
  function ring(feature, latlng, context) {
    const style = { pane: context.hideout.pane, className: "burst-ring", fill: false, color: "#ffffff", weight: 4 * scale() };
    return L.circle(latlng, Object.assign(style, { radius: Math.max(feature.properties.radius * 1.25, 350) }, notInteractive));
  }

  const statusIcon = (state) => '<i class="status-icon ' + state + '"></i>';

  function reportIcon(feature, latlng) {
    const state = feature.properties.state;
    return L.marker(latlng, Object.assign({ icon: divIcon(statusIcon(state), "map-icon") }, notInteractive));
  }

  /* A cluster of icons has the state of its latest report. */
  function cluster(feature, latlng, index) {
    const states = index.getLeaves(feature.properties.cluster_id, Infinity).map((leaf) => leaf.properties.state);
    const late = states.filter((state) => state !== "approaching").length;
    const state = late ? "late" : "approaching";
    const html = statusIcon(state) + "<b>" + states.length + "</b>";
    return L.marker(latlng, Object.assign({ icon: divIcon(html, "map-cluster " + state) }, notInteractive));
  }

  /* A name knows its area, so that names which matter can be placed before others. */
  function label(feature, latlng) {
    const marker = L.marker(latlng, Object.assign({ icon: divIcon(feature.properties.name, "map-label"), zIndexOffset: 500 }, notInteractive));
    return marker.on("add", () => (marker.getElement().dataset.code = feature.properties.code));
  }

  function scaleHatching(root) {
    cachedScale = null;
    const transform = "rotate(45) scale(" + scale() + ")";
    root.querySelectorAll("pattern").forEach((pattern) => pattern.setAttribute("patternTransform", transform));
  }

  const clusterOptions = () => ({ radius: 80 * scale(), maxZoom: 18 });

  return { scaleHatching, clusterOptions, areaStyle, borderStyle, dot, ring, reportIcon, cluster, label };
})();
