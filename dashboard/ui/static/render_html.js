/* Inserts HTML that the server rendered (dashboard/ui/render_html.py). Styles are set by script: a policy may forbid them in HTML. */
window.pantau = window.pantau || {};
window.pantau.insertHtml = function (container, html) {
  "use strict";
  container.innerHTML = html || "";
  container.querySelectorAll("[data-style]").forEach((element) => { element.style.cssText = element.dataset.style; });
};
