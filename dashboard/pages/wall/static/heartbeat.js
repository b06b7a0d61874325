/* Each screen says every so often that it lives, what it shows and how it is doing. */
window.pantau = window.pantau || {};

window.pantau.presence = function (link, showing) {
  "use strict";
  const EVERY_MS = 15000;
  const guarded = new URLSearchParams(window.location.search).get("jaga");
  const tab = guarded || sessionStorage.getItem("pantau-tab") || Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  sessionStorage.setItem("pantau-tab", tab);

  async function say() {
    const mine = document.querySelector("meta[name=pantau-version]");
    const told = Object.assign({
      tab, width: window.innerWidth, height: window.innerHeight,
      streaming: link.streaming(), version: mine ? mine.content : "",
    }, showing());
    try {
      const sent = { method: "POST", body: JSON.stringify(told), headers: { "Content-Type": "application/json" }, signal: AbortSignal.timeout(EVERY_MS) };
      await (await fetch("/api/v1/wall/seen", sent)).text();
    } catch (unheard) {
      console.debug("not heard: " + unheard.message);
    }
  }

  setTimeout(say, 2000);
  setInterval(say, EVERY_MS);
};
