/* Whose a waiting submission is, and what becomes of it: rules without a document or a store.

   Each item belongs to the account that opened its form, by an opaque id, and is sent while that account is signed
   in. What was written without an account is sent without one, whoever is signed in. */

/**
 * @typedef {import("./form_fields.js").Field} Field
 *
 * @typedef {object} Item a submission on this device
 * @property {string} id
 * @property {"waiting" | "refused" | "sent"} state
 * @property {number} at when it was written
 * @property {string} label
 * @property {string} page the page of its form
 * @property {string} [account] its owner; missing in items of the time before forms named their account
 * @property {string} [action] where it is sent
 * @property {Field[]} [fields]
 * @property {number} [done] when the server had it
 * @property {string} [url] its receipt
 * @property {number} [status]
 * @property {string} [html] the page by which the server refused it
 *
 * @typedef {object} Outcome
 * @property {"waiting" | "refused" | "sent"} state
 * @property {boolean} [foreign] whether the server found another account signed in
 * @property {string} [url]
 * @property {number} [status]
 * @property {string} [html]
 */

export const NO_ACCOUNT = "";
const REPORT_FORM = "/lapor";
const SIGN_IN = "/masuk";
const RETRY_STATUS = [401, 408, 429, 500, 502, 503, 504];
const RESULT_TTL_MS = 600000;

/** @param {Item} item */
const isReport = (item) => new URL(item.action || item.page, "http://board/").pathname === REPORT_FORM;

/**
 * Return the owner of an item. Of items of the time before forms named their account, reports count as written without
 * one; of the rest nobody knows who wrote it, so that it is never sent, and can only be opened or thrown away.
 * @param {Item} item
 */
export const ownerOf = (item) => (item.account === undefined && isReport(item) ? NO_ACCOUNT : item.account);

/**
 * Return whether an item may be sent, and seen, while an account is signed in.
 * @param {Item} item
 * @param {string | null} account null if it is not known
 */
export const isOwn = (item, account) =>
  ownerOf(item) === NO_ACCOUNT || Boolean(account && ownerOf(item) === account);

/** @param {Item} item */
export const isOrphan = (item) => ownerOf(item) === undefined;

/** @param {Item} item */
export const isWaiting = (item) => item.state === "waiting" && !isOrphan(item);

/**
 * Return whether the result of an item need not be kept any longer; the page that waits for it may be another than the
 * sender.
 * @param {Item} item
 * @param {number} now
 */
export const isExpired = (item, now) => item.state === "sent" && now - (item.done || 0) > RESULT_TTL_MS;

/**
 * Return whether an item is sent with the cookie of whoever is signed in.
 * @param {Item} item
 * @returns {RequestCredentials}
 */
export const credentialsOf = (item) => (ownerOf(item) === NO_ACCOUNT ? "omit" : "same-origin");

/**
 * Return what a response means for an item.
 * @param {Pick<Response, "url" | "status" | "ok" | "headers" | "text">} response
 * @returns {Promise<Outcome>}
 */
export async function outcomeOf(response) {
  const isSignIn = new URL(response.url).pathname === SIGN_IN || response.status === 401;
  if (isSignIn || response.headers.get("X-Form-Owner") === "other")
    return { state: "waiting", foreign: true };
  if (response.ok) return { state: "sent", url: response.url };
  const state = RETRY_STATUS.includes(response.status) ? "waiting" : "refused";
  return { state, status: response.status, html: await response.text() };
}

/**
 * Return an item as it is kept after it was sent; what was sent keeps no content.
 * @param {Item} item
 * @param {Outcome} outcome
 * @param {number} now
 * @returns {Item}
 */
export function afterSending(item, outcome, now) {
  const { foreign: _, ...result } = outcome;
  if (result.state !== "sent") return { ...item, status: undefined, html: undefined, ...result };
  const { id, at, label, page, account } = item;
  return { id, at, label, page, account, done: now, ...result };
}
