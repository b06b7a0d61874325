/* The recap: copies a text at one tap, and shows the result. */
import { byId, closest } from "../../../ui/static/dom.js";
import { gettext } from "../../../ui/static/messages.js";

/**
 * Select an element's text, and copy it where a browser still does that.
 * @param {HTMLElement} source
 */
function copySelection(source) {
  const range = document.createRange();
  range.selectNodeContents(source);
  const selection = window.getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
  return document.execCommand("copy")
    ? gettext("Copied.")
    : gettext("The text is selected: copy it with the keyboard.");
}

/** @param {HTMLElement} source */
async function copy(source) {
  if (!navigator.clipboard) return copySelection(source); // a page without https has no clipboard
  try {
    await navigator.clipboard.writeText(source.textContent || "");
    return gettext("Copied.");
  } catch {
    return copySelection(source);
  }
}

document.addEventListener("click", async (event) => {
  const button = closest(event, "[data-copy][data-status]");
  if (!button) return;
  const text = await copy(byId(button.dataset.copy || ""));
  const status = document.getElementById(button.dataset.status || "");
  if (status) status.textContent = text;
});
