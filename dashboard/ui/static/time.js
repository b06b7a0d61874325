/* Time in the browser: the server's clock, continued by a monotonic clock, and texts for durations. */

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

/**
 * Return the text of a countdown: under a day 6.12.40, from a day on 2 hari 4 jam, since seconds do not matter then.
 * @param {number} milliseconds
 */
export function span(milliseconds) {
  const p = parts(milliseconds);
  if (p.days > 0) return p.days + " hari" + (p.days < 10 && p.hours ? " " + p.hours + " jam" : "");
  return p.hours + "." + twoDigits(p.minutes) + "." + twoDigits(p.seconds);
}

/**
 * Return the text of an age, by its two largest units.
 * @param {number} milliseconds
 */
export function age(milliseconds) {
  const p = parts(milliseconds);
  if (p.days > 0) return p.days + " hari " + p.hours + " jam";
  if (p.hours > 0) return p.hours + " jam " + p.minutes + " menit";
  if (p.minutes > 0) return p.minutes + " menit";
  return p.seconds + " detik";
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

/**
 * Return the day, as Senin, 30 November 2026.
 * @param {number | Date} moment
 * @param {string} zone
 */
export const date = (moment, zone) =>
  clock(moment, zone, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
