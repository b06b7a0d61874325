/* What a form holds: recognised when it is sent again from the same page of the history, and written back into a form
   that the server refused later. */
import { make } from "../../../ui/static/dom.js";
import { digestsOf, isOfThePage, isPhoto, isSame, valuesByName } from "./form_fields.js";

/**
 * @typedef {import("./form_fields.js").Field} Field
 * @typedef {Partial<import("./form_fields.js").Digests> & { id: string, url?: string }} Note
 * @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control
 */

const HISTORY_KEY = "sentForms";

/** @param {HTMLFormElement} form */
const keyOf = (form) => `${new URL(form.action).pathname} ${new FormData(form).get("move") || ""}`;

/** @returns {Record<string, Note>} */
const notes = () => history.state?.[HISTORY_KEY] || {};

/**
 * Return what was kept of a form with the page of the history.
 * @param {HTMLFormElement} form
 * @returns {Note | undefined}
 */
export const noteOf = (form) => notes()[keyOf(form)];

/**
 * Return the id to send under: that of the same content before, else a new one.
 * @param {HTMLFormElement} form
 * @param {Field[]} fields
 */
export async function idOf(form, fields) {
  const before = noteOf(form);
  const now = await digestsOf(fields);
  const reopened = form.dataset.item;
  if (before && isSame(/** @type {any} */ (before), now, fields) && [undefined, before.id].includes(reopened))
    return before.id;
  const id = reopened || crypto.randomUUID();
  note(form, { id, ...now, url: undefined });
  return id;
}

/**
 * Keep id and receipt with the page of the history.
 * @param {HTMLFormElement} form
 * @param {Partial<Note>} changed
 */
export function note(form, changed) {
  const key = keyOf(form);
  const all = { ...notes(), [key]: { ...notes()[key], ...changed } };
  history.replaceState({ ...history.state, [HISTORY_KEY]: all }, "");
}

/**
 * Fill a form in again, photos included.
 * @param {HTMLFormElement} form
 * @param {Field[]} fields
 */
export function restore(form, fields) {
  form.reset();
  for (const [name, values] of valuesByName(fields)) if (!isOfThePage(name)) restoreField(form, name, values);
  form.dispatchEvent(new Event("restored"));
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {FormDataEntryValue[]} values
 */
function restoreField(form, name, values) {
  const controls = [
    .../** @type {NodeListOf<Control>} */ (form.querySelectorAll(`[name="${CSS.escape(name)}"]`)),
  ];
  if (values.some((value) => value instanceof Blob))
    return restorePhotos(controls[0], values.filter(isPhoto));
  const texts = values.map(String);
  // The field of a form for others, as a citizen's address: it is sent as it was written.
  if (!controls.length) form.append(make("input", { type: "hidden", name, value: texts[0] }));
  for (const control of controls) {
    if (control instanceof HTMLInputElement && ["radio", "checkbox"].includes(control.type))
      control.checked = texts.includes(control.value);
    else control.value = texts[0];
  }
}

/**
 * @param {Control | undefined} input
 * @param {File[]} photos
 */
function restorePhotos(input, photos) {
  if (!(input instanceof HTMLInputElement) || !photos.length) return;
  const transfer = new DataTransfer();
  for (const photo of photos) transfer.items.add(photo);
  input.files = transfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}
