/* Which view of the city a display shows: rules without a clock, an address or a document. */
import { gettext } from "../../../ui/static/messages.js";

/**
 * @typedef {{ view: string, seconds: number }} Scene
 * @typedef {{ at: number, said: string }} LateAlert
 * @typedef {{ seconds: number, late: LateAlert[], bursts: string[] }} Alerts
 *
 * @typedef {object} Choice what speaks for one view or another, the strongest first
 * @property {boolean} past whether a past board is shown
 * @property {string} [ordered] the view that an operator pinned
 * @property {string | null} touched the view that somebody touched a moment ago
 * @property {string | null} fixed the view of the display's address
 * @property {boolean} held whether the rotation is paused, or there is no frame yet
 * @property {string} current
 * @property {boolean} called whether an event calls the city's map
 * @property {string} next the view of the rotation
 */

export const CITY = "kota";

/**
 * Return the view of the rotation at a moment; all displays agree, since all have the server's time.
 * @param {Scene[]} program
 * @param {number} seconds
 */
export function rotationView(program, seconds) {
  const total = program.reduce((sum, scene) => sum + scene.seconds, 0);
  let left = total ? seconds % total : 0;
  for (const scene of program) {
    left -= scene.seconds;
    if (left < 0) return scene.view;
  }
  return CITY;
}

/**
 * Return the deadlines that were missed just now. Each is shown from its own moment on, not from that of the frame
 * which holds it; the clock of a simulated city runs faster.
 * @param {Alerts} alerts
 * @param {number} now
 * @param {number} speed
 */
export function justLate(alerts, now, speed) {
  const span = alerts.seconds * 1000 * speed;
  return alerts.late.filter((alert) => alert.at <= now && now < alert.at + span);
}

/**
 * Return since when each report cluster is shown, by its category.
 * @param {string[]} lines
 * @param {Record<string, number>} before
 * @param {number} now
 */
export function burstsSince(lines, before, now) {
  /** @type {Record<string, number>} */
  const since = {};
  for (const line of lines) {
    const category = line.split(":")[0];
    since[category] = before[category] || now;
  }
  return since;
}

/**
 * Return the view to show.
 * @param {Choice} choice
 */
export function chooseView({ past, ordered, touched, fixed, held, current, called, next }) {
  if (past) return CITY;
  const asked = ordered || touched || fixed;
  if (asked) return asked;
  if (held) return current;
  return called ? CITY : next;
}

/**
 * Return what the lines above the wall say: report clusters, and a deadline that was just missed.
 * @param {Alerts} alerts
 * @param {LateAlert[]} late
 * @returns {[string, string][]}
 */
export function alertLines(alerts, late) {
  /** @type {[string, string][]} */
  const bursts = alerts.bursts.map((line) => ["burst", line]);
  /** @type {[string, string][]} */
  const missed = late
    .slice(0, 1)
    .map((alert) => ["late", gettext("Just late: {report}", { report: alert.said })]);
  return [...bursts, ...missed].slice(0, 2);
}
