/* How the map is drawn. Colours and classes come from the server through `hideout`; shapes are decided here. */
window.pantau = window.pantau || {};

window.pantau.map = (function () {
  "use strict";
  /* How much larger than 1920 x 1080 this screen is drawn: lines and dots grow with the type. Kept until the next
     fitting: asked for each of a thousand dots, it would make the browser lay the page out a thousand times. */
  let unit = null;
  const scale = () => (unit = unit || parseFloat(getComputedStyle(document.documentElement).fontSize) / 10 || 1);
  const quiet = () => ({ className: "area", fillOpacity: 1, color: "#0a101c", weight: scale() });

  function areaStyle(feature, context) {
    const { fills = [], classes = {}, late = [], view = "" } = context.hideout || {};
    if (!fills.length) return Object.assign(quiet(), { fillColor: "#14233b" });
    const code = feature.properties.code;
    const step = classes[code] || 0;
    const fill = late.includes(code) ? "url(#hatch-" + step + ")" : fills[step];
    const aside = /\d/.test(view) && feature.properties.parent !== view;
    return Object.assign(quiet(), { fillColor: fill, fillOpacity: aside ? 0.35 : 1 });
  }

  const borderStyle = () => ({ fill: false, color: "#7d93b5", weight: 2 * scale(), opacity: 0.9 });

  function icon(html, className, size) {
    return L.divIcon({ html: html, className: className, iconSize: size ? [size, size] : null });
  }

  const still = { interactive: false, keyboard: false };

  /* A circle that we make ourselves does not know the pane that it is made in, and would end under the areas. */
  function dot(feature, latlng, context) {
    const pane = context.hideout.pane;
    return L.circleMarker(latlng, Object.assign({ pane: pane, radius: 2.2 * scale(), stroke: false, fillOpacity: 0.6, fillColor: "#eef4fc" }, still));
  }

  /* Where reports came in a burst: a ring around all of them, never smaller than can be seen from afar. */
  function ring(feature, latlng, context) {
    const style = { pane: context.hideout.pane, className: "burst-ring", fill: false, color: "#ffffff", weight: 4 * scale() };
    const drawn = L.circle(latlng, Object.assign(style, { radius: Math.max(feature.properties.radius * 1.25, 350) }, still));
    return drawn;
  }

  const sign = (state) => '<i class="mark ' + state + '"></i>';

  function mark(feature, latlng) {
    const state = feature.properties.state;
    return L.marker(latlng, Object.assign({ icon: icon(sign(state), "map-mark") }, still));
  }

  /* A cluster is as late as its latest member. */
  function cluster(feature, latlng, index) {
    const states = index.getLeaves(feature.properties.cluster_id, Infinity).map((leaf) => leaf.properties.state);
    const late = states.filter((state) => state !== "approaching").length;
    const state = late ? "late" : "approaching";
    const html = sign(state) + "<b>" + states.length + "</b>";
    return L.marker(latlng, Object.assign({ icon: icon(html, "map-cluster " + state) }, still));
  }

  function label(feature, latlng) {
    return L.marker(latlng, Object.assign({ icon: icon(feature.properties.name, "map-label"), zIndexOffset: 500 }, still));
  }

  function scaleHatching(root) {
    unit = null;
    const transform = "rotate(45) scale(" + scale() + ")";
    root.querySelectorAll("pattern").forEach((pattern) => pattern.setAttribute("patternTransform", transform));
  }

  const clusterOptions = () => ({ radius: 80 * scale(), maxZoom: 18 });

  return { scaleHatching, clusterOptions, areaStyle, borderStyle, dot, ring, mark, cluster, label };
})();
