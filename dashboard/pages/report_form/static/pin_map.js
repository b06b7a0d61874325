/* A map to place a pin on: the borders of kelurahan in Mercator projection, over street tiles where the city has them. */
import * as mercator from "./mercator.js";

/**
 * @typedef {import("./mercator.js").Box} Box
 * @typedef {{ code: string, name: string, parent: string, parent_name: string }} AreaNames
 * @typedef {{ geometry: import("./mercator.js").Geometry, properties: AreaNames }} Feature
 * @typedef {AreaNames & { path: SVGPathElement, box: Box }} Area
 *
 * @typedef {object} PinMap
 * @property {(lat: number, long: number, close: boolean) => void} placePin
 * @property {(code: string) => void} showArea
 * @property {(lat: number, long: number, metres: number) => void} showSurroundings
 * @property {(factor: number) => void} zoom
 */

const NS = "http://www.w3.org/2000/svg";
const TAP_PIXELS = 8;
const CLOSE_PIXELS = 3000; // the width of the map around a pin
const CLOSEST_PIXELS = 400;

/**
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} name
 * @param {Record<string, string | number>} attributes
 * @param {Element} parent
 * @returns {SVGElementTagNameMap[K]}
 */
function draw(name, attributes, parent) {
  const element = document.createElementNS(NS, name);
  set(element, attributes);
  parent.append(element);
  return element;
}

/**
 * @param {Element} element
 * @param {Record<string, string | number>} attributes
 */
function set(element, attributes) {
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
}

/**
 * Make a map.
 * @param {SVGSVGElement} svg
 * @param {Feature[]} features
 * @param {string | undefined} tileUrl
 * @param {(point: { lat: number, long: number }, area: Area | null) => void} onMoved
 * @returns {PinMap}
 */
