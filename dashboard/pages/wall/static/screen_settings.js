/* What an address says of its screen: ?panel=7x3&bezel=24&tepi=1&zoom=1.1&malam=21-5&tinggi=1.4&jarak=8
   panel: monitors across and down; bezel: pixels between two of them; tepi: per cent left free at the edges;
   zoom: size of type against the default; malam: hours of the city's night, in which the screen is dimmed;
   tinggi, jarak: metres of the screen's height and of the reading distance: from too far away it shows less, larger. */

/**
 * @typedef {object} ScreenSettings
 * @property {number} across monitors side by side
 * @property {number} down monitors one above the other
 * @property {number} bezel
 * @property {number} edge
 * @property {number} zoom
 * @property {number[]} night the hours from and until which the screen is dimmed; empty for never
 * @property {number} screenHeight 0 if unknown
 * @property {number} distance
 */

// Capitals of Roboto are 0.711 of the type's size. Normal sight (20/20) just resolves letters of 5'; twice that is readable.
const CAPITAL_HEIGHT = 0.711;
const SMALLEST_REM = 1.8;
const READABLE_MINUTES = 10;
const MAX_ENLARGEMENT = 2;

/**
 * Return the settings of an address; what is missing or no number has a default, what is too much a limit.
 * @param {string} search
 * @returns {ScreenSettings}
 */
export function readSettings(search) {
  const params = new URLSearchParams(search);
  /**
   * @param {string} name
   * @param {number} min
   * @param {number} max
   * @param {number} fallback
   */
  const number = (name, min, max, fallback) => {
    const value = parseFloat(params.get(name) || "");
    return Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : fallback;
  };
  const panel = /^(\d{1,2})x(\d{1,2})$/.exec(params.get("panel") || "") || ["", "1", "1"];
  const [across, down] = panel.slice(1).map((text) => Math.min(12, Math.max(1, Number(text))));
  return {
    across,
    down,
    bezel: number("bezel", 0, 200, 0),
    edge: number("tepi", 0, 5, 0),
    zoom: number("zoom", 0.8, 1.25, 1),
    night: (/^(\d{1,2})-(\d{1,2})$/.exec(params.get("malam") || "") || []).slice(1).map(Number),
    screenHeight: number("tinggi", 0.2, 20, 0),
    distance: number("jarak", 1, 50, 8),
  };
}

/**
 * Return the height of capitals of a size in pixels, seen from the reading distance, in minutes of arc.
 * @param {ScreenSettings} settings
 * @param {number} pixels
 * @param {number} windowHeight in pixels
 */
export function minutesOfArc({ screenHeight, distance }, pixels, windowHeight) {
  const metres = (pixels * CAPITAL_HEIGHT * screenHeight) / windowHeight;
  return (2 * Math.atan(metres / 2 / distance) * 180 * 60) / Math.PI;
}

/**
 * Return the factor by which type grows when the smallest could not be read; then the wall shows less.
 * @param {ScreenSettings} settings
 * @param {number} unit pixels of one rem
 * @param {number} windowHeight in pixels
 */
export function enlargement(settings, unit, windowHeight) {
  if (!settings.screenHeight) return 1;
  const smallest = minutesOfArc(settings, SMALLEST_REM * unit * settings.zoom, windowHeight);
  const factor = READABLE_MINUTES / smallest;
  return factor > 1.02 ? Math.min(MAX_ENLARGEMENT, Math.max(1.5, factor)) : 1;
}

/**
 * Return whether an hour is one of the night, which may go past midnight.
 * @param {number[]} night
 * @param {number} hour
 */
export function isNight(night, hour) {
  if (night.length !== 2) return false;
  const [from, until] = night;
  return from < until ? hour >= from && hour < until : hour >= from || hour < until;
}
