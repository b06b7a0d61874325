/* Registers the service worker, which makes the board an installable app, on all pages but the wall. */
(() => {
  "use strict";
  if (!("serviceWorker" in navigator) || window.location.pathname === "/layar") return;
  navigator.serviceWorker.register("/sw.js").catch(() => {});
})();
