/* How the map is drawn. Colours and classes come from the server through `hideout`; shapes are decided here. */
window.pantau = window.pantau || {};

window.pantau.map = (function () {
  "use strict";
  const QUIET = { className: "area", fillOpacity: 1, color: "#0a101c", weight: 1 };

  function areaStyle(feature, context) {
    const { fills = [], classes = {}, late = [] } = context.hideout || {};
    if (!fills.length) return Object.assign({}, QUIET, { fillColor: "#14233b" });
    const code = feature.properties.code;
    const step = classes[code] || 0;
    const fill = late.includes(code) ? "url(#hatch-" + step + ")" : fills[step];
    return Object.assign({}, QUIET, { fillColor: fill });
  }

  const borderStyle = () => ({ fill: false, color: "#7d93b5", weight: 2, opacity: 0.9 });

  function icon(html, className, size) {
    return L.divIcon({ html: html, className: className, iconSize: size ? [size, size] : null });
  }

  const still = { interactive: false, keyboard: false };

  function dot(feature, latlng) {
    return L.circleMarker(latlng, Object.assign({ radius: 2.6, stroke: false, fillOpacity: 0.75, fillColor: "#eef4fc" }, still));
  }

  const SHAPES = { late: "▲", very_late: "▲", approaching: "◆" };

  function mark(feature, latlng) {
    const state = feature.properties.state;
    return L.marker(latlng, Object.assign({ icon: icon(SHAPES[state] || "●", "map-mark " + state) }, still));
  }

  /* A cluster is as late as its latest member. */
  function cluster(feature, latlng, index) {
    const states = index.getLeaves(feature.properties.cluster_id, Infinity).map((leaf) => leaf.properties.state);
    const late = states.filter((state) => state !== "approaching").length;
    const state = late ? "late" : "approaching";
    const html = "<i>" + SHAPES[state] + "</i><b>" + states.length + "</b>";
    return L.marker(latlng, Object.assign({ icon: icon(html, "map-cluster " + state) }, still));
  }

  function label(feature, latlng) {
    return L.marker(latlng, Object.assign({ icon: icon(feature.properties.name, "map-label"), zIndexOffset: -500 }, still));
  }

  return { areaStyle, borderStyle, dot, mark, cluster, label };
})();
