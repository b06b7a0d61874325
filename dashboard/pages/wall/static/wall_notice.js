/* Says why a display waits: its browser is too old, a file is missing, a server does not answer. ECMAScript 5 only: it
   must run where the wall's scripts do not. `pantau.notice(text)` replaces the text, "" ends the notice. */
window.pantau = window.pantau || {};

(function () {
  "use strict";
  var OLDEST_CHROMIUM = 94, SLOW_MS = 6000, RELOAD_MS = 30000;
  var box = document.getElementById("wall-notice"), line = document.getElementById("wall-notice-text");
  var reloading = false, done = false, lastError = "";

  function say(text) {
    if (line.firstChild.nodeValue !== text) line.firstChild.nodeValue = text;
    box.className = "";
    done = false;
  }

  function end() {
    box.className = "done";
    done = true;
  }

  /* What the wall uses and no browser before 2021 has; a Chromium also says its version. */
  function isTooOld() {
    var version = /Chrom(?:e|ium)\/(\d+)/.exec(window.navigator.userAgent);
    if (version && Number(version[1]) < OLDEST_CHROMIUM) return true;
    return !(window.CSS && window.CSS.supports && window.CSS.supports("inset", "0") && window.fetch && window.AbortController &&
      window.ResizeObserver && window.EventSource && Object.hasOwn && Element.prototype.replaceChildren);
  }

  function reloadLater() {
    if (reloading) return;
    reloading = true;
    setTimeout(function () { window.location.reload(); }, RELOAD_MS);
  }

  /* Nothing else would load a missing file, so the whole page is loaded again. */
  function sayMissing(address) {
    say(box.getAttribute("data-missing").replace("{file}", address.split("?")[0].split("/").pop()));
    reloadLater();
  }

  /* A script that does not parse needs a newer browser; other errors are only told if the wall does not appear. */
  function onError(event) {
    var element = event.target, tag = element && element.tagName;
    if (tag === "SCRIPT" || (tag === "LINK" && element.rel === "stylesheet")) sayMissing(element.src || element.href);
    else if (/SyntaxError/.test(event.message || "") && !document.getElementById("wall")) say(box.getAttribute("data-too-old"));
    else lastError = event.message || lastError;
  }

  /* The styles come before this script, so that their errors are past when it runs. */
  function checkStyles() {
    if (!window.getComputedStyle(document.documentElement).getPropertyValue("--surface")) sayMissing("papan.css");
  }

  function saySlow() {
    if (done || reloading || document.getElementById("wall")) return;
    say(box.getAttribute("data-slow") + (lastError ? " (" + lastError + ")" : ""));
    setTimeout(function () { if (!document.getElementById("wall")) window.location.reload(); }, RELOAD_MS);
  }

  if (isTooOld()) {
    say(box.getAttribute("data-too-old"));
    window.pantau.notice = function () {};  // nothing replaces it
    return;
  }
  window.pantau.notice = function (text) {
    if (reloading) return;
    if (text) say(text);
    else if (!done) end();
  };
  window.addEventListener("error", onError, true);
  window.addEventListener("load", checkStyles);
  setTimeout(saySlow, SLOW_MS);
})();
