/* What a wall says of its own data: how fresh it is, what is wrong, and how much of a deadline is used. */
import { gettext } from "../../../ui/static/messages.js";
import { age, shortTime, span } from "../../../ui/static/time.js";

/** @typedef {import("./connection.js").Connection} Connection */

export const CONDITIONS = ["waiting", "historical", "fresh", "stale", "unheard", "silent", "torn"];
const UNHEARD_MS = 5500;
const TORN_MS = 3000;

/**
 * Return the conditions of this display, as CSS classes of the wall; "fresh" without any fault.
 * @param {Pick<Connection, "frame" | "heardAt" | "silentSince" | "tornSince">} connection
 * @param {number} now by the server's clock
 * @param {number} monotonic by performance.now()
 */
export function currentCondition({ frame, heardAt, silentSince, tornSince }, now, monotonic) {
  if (!frame) return "waiting";
  if (frame.historical) return "historical";
  const conditions = frame.stale_at !== null && now > frame.stale_at ? ["stale"] : [];
  if (monotonic - heardAt > UNHEARD_MS) conditions.push("unheard");
  else if (silentSince) conditions.push("silent");
  else if (tornSince && now - tornSince > TORN_MS) conditions.push("torn");
  return conditions.join(" ") || "fresh";
}

/**
 * Return what is wrong, since when, and what is still valid.
 * @param {Connection} connection
 * @param {string} condition
 */
export function troubleText({ frame, heardMs, silentSince, tornSince, clockFault, clockOff }, condition) {
  if (!frame || frame.historical) return "";
  /** @param {number | null} moment */
  const at = (moment) => shortTime(moment || frame.as_of, frame.timezone);
  const still = gettext("The figures below are those of {time}; the deadlines shown still hold.", {
    time: at(frame.as_of),
  });
  if (condition.includes("unheard"))
    return gettext("The server has been out of reach since {time}.", { time: at(heardMs) }) + " " + still;
  if (condition.includes("silent"))
    return (
      gettext("The store of reports has been unreadable since {time}.", { time: at(silentSince) }) +
      " " +
      still
    );
  if (condition.includes("torn"))
    return (
      gettext("The latest data has arrived incomplete since {time}.", { time: at(tornSince) }) + " " + still
    );
  if (clockFault || !clockOff) return clockFault;
  return gettext("The clock of this display's computer is off by {duration}. Times here are the server's.", {
    duration: age(Math.abs(clockOff)),
  });
}

/**
 * Return the moment by which countdowns are judged: they stop when the data is too old to judge by.
 * @param {import("./connection.js").Frame} frame
 * @param {number} now
 * @param {boolean} frozen
 */
export function judgedAt(frame, now, frozen) {
  if (frame.historical) return frame.as_of;
  return frozen && frame.stale_at !== null ? frame.stale_at : now;
}

/**
 * Return the used share of a deadline. The bar reaches 80 % when the report counts as approaching: a deadline in
 * working hours does not run at night.
 * @param {number} filed
 * @param {number} near
 * @param {number} due
 * @param {number} judged
 */
export function usedShare(filed, near, due, judged) {
  if (due <= filed || judged >= due) return 1;
  if (judged >= near) return 0.8 + (0.2 * (judged - near)) / (due - near);
  return Math.max(0, (0.8 * (judged - filed)) / (near - filed));
}

/**
 * Return the text of a countdown, and the used share of its deadline.
 * @param {{ due: number, filed: number, approaching: number, stopped: number }} timer moments; 0 or NaN for none
 * @param {number} now the moment by which it is judged while it runs
 */
export function countdown({ due, filed, approaching, stopped }, now) {
  const judged = stopped ? Math.min(now, stopped) : now;
  const left = due - judged;
  const near = approaching || filed + 0.8 * (due - filed);
  return { text: (left < 0 ? "+ " : "") + span(left), used: usedShare(filed, near, due, judged) };
}

/**
 * Return which rows a page of a list has, as "6–10 of "; empty if there is one page.
 * @param {number} page
 * @param {number} size
 * @param {number} rows
 */
export const pageText = (page, size, rows) =>
  rows > size
    ? gettext("{first}–{last} of", { first: page * size + 1, last: Math.min(rows, (page + 1) * size) }) + " "
    : "";
