/* The Mercator projection of street tiles, in pixels of zoom 17, and boxes in it. */

/**
 * @typedef {{ x: number, y: number, X: number, Y: number }} Box from x to X, and from y to Y
 * @typedef {{ type: string, coordinates: any[] }} Geometry a polygon or several, of GeoJSON
 */

export const ZOOM = 17;
export const TILE_SIDE = 256;
export const WORLD_PIXELS = TILE_SIDE * 2 ** ZOOM;
const EARTH_METRES = 40075017;

/** @param {number} long */
export const xOf = (long) => ((long + 180) / 360) * WORLD_PIXELS;

/** @param {number} lat */
export const yOf = (lat) =>
  (0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI)) * WORLD_PIXELS;

/** @param {number} x */
export const longOf = (x) => (x / WORLD_PIXELS) * 360 - 180;

/** @param {number} y */
export const latOf = (y) =>
  (Math.atan(Math.exp((0.5 - y / WORLD_PIXELS) * 2 * Math.PI)) * 360) / Math.PI - 90;

/**
 * Return the pixels of a length at a latitude.
 * @param {number} metres
 * @param {number} lat
 */
export const pixelsOf = (metres, lat) =>
  (metres * WORLD_PIXELS) / (EARTH_METRES * Math.cos((lat * Math.PI) / 180));

/**
 * Return the rings of a polygon, or of several.
 * @param {Geometry} geometry
 * @returns {[number, number][][]}
 */
export const ringsOf = ({ type, coordinates }) => (type === "Polygon" ? [coordinates] : coordinates).flat();

/**
 * Return the box around points.
 * @param {[number, number][]} points
 * @returns {Box}
 */
export function boxAround(points) {
  const xs = points.map((point) => point[0]);
  const ys = points.map((point) => point[1]);
  return { x: Math.min(...xs), y: Math.min(...ys), X: Math.max(...xs), Y: Math.max(...ys) };
}

/**
 * Return the box around two boxes.
 * @param {Box} a
 * @param {Box} b
 * @returns {Box}
 */
export const union = (a, b) => ({
  x: Math.min(a.x, b.x),
  y: Math.min(a.y, b.y),
  X: Math.max(a.X, b.X),
  Y: Math.max(a.Y, b.Y),
});

/**
 * Return the zoom of the tiles that are about as sharp as the screen.
 * @param {number} viewWidth in pixels of zoom 17
 * @param {number} screenWidth in pixels of the screen
 */
export const tileZoom = (viewWidth, screenWidth) =>
  Math.max(3, Math.min(18, Math.round(ZOOM - Math.log2(viewWidth / screenWidth))));

/**
 * Return the address of a tile.
 * @param {string} template
 * @param {{ zoom: number, x: number, y: number }} tile
 */
export const tileAddress = (template, { zoom, x, y }) =>
  template
    .replace("{s}", "a")
    .replace("{z}", String(zoom))
    .replace("{x}", String(x))
    .replace("{y}", String(y))
    .replace("{r}", "");
