/* Time in the browser: the server's clock, continued by a monotonic clock, and texts for durations. */
import { currentLocales, gettext, ngettext } from "./messages.js";

// performance.now() runs evenly even when somebody sets the PC's clock.
/** @type {number | null} */
let serverTime = null;
let synchronizedAt = 0;
let clockSpeed = 1;

/**
 * Take over the server's time: it is that of the middle between request and response.
 * @param {number} time in milliseconds since 1970
 * @param {number} requestedAt by performance.now()
 * @param {number} respondedAt by performance.now()
 * @param {number} serverSpeed seconds of the server's clock in a second; a simulated city runs faster
 */
export function synchronize(time, requestedAt, respondedAt, serverSpeed) {
  serverTime = time;
  synchronizedAt = (requestedAt + respondedAt) / 2;
  clockSpeed = serverSpeed;
}

/**
 * Return the server's time in milliseconds since 1970; this computer's until the server was heard.
 * @returns {number}
 */
export function now() {
  return serverTime === null ? Date.now() : serverTime + (performance.now() - synchronizedAt) * clockSpeed;
}

export const speed = () => clockSpeed;

/**
 * Return a signal that gives up a request; AbortSignal.timeout is newer than the browsers of some screens.
 * @param {number} milliseconds
 */
export function abortAfter(milliseconds) {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), milliseconds);
  return controller.signal;
}

/** @param {number} number */
const twoDigits = (number) => String(number).padStart(2, "0");

/** @param {number} milliseconds */
function parts(milliseconds) {
  const seconds = Math.floor(Math.abs(milliseconds) / 1000);
  return {
    days: Math.floor(seconds / 86400),
    hours: Math.floor(seconds / 3600) % 24,
    minutes: Math.floor(seconds / 60) % 60,
    seconds: seconds % 60,
  };
}

/** @param {number} count */
const days = (count) => ngettext("{count} day", "{count} days", count);
/** @param {number} count */
const hours = (count) => ngettext("{count} hour", "{count} hours", count);
/** @param {number} count */
const minutes = (count) => ngettext("{count} minute", "{count} minutes", count);

/**
 * Return the text of a countdown: under a day 6.12.40, from a day on 2 days 4 hours, since seconds do not matter then.
 * @param {number} milliseconds
 */
export function span(milliseconds) {
  const p = parts(milliseconds);
  if (p.days > 0) return p.days < 10 && p.hours ? `${days(p.days)} ${hours(p.hours)}` : days(p.days);
  return p.hours + "." + twoDigits(p.minutes) + "." + twoDigits(p.seconds);
}

/**
 * Return the text of an age, by its two largest units.
 * @param {number} milliseconds
 */
export function age(milliseconds) {
  const p = parts(milliseconds);
  if (p.days > 0) return `${days(p.days)} ${hours(p.hours)}`;
  if (p.hours > 0) return `${hours(p.hours)} ${minutes(p.minutes)}`;
  if (p.minutes > 0) return minutes(p.minutes);
  return ngettext("{count} second", "{count} seconds", p.seconds);
}

/**
 * @param {number | Date} moment
 * @param {string} zone
 * @param {Intl.DateTimeFormatOptions} options
 */
const clock = (moment, zone, options) =>
  new Intl.DateTimeFormat("id-ID", { timeZone: zone, ...options }).format(moment);

/** @type {Intl.DateTimeFormatOptions} */
const HOUR = { hour: "2-digit", hourCycle: "h23" };

/**
 * Return the time of day with seconds, as 14.05.09.
 * @param {number | Date} moment
 * @param {string} zone
 */
export const time = (moment, zone) =>
  clock(moment, zone, { ...HOUR, minute: "2-digit", second: "2-digit" }).replace(/:/g, ".");

/**
 * Return the time of day, as 14.05.
 * @param {number | Date} moment
 * @param {string} zone
 */
export const shortTime = (moment, zone) =>
  clock(moment, zone, { ...HOUR, minute: "2-digit" }).replace(/:/g, ".");

/**
 * Return the hour of the day as a number.
 * @param {number | Date} moment
 * @param {string} zone
 */
export const hour = (moment, zone) => Number(clock(moment, zone, HOUR));

/** @type {Intl.DateTimeFormatOptions} */
const DAY = { weekday: "long", day: "numeric", month: "long", year: "numeric" };

/**
 * Return the parts of a day, with its names in the page's language. Their order is the message's: browsers order those
 * of English as in America.
 * @param {number | Date} moment
 * @param {string} zone
 */
function dayParts(moment, zone) {
  const format = new Intl.DateTimeFormat(currentLocales(), { timeZone: zone, ...DAY });
  return Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
}

/**
 * Return the day, as Monday, 30 November 2026.
 * @param {number | Date} moment
 * @param {string} zone
 */
export const date = (moment, zone) => gettext("{weekday}, {day} {month} {year}", dayParts(moment, zone));

/**
 * Return day and time of day, as Monday, 30 November at 14.05.
 * @param {number | Date} moment
 * @param {string} zone
 */
export const dayAndTime = (moment, zone) =>
  gettext("{weekday}, {day} {month} at {time}", {
    ...dayParts(moment, zone),
    time: shortTime(moment, zone),
  });
