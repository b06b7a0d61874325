/* A map to place a pin on: the borders of kelurahan in Mercator projection, over street tiles where the city has them.
   window.pinMap(svg, features, tileUrl, onMoved) ->
   { placePin(lat, long, close), showArea(code), showSurroundings(lat, long, metres), zoom(factor) } */
(() => {
  "use strict";
  const WORLD_PIXELS = 256 * 2 ** 17, NS = "http://www.w3.org/2000/svg";
  const x = (long) => ((long + 180) / 360) * WORLD_PIXELS;
  const y = (lat) => (0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI)) * WORLD_PIXELS;
  const EARTH_METRES = 40075017;
  const longOf = (px) => (px / WORLD_PIXELS) * 360 - 180;
  const latOf = (py) => (Math.atan(Math.exp((0.5 - py / WORLD_PIXELS) * 2 * Math.PI)) * 360) / Math.PI - 90;
  const make = (name, attributes, parent) => {
    const element = document.createElementNS(NS, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    parent.append(element);
    return element;
  };

  window.pinMap = (svg, features, tileUrl, onMoved) => {
    const points = features.flatMap((feature) => rings(feature).flat());
    const origin = { x: Math.min(...points.map((p) => x(p[0]))), y: Math.min(...points.map((p) => y(p[1]))) };
    const end = { x: Math.max(...points.map((p) => x(p[0]))), y: Math.max(...points.map((p) => y(p[1]))) };
    const project = (long, lat) => [x(long) - origin.x, y(lat) - origin.y];
    const tileGroup = make("g", {}, svg), areaGroup = make("g", {}, svg), labelGroup = make("g", {}, svg);
    const areas = features.map((feature) => drawArea(feature));
    const surroundings = make("circle", { class: "surroundings", r: 0, visibility: "hidden" }, svg);
    const pin = make("circle", { class: "pin", r: 0, visibility: "hidden" }, svg);
    let view = { x: 0, y: 0, w: end.x - origin.x };

    function rings(feature) {
      const { type, coordinates } = feature.geometry;
      return (type === "Polygon" ? [coordinates] : coordinates).flat();
    }

    function drawArea(feature) {
      const outlines = rings(feature).map((ring) => ring.map(([long, lat]) => project(long, lat)));
      const d = outlines.map((ring) => "M" + ring.map((p) => p.map((n) => n.toFixed(1)).join()).join("L") + "Z").join("");
      const path = make("path", { d, "fill-rule": "evenodd" }, areaGroup);
      const xs = outlines.flat().map((p) => p[0]), ys = outlines.flat().map((p) => p[1]);
      const box = { x: Math.min(...xs), y: Math.min(...ys), X: Math.max(...xs), Y: Math.max(...ys) };
      return { path, box, ...feature.properties };
    }

    const height = () => (view.w * 3) / 4;
    function draw() {
      svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.w} ${height()}`);
      pin.setAttribute("r", view.w / 45);
      drawLabels();
      drawTiles();
    }

    /* Names of kecamatan when zoomed out, of kelurahan when zoomed in, each only if its area is wide enough. */
    function drawLabels() {
      labelGroup.replaceChildren();
      const size = view.w / 26, close = view.w < (end.x - origin.x) / 3;
      const boxes = new Map();
      for (const area of areas) {
        const key = close ? area.code : area.parent, name = close ? area.name : area.parent_name;
        const box = boxes.get(key) || { name, x: Infinity, y: Infinity, X: -Infinity, Y: -Infinity };
        boxes.set(key, { name, x: Math.min(box.x, area.box.x), y: Math.min(box.y, area.box.y), X: Math.max(box.X, area.box.X), Y: Math.max(box.Y, area.box.Y) });
      }
      for (const box of boxes.values()) {
        if (box.X - box.x < box.name.length * size * 0.45) continue;
        make("text", { x: (box.x + box.X) / 2, y: (box.y + box.Y) / 2, "font-size": size }, labelGroup).textContent = box.name;
      }
    }

    function drawTiles() {
      tileGroup.replaceChildren();
      if (!tileUrl) return;
      const zoom = Math.max(3, Math.min(18, Math.round(17 - Math.log2(view.w / (svg.clientWidth || 400))))), side = 256 * 2 ** (17 - zoom);
      const first = { x: Math.floor((origin.x + view.x) / side), y: Math.floor((origin.y + view.y) / side) };
      for (let i = first.x; i * side < origin.x + view.x + view.w; i += 1)
        for (let j = first.y; j * side < origin.y + view.y + height(); j += 1) {
          const href = tileUrl.replace("{s}", "a").replace("{z}", zoom).replace("{x}", i).replace("{y}", j).replace("{r}", "");
          make("image", { href, x: i * side - origin.x, y: j * side - origin.y, width: side, height: side }, tileGroup);
        }
    }

    function areaAt(px, py) {
      const point = svg.createSVGPoint();
      point.x = px;
      point.y = py;
      return areas.find(({ path, box }) => px >= box.x && px <= box.X && py >= box.y && py <= box.Y && path.isPointInFill(point)) || null;
    }

    function highlightArea(code) {
      for (const area of areas) area.path.classList.toggle("selected", area.code === code);
    }

    function placePin(lat, long, close) {
      const [px, py] = project(long, lat), area = areaAt(px, py);
      pin.setAttribute("cx", px);
      pin.setAttribute("cy", py);
      pin.setAttribute("visibility", "visible");
      surroundings.setAttribute("visibility", "hidden");
      highlightArea(area ? area.code : "");
      if (close && area) view = { w: 3000, x: px - 1500, y: py - 1125 };
      draw();
      onMoved({ lat, long }, area);
    }

    function showArea(code) {
      const area = areas.find((candidate) => candidate.code === code);
      highlightArea(code);
      pin.setAttribute("visibility", "hidden");
      surroundings.setAttribute("visibility", "hidden");
      if (area) {
        const w = Math.max((area.box.X - area.box.x) * 1.3, ((area.box.Y - area.box.y) * 1.3 * 4) / 3);
        view = { w, x: (area.box.x + area.box.X - w) / 2, y: (area.box.y + area.box.Y - (w * 3) / 4) / 2 };
      }
      draw();
    }

    /* Where something is, somewhere within so many metres: a circle without a pin. */
    function showSurroundings(lat, long, metres) {
      const [cx, cy] = project(long, lat), r = (metres * WORLD_PIXELS) / (EARTH_METRES * Math.cos((lat * Math.PI) / 180));
      for (const [key, value] of Object.entries({ cx, cy, r, visibility: "visible" })) surroundings.setAttribute(key, value);
      pin.setAttribute("visibility", "hidden");
      highlightArea("");
      const w = Math.min((end.x - origin.x) * 1.4, Math.max(3000, r * 3.5));
      view = { w, x: cx - w / 2, y: cy - (w * 3) / 8 };
      draw();
    }

    function zoom(factor, px = view.x + view.w / 2, py = view.y + height() / 2) {
      const w = Math.max(400, Math.min((end.x - origin.x) * 1.4, view.w * factor));
      view = { w, x: px - ((px - view.x) * w) / view.w, y: py - ((py - view.y) * w) / view.w };
      draw();
    }

    const mapPoint = (event) => {
      const box = svg.getBoundingClientRect();
      return [view.x + ((event.clientX - box.left) / box.width) * view.w, view.y + ((event.clientY - box.top) / box.height) * height()];
    };
    /* One pointer drags the map or, without moving, places the pin; two pointers zoom. */
    const pointers = new Map(), TAP_PIXELS = 8;
    let distance = 0;
    svg.addEventListener("pointerdown", (event) => {
      if (pointers.size === 0) distance = 0;
      pointers.set(event.pointerId, event);
      svg.setPointerCapture(event.pointerId);
    });
    svg.addEventListener("pointermove", (event) => {
      const previous = pointers.get(event.pointerId);
      if (!previous) return;
      const scale = view.w / svg.getBoundingClientRect().width;
      distance += Math.hypot(event.clientX - previous.clientX, event.clientY - previous.clientY);
      if (pointers.size === 1 && distance > TAP_PIXELS) {
        view = { ...view, x: view.x - (event.clientX - previous.clientX) * scale, y: view.y - (event.clientY - previous.clientY) * scale };
        draw();
      }
      if (pointers.size === 2) {
        const other = [...pointers.values()].find((pointer) => pointer.pointerId !== event.pointerId);
        const distanceTo = (pointer) => Math.hypot(pointer.clientX - other.clientX, pointer.clientY - other.clientY) || 1;
        zoom(distanceTo(previous) / distanceTo(event), ...mapPoint(event));
      }
      pointers.set(event.pointerId, event);
    });
    const onPointerEnd = (event) => {
      const single = pointers.size === 1 && pointers.delete(event.pointerId);
      pointers.delete(event.pointerId);
      if (!single || distance > TAP_PIXELS || event.type === "pointercancel") return;
      const [px, py] = mapPoint(event);
      placePin(latOf(py + origin.y), longOf(px + origin.x), false);
    };
    svg.addEventListener("pointerup", onPointerEnd);
    svg.addEventListener("pointercancel", onPointerEnd);
    svg.addEventListener("wheel", (event) => {
      event.preventDefault();
      zoom(event.deltaY > 0 ? 1.25 : 0.8, ...mapPoint(event));
    }, { passive: false });

    view.y = (end.y - origin.y - height()) / 2;
    draw();
    return { placePin, showArea, showSurroundings, zoom };
  };
})();
