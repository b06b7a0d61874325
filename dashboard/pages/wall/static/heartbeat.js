/* Each display sends a heartbeat with what it shows and its condition. */
import { messageOf } from "../../../ui/static/dom.js";
import { abortAfter } from "../../../ui/static/time.js";

const HEARTBEAT_MS = 15000;
const TAB = "pantau-tab";

const randomName = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );

/**
 * Start the heartbeat.
 * @param {import("./connection.js").Connection} connection
 * @param {() => object} currentState
 */
export function startHeartbeat(connection, currentState) {
  const kioskTab = new URLSearchParams(window.location.search).get("jaga");
  const tab = kioskTab || sessionStorage.getItem(TAB) || randomName();
  sessionStorage.setItem(TAB, tab);

  function payload() {
    const versionTag = /** @type {HTMLMetaElement | null} */ (
      document.querySelector("meta[name=pantau-version]")
    );
    return {
      tab,
      width: window.innerWidth,
      height: window.innerHeight,
      streaming: connection.streaming(),
      version: versionTag ? versionTag.content : "",
      ...currentState(),
    };
  }

  async function send() {
    const headers = { "Content-Type": "application/json" };
    const options = {
      method: "POST",
      body: JSON.stringify(payload()),
      headers,
      signal: abortAfter(HEARTBEAT_MS),
    };
    try {
      await (await fetch("/api/v1/wall/seen", options)).text();
    } catch (unreachable) {
      console.debug("heartbeat failed: " + messageOf(unreachable));
    }
  }

  setTimeout(send, 2000);
  setInterval(send, HEARTBEAT_MS);
}
