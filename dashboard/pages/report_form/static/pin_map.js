/* A map on which a place is marked: the kelurahan's borders in Mercator, street tiles below where the city has them.
   window.pinMap(svg, features, tiles, moved) -> { mark(lat, long), show(code), areaAt(lat, long) } */
(() => {
  "use strict";
  const WORLD = 256 * 2 ** 17, NS = "http://www.w3.org/2000/svg";
  const x = (long) => ((long + 180) / 360) * WORLD;
  const y = (lat) => (0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI)) * WORLD;
  const longOf = (px) => (px / WORLD) * 360 - 180;
  const latOf = (py) => (Math.atan(Math.exp((0.5 - py / WORLD) * 2 * Math.PI)) * 360) / Math.PI - 90;
  const make = (name, attributes, parent) => {
    const made = document.createElementNS(NS, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    parent.append(made);
    return made;
  };

  window.pinMap = (svg, features, tiles, moved) => {
    const all = features.flatMap((feature) => rings(feature).flat());
    const origin = { x: Math.min(...all.map((p) => x(p[0]))), y: Math.min(...all.map((p) => y(p[1]))) };
    const far = { x: Math.max(...all.map((p) => x(p[0]))), y: Math.max(...all.map((p) => y(p[1]))) };
    const at = (long, lat) => [x(long) - origin.x, y(lat) - origin.y];
    const street = make("g", {}, svg), ground = make("g", {}, svg), names = make("g", {}, svg);
    const areas = features.map((feature) => drawn(feature));
    const pin = make("circle", { class: "pin", r: 0, visibility: "hidden" }, svg);
    let view = { x: 0, y: 0, w: far.x - origin.x }, spot = null, chosen = "";

    function rings(feature) {
      const { type, coordinates } = feature.geometry;
      return (type === "Polygon" ? [coordinates] : coordinates).flat();
    }

    function drawn(feature) {
      const points = rings(feature).map((ring) => ring.map(([long, lat]) => at(long, lat)));
      const d = points.map((ring) => "M" + ring.map((p) => p.map((n) => n.toFixed(1)).join()).join("L") + "Z").join("");
      const path = make("path", { d, "fill-rule": "evenodd" }, ground);
      const xs = points.flat().map((p) => p[0]), ys = points.flat().map((p) => p[1]);
      const box = { x: Math.min(...xs), y: Math.min(...ys), X: Math.max(...xs), Y: Math.max(...ys) };
      return { path, box, ...feature.properties };
    }

    const height = () => (view.w * 3) / 4;
    function see() {
      svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.w} ${height()}`);
      pin.setAttribute("r", view.w / 45);
      label();
      tile();
    }

    /* Kecamatan from afar, kelurahan from near; a name only where its area is wide enough for it. */
    function label() {
      names.replaceChildren();
      const size = view.w / 26, close = view.w < (far.x - origin.x) / 3;
      const boxes = new Map();
      for (const area of areas) {
        const key = close ? area.code : area.parent, name = close ? area.name : area.parent_name;
        const box = boxes.get(key) || { name, x: Infinity, y: Infinity, X: -Infinity, Y: -Infinity };
        boxes.set(key, { name, x: Math.min(box.x, area.box.x), y: Math.min(box.y, area.box.y), X: Math.max(box.X, area.box.X), Y: Math.max(box.Y, area.box.Y) });
      }
      for (const box of boxes.values()) {
        if (box.X - box.x < box.name.length * size * 0.45) continue;
        make("text", { x: (box.x + box.X) / 2, y: (box.y + box.Y) / 2, "font-size": size }, names).textContent = box.name;
      }
    }

    function tile() {
      street.replaceChildren();
      if (!tiles) return;
      const zoom = Math.max(3, Math.min(18, Math.round(17 - Math.log2(view.w / (svg.clientWidth || 400))))), side = 256 * 2 ** (17 - zoom);
      const first = { x: Math.floor((origin.x + view.x) / side), y: Math.floor((origin.y + view.y) / side) };
      for (let i = first.x; i * side < origin.x + view.x + view.w; i += 1)
        for (let j = first.y; j * side < origin.y + view.y + height(); j += 1) {
          const href = tiles.replace("{s}", "a").replace("{z}", zoom).replace("{x}", i).replace("{y}", j).replace("{r}", "");
          make("image", { href, x: i * side - origin.x, y: j * side - origin.y, width: side, height: side }, street);
        }
    }

    function under(px, py) {
      const point = svg.createSVGPoint();
      point.x = px;
      point.y = py;
      return areas.find(({ path, box }) => px >= box.x && px <= box.X && py >= box.y && py <= box.Y && path.isPointInFill(point)) || null;
    }

    function colour(code) {
      chosen = code;
      for (const area of areas) area.path.classList.toggle("here", area.code === code);
    }

    function mark(lat, long, near) {
      const [px, py] = at(long, lat), area = under(px, py);
      spot = { lat, long };
      pin.setAttribute("cx", px);
      pin.setAttribute("cy", py);
      pin.setAttribute("visibility", "visible");
      colour(area ? area.code : "");
      if (near && area) view = { w: 3000, x: px - 1500, y: py - 1125 };
      see();
      moved(spot, area);
    }

    function show(code) {
      const area = areas.find((one) => one.code === code);
      colour(code);
      pin.setAttribute("visibility", "hidden");
      spot = null;
      if (area) {
        const w = Math.max((area.box.X - area.box.x) * 1.3, ((area.box.Y - area.box.y) * 1.3 * 4) / 3);
        view = { w, x: (area.box.x + area.box.X - w) / 2, y: (area.box.y + area.box.Y - (w * 3) / 4) / 2 };
      }
      see();
    }

    function zoom(factor, px = view.x + view.w / 2, py = view.y + height() / 2) {
      const w = Math.max(400, Math.min((far.x - origin.x) * 1.4, view.w * factor));
      view = { w, x: px - ((px - view.x) * w) / view.w, y: py - ((py - view.y) * w) / view.w };
      see();
    }

    const inside = (event) => {
      const box = svg.getBoundingClientRect();
      return [view.x + ((event.clientX - box.left) / box.width) * view.w, view.y + ((event.clientY - box.top) / box.height) * height()];
    };
    const fingers = new Map();
    let travelled = 0;
    svg.addEventListener("pointerdown", (event) => {
      if (fingers.size === 0) travelled = 0;
      fingers.set(event.pointerId, event);
      svg.setPointerCapture(event.pointerId);
    });
    svg.addEventListener("pointermove", (event) => {
      const before = fingers.get(event.pointerId);
      if (!before) return;
      const scale = view.w / svg.getBoundingClientRect().width;
      travelled += Math.hypot(event.clientX - before.clientX, event.clientY - before.clientY);
      if (fingers.size === 1 && travelled > 8) {
        view = { ...view, x: view.x - (event.clientX - before.clientX) * scale, y: view.y - (event.clientY - before.clientY) * scale };
        see();
      }
      if (fingers.size === 2) {
        const other = [...fingers.values()].find((one) => one.pointerId !== event.pointerId);
        const apart = (one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) || 1;
        zoom(apart(before) / apart(event), ...inside(event));
      }
      fingers.set(event.pointerId, event);
    });
    const lift = (event) => {
      const alone = fingers.size === 1 && fingers.delete(event.pointerId);
      fingers.delete(event.pointerId);
      if (!alone || travelled > 8 || event.type === "pointercancel") return;
      const [px, py] = inside(event);
      mark(latOf(py + origin.y), longOf(px + origin.x), false);
    };
    svg.addEventListener("pointerup", lift);
    svg.addEventListener("pointercancel", lift);
    svg.addEventListener("wheel", (event) => {
      event.preventDefault();
      zoom(event.deltaY > 0 ? 1.25 : 0.8, ...inside(event));
    }, { passive: false });

    view.y = (far.y - origin.y - height()) / 2;
    see();
    return { mark, show, zoom, chosen: () => chosen };
  };
})();
