/* What a countdown on an office page says. */
import { gettext } from "./messages.js";
import { span } from "./time.js";

/**
 * Return the moment by which deadlines are judged: countdowns stop when the data is too old to judge by.
 * @param {number} now
 * @param {number | null | undefined} staleAt
 */
export const judgedAt = (now, staleAt) =>
  staleAt !== null && staleAt !== undefined && now > staleAt ? staleAt : now;

/**
 * Return the milliseconds until a deadline; less than none after it.
 * @param {number} due
 * @param {number} stopped the moment at which the report was closed; 0 or NaN while it is open
 * @param {number} judged
 */
export const timeLeft = (due, stopped, judged) => due - (stopped ? Math.min(judged, stopped) : judged);

/**
 * Return the text of a countdown.
 * @param {number} due
 * @param {number} stopped the moment at which the report was closed; 0 or NaN while it is open
 * @param {number} judged
 */
export function countdownText(due, stopped, judged) {
  const left = timeLeft(due, stopped, judged);
  const duration = span(left);
  if (left < 0)
    return stopped
      ? gettext("stopped, late by {duration}", { duration })
      : gettext("late by {duration}", { duration });
  return stopped
    ? gettext("stopped, {duration} left", { duration })
    : gettext("{duration} left", { duration });
}
