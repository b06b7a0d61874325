/* When a display asks, opens its stream again, or loads itself again; and what it says of a fault. Without a clock. */
import { gettext, ngettext } from "../../../ui/static/messages.js";

export const TIMEOUT_MS = 10000;
const STREAM_LOST_MS = 5000;
const POLL_MS = 1000;
const REOPEN_MS = 2000;
const CLOCK_OFF_MS = 120000;
const JUMP_MS = 5000;
export const RELOAD_EVERY_MS = 600000;
export const SETTINGS_RELOAD_MS = 15000;
const GIVE_UP_MS = 300000;
export const SLEEP_SILENCE_MS = STREAM_LOST_MS * 2;

/**
 * Return an address with parameters, those without a value left out.
 * @param {string} path
 * @param {Record<string, string>} values
 */
function withQuery(path, values) {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value)).toString();
  return query ? `${path}?${query}` : path;
}

/**
 * Return the address of a frame.
 * @param {string} view
 * @param {string | null} past the moment of a past board
 * @param {string} [language] of the page; empty if it is the city's
 */
export function frameUrl(view, past, language = "") {
  const lihat = past || view === "kota" ? "" : view;
  return withQuery("/api/v1/wall", { pada: past || "", lihat, bahasa: language });
}

/**
 * Return the address of the event stream.
 * @param {string} language of the page; empty if it is the city's
 */
export const streamUrl = (language) => withQuery("/api/v1/wall/stream", { bahasa: language });

/**
 * Return why a frame did not come, for a display that has none yet.
 * @param {{ status?: number, name?: string }} error
 */
export function faultText(error) {
  if (error.status === 404) return gettext("The city has no such view as this display's address asks for.");
  if (error.status) return gettext("The server cannot give data yet (code {code}).", { code: error.status });
  if (error.name === "AbortError")
    return ngettext(
      "The server did not answer within {count} second.",
      "The server did not answer within {count} seconds.",
      TIMEOUT_MS / 1000,
    );
  if (error instanceof SyntaxError) return gettext("Data from the server arrived incomplete.");
  return gettext("The server cannot be reached: please check this display's network.");
}

/**
 * Return whether the stream has spoken lately.
 * @param {number} now
 * @param {number} streamAt when it was heard
 */
export const isStreaming = (now, streamAt) => now - streamAt < STREAM_LOST_MS;

/**
 * Return whether a stream that ended, or was never opened, is opened now.
 * @param {number} now
 * @param {number} openedAt
 */
export const isReopenDue = (now, openedAt) => now - openedAt > REOPEN_MS;

/**
 * Return whether a frame is asked for although no change was announced.
 * @param {{ now: number, requestedAt: number, hasFrame: boolean, streaming: boolean }} state
 */
export const isPollDue = ({ now, requestedAt, hasFrame, streaming }) =>
  now - requestedAt > POLL_MS && (!hasFrame || !streaming);

/**
 * Return whether the server was silent for so long that the page itself is loaded again.
 * @param {number} now
 * @param {number} heardAt
 */
export const isGivenUp = (now, heardAt) => now - heardAt > GIVE_UP_MS;

/**
 * Return by how much this computer's clock is off; 0 for what does not matter.
 * @param {number} own
 * @param {number} real the server's
 */
export const clockOffset = (own, real) => (Math.abs(own - real) > CLOCK_OFF_MS ? own - real : 0);

/**
 * Return whether the PC slept, or somebody set its clock: its two clocks then differ by another amount.
 * @param {number | null} before
 * @param {number} difference
 */
export const isJump = (before, difference) => before !== null && Math.abs(difference - before) > JUMP_MS;

/**
 * Return whether a page that was loaded again for a reason may be loaded again for it now.
 * @param {{ why?: string, at?: number }} last
 * @param {string} reason
 * @param {number} now
 * @param {number} [interval]
 */
export const mayReload = (last, reason, now, interval = RELOAD_EVERY_MS) =>
  last.why !== reason || now - (last.at || 0) >= interval;
