/* Makes the board an app that can be installed. A wall is none. */
(() => {
  "use strict";
  if (!("serviceWorker" in navigator) || window.location.pathname === "/layar") return;
  navigator.serviceWorker.register("/sw.js").catch(() => {});
})();
