/* Registers the service worker, which makes the board an installable app, on all pages but the wall. */
if ("serviceWorker" in navigator && window.location.pathname !== "/layar") {
  navigator.serviceWorker.register("/sw.js").catch(() => {});
}