export function makePinMap(svg, features, tileUrl, onMoved) {
  const points = features.flatMap((feature) => mercator.ringsOf(feature.geometry).flat());
  const whole = mercator.boxAround(points.map(([long, lat]) => [mercator.xOf(long), mercator.yOf(lat)]));
  const width = whole.X - whole.x;
  /**
   * @param {number} long
   * @param {number} lat
   * @returns {[number, number]}
   */
  const project = (long, lat) => [mercator.xOf(long) - whole.x, mercator.yOf(lat) - whole.y];
  const tileGroup = draw("g", {}, svg);
  const areaGroup = draw("g", {}, svg);
  const labelGroup = draw("g", {}, svg);
  const areas = features.map(drawArea);
  const surroundings = draw("circle", { class: "surroundings", r: 0, visibility: "hidden" }, svg);
  const pin = draw("circle", { class: "pin", r: 0, visibility: "hidden" }, svg);
  let view = { x: 0, y: 0, w: width };

  /**
   * @param {Feature} feature
   * @returns {Area}
   */
  function drawArea({ geometry, properties }) {
    const outlines = mercator.ringsOf(geometry).map((ring) => ring.map(([long, lat]) => project(long, lat)));
    const d = outlines
      .map((ring) => "M" + ring.map((point) => point.map((n) => n.toFixed(1)).join()).join("L") + "Z")
      .join("");
    const path = draw("path", { d, "fill-rule": "evenodd" }, areaGroup);
    return { path, box: mercator.boxAround(outlines.flat()), ...properties };
  }

  const height = () => (view.w * 3) / 4;

  function redraw() {
    svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.w} ${height()}`);
    pin.setAttribute("r", String(view.w / 45));
    drawLabels();
    drawTiles();
  }

  /* Names of kecamatan when zoomed out, of kelurahan when zoomed in, each only if its area is wide enough. */
  function drawLabels() {
    labelGroup.replaceChildren();
    const size = view.w / 26;
    for (const { name, box } of labels(view.w < width / 3).values()) {
      if (box.X - box.x < name.length * size * 0.45) continue;
      const place = { x: (box.x + box.X) / 2, y: (box.y + box.Y) / 2, "font-size": size };
      draw("text", place, labelGroup).textContent = name;
    }
  }

  /** @param {boolean} close */
  function labels(close) {
    /** @type {Map<string, { name: string, box: Box }>} */
    const found = new Map();
    for (const area of areas) {
      const key = close ? area.code : area.parent;
      const name = close ? area.name : area.parent_name;
      const before = found.get(key);
      found.set(key, { name, box: before ? mercator.union(before.box, area.box) : area.box });
    }
    return found;
  }

  function drawTiles() {
    tileGroup.replaceChildren();
    if (!tileUrl) return;
    const zoom = mercator.tileZoom(view.w, svg.clientWidth || 400);
    const side = mercator.TILE_SIDE * 2 ** (mercator.ZOOM - zoom);
    const left = whole.x + view.x;
    const top = whole.y + view.y;
    for (let x = Math.floor(left / side); x * side < left + view.w; x += 1)
      for (let y = Math.floor(top / side); y * side < top + height(); y += 1) {
        const href = mercator.tileAddress(tileUrl, { zoom, x, y });
        const place = { x: x * side - whole.x, y: y * side - whole.y, width: side, height: side };
        draw("image", { href, ...place }, tileGroup);
      }
  }

  /**
   * @param {number} px
   * @param {number} py
   */
  function areaAt(px, py) {
    const point = svg.createSVGPoint();
    point.x = px;
    point.y = py;
    /** @param {Box} box */
    const isIn = (box) => px >= box.x && px <= box.X && py >= box.y && py <= box.Y;
    return areas.find(({ path, box }) => isIn(box) && path.isPointInFill(point)) || null;
  }

  /** @param {string} code */
  function highlightArea(code) {
    for (const area of areas) area.path.classList.toggle("selected", area.code === code);
  }

  /**
   * Place the pin.
   * @param {number} lat
   * @param {number} long
   * @param {boolean} close whether the map comes close to it
   */
  function placePin(lat, long, close) {
    const [px, py] = project(long, lat);
    const area = areaAt(px, py);
    set(pin, { cx: px, cy: py, visibility: "visible" });
    surroundings.setAttribute("visibility", "hidden");
    highlightArea(area ? area.code : "");
    if (close && area) view = { w: CLOSE_PIXELS, x: px - CLOSE_PIXELS / 2, y: py - (CLOSE_PIXELS * 3) / 8 };
    redraw();
    onMoved({ lat, long }, area);
  }

  /**
   * Show an area without a pin.
   * @param {string} code
   */
  function showArea(code) {
    const area = areas.find((candidate) => candidate.code === code);
    highlightArea(code);
    pin.setAttribute("visibility", "hidden");
    surroundings.setAttribute("visibility", "hidden");
    if (area) {
      const { x, y, X, Y } = area.box;
      const w = Math.max((X - x) * 1.3, ((Y - y) * 1.3 * 4) / 3);
      view = { w, x: (x + X - w) / 2, y: (y + Y - (w * 3) / 4) / 2 };
    }
    redraw();
  }

  /**
   * Show where something is, somewhere within so many metres: a circle without a pin.
   * @param {number} lat
   * @param {number} long
   * @param {number} metres
   */
  function showSurroundings(lat, long, metres) {
    const [cx, cy] = project(long, lat);
    const r = mercator.pixelsOf(metres, lat);
    set(surroundings, { cx, cy, r, visibility: "visible" });
    pin.setAttribute("visibility", "hidden");
    highlightArea("");
    const w = Math.min(width * 1.4, Math.max(CLOSE_PIXELS, r * 3.5));
    view = { w, x: cx - w / 2, y: cy - (w * 3) / 8 };
    redraw();
  }

  /**
   * @param {number} factor
   * @param {number} [px]
   * @param {number} [py] the point that stays where it is
   */
  function zoom(factor, px = view.x + view.w / 2, py = view.y + height() / 2) {
    const w = Math.max(CLOSEST_PIXELS, Math.min(width * 1.4, view.w * factor));
    view = { w, x: px - ((px - view.x) * w) / view.w, y: py - ((py - view.y) * w) / view.w };
    redraw();
  }

  /**
   * @param {MouseEvent} event
   * @returns {[number, number]}
   */
  function mapPoint(event) {
    const box = svg.getBoundingClientRect();
    return [
      view.x + ((event.clientX - box.left) / box.width) * view.w,
      view.y + ((event.clientY - box.top) / box.height) * height(),
    ];
  }

  /* One pointer drags the map or, without moving, places the pin; two pointers zoom. */
  /** @type {Map<number, PointerEvent>} */
  const pointers = new Map();
  let distance = 0;

  svg.addEventListener("pointerdown", (event) => {
    if (pointers.size === 0) distance = 0;
    pointers.set(event.pointerId, event);
    svg.setPointerCapture(event.pointerId);
  });

  svg.addEventListener("pointermove", (event) => {
    const previous = pointers.get(event.pointerId);
    if (!previous) return;
    distance += Math.hypot(event.clientX - previous.clientX, event.clientY - previous.clientY);
    if (pointers.size === 1 && distance > TAP_PIXELS) drag(previous, event);
    if (pointers.size === 2) pinch(previous, event);
    pointers.set(event.pointerId, event);
  });

  /**
   * @param {PointerEvent} previous
   * @param {PointerEvent} event
   */
  function drag(previous, event) {
    const scale = view.w / svg.getBoundingClientRect().width;
    const x = view.x - (event.clientX - previous.clientX) * scale;
    const y = view.y - (event.clientY - previous.clientY) * scale;
    view = { ...view, x, y };
    redraw();
  }

  /**
   * @param {PointerEvent} previous
   * @param {PointerEvent} event
   */
  function pinch(previous, event) {
    const other = [...pointers.values()].find((pointer) => pointer.pointerId !== event.pointerId);
    if (!other) return;
    /** @param {PointerEvent} pointer */
    const distanceTo = (pointer) =>
      Math.hypot(pointer.clientX - other.clientX, pointer.clientY - other.clientY) || 1;
    zoom(distanceTo(previous) / distanceTo(event), ...mapPoint(event));
  }

  /** @param {PointerEvent} event */
  function onPointerEnd(event) {
    const single = pointers.size === 1 && pointers.delete(event.pointerId);
    pointers.delete(event.pointerId);
    if (!single || distance > TAP_PIXELS || event.type === "pointercancel") return;
    const [px, py] = mapPoint(event);
    placePin(mercator.latOf(py + whole.y), mercator.longOf(px + whole.x), false);
  }
  svg.addEventListener("pointerup", onPointerEnd);
  svg.addEventListener("pointercancel", onPointerEnd);
  svg.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      zoom(event.deltaY > 0 ? 1.25 : 0.8, ...mapPoint(event));
    },
    { passive: false },
  );

  view.y = (whole.Y - whole.y - height()) / 2;
  redraw();
  return { placePin, showArea, showSurroundings, zoom };
}
