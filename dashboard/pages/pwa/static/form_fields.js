/* What a form holds, and whether two forms hold the same: without a document. */

/**
 * @typedef {[string, FormDataEntryValue]} Field name and value
 * @typedef {{ text: string, point: string, photos: string }} Digests
 */

// What the page itself gives a form, and what differs between two openings of the same page.
const OF_THE_PAGE = ["submission", "seen", "original", "accuracy"];
const POINT = ["lat", "long"];

/**
 * Return whether a field is the page's, so that it is never written back.
 * @param {string} name
 */
export const isOfThePage = (name) => OF_THE_PAGE.includes(name);

/**
 * @param {FormDataEntryValue} value
 * @returns {value is File}
 */
export const isPhoto = (value) => value instanceof Blob && value.size > 0;

/** @param {Field[]} fields */
const photosOf = (fields) => fields.map(([, value]) => value).filter(isPhoto);

/** @param {BlobPart[]} parts */
async function digest(parts) {
  const bytes = await new Blob(parts).arrayBuffer();
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {Field} field */
const isText = ([name, value]) => !(value instanceof Blob) && !isOfThePage(name) && !POINT.includes(name);

/** @param {Field[]} fields */
const pointOf = (fields) => fields.filter(([name, value]) => POINT.includes(name) && value).join();

/**
 * Return digests of a form's text and photos, and its point.
 * @param {Field[]} fields
 * @returns {Promise<Digests>}
 */
export async function digestsOf(fields) {
  const text = await digest([JSON.stringify(fields.filter(isText).sort())]);
  return { text, point: pointOf(fields), photos: await digest(photosOf(fields)) };
}

/**
 * Return whether a form holds what was noted before. Browsers that fill a form in again after Back leave out its
 * photos, and some the pin: then the rest decides.
 * @param {Digests} before
 * @param {Digests} now
 * @param {Field[]} fields
 */
export const isSame = (before, now, fields) =>
  before.text === now.text &&
  (!now.point || before.point === now.point) &&
  (!photosOf(fields).length || before.photos === now.photos);

/**
 * Return the values of each field, by its name, in the order of the form.
 * @param {Field[]} fields
 */
export function valuesByName(fields) {
  /** @type {Map<string, FormDataEntryValue[]>} */
  const groups = new Map();
  for (const [name, value] of fields) groups.set(name, [...(groups.get(name) || []), value]);
  return groups;
}
