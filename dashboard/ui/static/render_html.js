/* Parts that come as text (dashboard/ui/render_html.py). Styles are set one by one: a policy may forbid them in a text. */
window.pantau = window.pantau || {};
window.pantau.markup = function (holder, text) {
  "use strict";
  holder.innerHTML = text || "";
  holder.querySelectorAll("[data-style]").forEach((element) => { element.style.cssText = element.dataset.style; });
};
