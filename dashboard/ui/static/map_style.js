/* How the wall's map shows an area or a report, from what the server states in `hideout`. */

/**
 * @typedef {object} Hideout
 * @property {string[]} [fills] colours, by class
 * @property {Record<string, number>} [classes] class of each area, by code
 * @property {string[]} [late] codes of areas with late reports
 * @property {string} [view] the parent area that is shown, or the city
 * @property {string} [pane]
 */

const NO_DATA = "#14233b";
const OUTSIDE_OPACITY = 0.35;

/**
 * Return the fill of an area, and its opacity.
 * @param {{ code: string, parent?: string }} area
 * @param {Hideout | undefined} hideout
 */
export function areaFill(area, hideout) {
  const { fills = [], classes = {}, late = [], view = "" } = hideout || {};
  if (!fills.length) return { fillColor: NO_DATA };
  const colorClass = classes[area.code] || 0;
  const fillColor = late.includes(area.code) ? "url(#hatch-" + colorClass + ")" : fills[colorClass];
  const outsideView = /\d/.test(view) && area.parent !== view;
  return { fillColor, fillOpacity: outsideView ? OUTSIDE_OPACITY : 1 };
}

/**
 * Return the state of a cluster of reports: late if one of them is.
 * @param {string[]} states
 */
export const clusterState = (states) =>
  states.some((state) => state !== "approaching") ? "late" : "approaching";
