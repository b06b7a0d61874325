/* Each display sends a heartbeat with what it shows and its condition. */
window.pantau = window.pantau || {};

window.pantau.heartbeat = function (connection, currentState) {
  "use strict";
  const HEARTBEAT_MS = 15000;
  const kioskTab = new URLSearchParams(window.location.search).get("jaga");
  const tab = kioskTab || sessionStorage.getItem("pantau-tab") || Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  sessionStorage.setItem("pantau-tab", tab);

  async function send() {
    const versionTag = document.querySelector("meta[name=pantau-version]");
    const payload = Object.assign({
      tab, width: window.innerWidth, height: window.innerHeight,
      streaming: connection.streaming(), version: versionTag ? versionTag.content : "",
    }, currentState());
    try {
      const options = { method: "POST", body: JSON.stringify(payload), headers: { "Content-Type": "application/json" }, signal: window.pantau.time.abortAfter(HEARTBEAT_MS) };
      await (await fetch("/api/v1/wall/seen", options)).text();
    } catch (unreachable) {
      console.debug("heartbeat failed: " + unreachable.message);
    }
  }

  setTimeout(send, 2000);
  setInterval(send, HEARTBEAT_MS);
};
