/* What a countdown on an office page says. */
import { span } from "./time.js";

/**
 * Return the moment by which deadlines are judged: countdowns stop when the data is too old to judge by.
 * @param {number} now
 * @param {number | null | undefined} staleAt
 */
export const judgedAt = (now, staleAt) =>
  staleAt !== null && staleAt !== undefined && now > staleAt ? staleAt : now;

/**
 * Return the text of a countdown.
 * @param {number} due
 * @param {number} stopped the moment at which the report was closed; 0 or NaN while it is open
 * @param {number} judged
 */
export function countdownText(due, stopped, judged) {
  const left = due - (stopped ? Math.min(judged, stopped) : judged);
  const text = (left < 0 ? "terlambat " : "sisa ") + span(left);
  return stopped ? "berhenti, " + text : text;
}
