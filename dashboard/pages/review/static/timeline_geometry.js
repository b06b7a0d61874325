/* Shapes of the timeline: the projection of its map, the classes of its colours, the points of its curve. */

/**
 * @typedef {[number, number]} Point east and north in degrees
 * @typedef {{ type: string, coordinates: any[] }} Geometry
 * @typedef {{ geometry: Geometry, properties: { code: string, name: string } }} Feature
 * @typedef {{ at: string, open: number, overdue: number, new: number, closed: number, areas: Record<string, [number, number]> }} Step
 * @typedef {{ steps: Step[], fills: string[], lows: number[], labels: string[] }} Run
 */

const WIDTH = 1000;
const CURVE = { left: 6, width: 388, bottom: 94, height: 86 };

/**
 * @param {Geometry} geometry
 * @returns {Point[][]}
 */
const rings = ({ type, coordinates }) => (type === "Polygon" ? [coordinates] : coordinates).flat();

/**
 * Return an equirectangular projection of areas: degrees east are shorter than degrees north by the cosine of the
 * latitude.
 * @param {Feature[]} features
 */
export function projection(features) {
  const points = features.flatMap((feature) => rings(feature.geometry).flat());
  const longs = points.map((point) => point[0]);
  const lats = points.map((point) => point[1]);
  const [west, east, south, north] = [
    Math.min(...longs),
    Math.max(...longs),
    Math.min(...lats),
    Math.max(...lats),
  ];
  const aspect = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = WIDTH / ((east - west) * aspect);
  /** @param {Point} point */
  const at = ([x, y]) => ((x - west) * aspect * scale).toFixed(1) + "," + ((north - y) * scale).toFixed(1);
  return {
    /** @param {Geometry} geometry */
    path: (geometry) =>
      rings(geometry)
        .map((ring) => "M" + ring.map(at).join("L") + "Z")
        .join(""),
    height: (north - south) * scale,
  };
}

/**
 * Return the class of a count: the last one whose lowest count it reaches.
 * @param {number} count
 * @param {number[]} lows
 */
export function classOf(count, lows) {
  let colorClass = 0;
  lows.forEach((low, number) => {
    if (count >= low) colorClass = number;
  });
  return colorClass;
}

/**
 * Return where a step is on the curve.
 * @param {number} number
 * @param {Run} run
 */
export const curveX = (number, run) => CURVE.left + (CURVE.width * number) / (run.steps.length - 1);

/**
 * Return where a count is on the curve, whose top is the highest count of open reports.
 * @param {number} value
 * @param {Run} run
 */
export const curveY = (value, run) =>
  CURVE.bottom - (CURVE.height * value) / Math.max(1, ...run.steps.map((step) => step.open));

/**
 * Return the points of a line.
 * @param {Run} run
 * @param {"open" | "overdue"} series
 */
export const curvePoints = (run, series) =>
  run.steps.map((step, number) => curveX(number, run) + "," + curveY(step[series], run)).join(" ");
