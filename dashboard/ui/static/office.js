/* Office pages. Dash inserts a page after the browser has looked for the address's anchor, so this looks again. */
import { registerCallbacks } from "./globals.js";

function scrollToAnchor() {
  const anchor = decodeURIComponent(window.location.hash.slice(1));
  const target = anchor && document.getElementById(anchor);
  if (target) {
    for (const previous of document.querySelectorAll(".office .target")) previous.classList.remove("target");
    target.classList.add("target");
    requestAnimationFrame(() => target.scrollIntoView({ block: "start" }));
  }
  return anchor;
}

registerCallbacks("office", { scrollToAnchor });
window.addEventListener("hashchange", () => {
  if (document.querySelector(".office")) scrollToAnchor();
});
