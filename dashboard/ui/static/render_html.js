/* Inserts HTML that the server rendered (dashboard/ui/render_html.py). */
import { all } from "./dom.js";

/**
 * Replace the content of an element. Styles are set by script: a policy may forbid them in HTML.
 * @param {HTMLElement} container
 * @param {string | null} html
 */
export function insertHtml(container, html) {
  container.innerHTML = html || "";
  all(container, "[data-style]").forEach((element) => {
    element.style.cssText = element.dataset.style || "";
  });
}
