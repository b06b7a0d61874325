/* Copies a text, also where browsers give no clipboard: to pages without TLS, as on an office network. */
import { make } from "../../../ui/static/dom.js";

/** @param {string} text */
function copyBySelection(text) {
  const box = make("textarea", { value: text, className: "copy-box" });
  document.body.appendChild(box);
  box.select();
  const copied = document.execCommand("copy");
  box.remove();
  return copied;
}

/**
 * Copy a text.
 * @param {string} text
 * @returns {Promise<boolean>} whether that worked
 */
export async function writeToClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}
