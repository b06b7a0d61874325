/* A display's connection to the server: an event stream announces changes, the frame is fetched by its ETag; without
   a stream the frame is polled. It records when the server was last heard, and other faults. */
import { messageOf } from "../../../ui/static/dom.js";
import * as time from "../../../ui/static/time.js";
import * as rules from "./connection_rules.js";

/**
 * @typedef {import("./display_rotation.js").Alerts} Alerts
 * @typedef {import("./display_rotation.js").Scene} Scene
 *
 * @typedef {object} Frame what the server sends of the wall
 * @property {Record<string, object>} props properties of Dash's components, by their ids
 * @property {number} as_of
 * @property {number | null} stale_at
 * @property {boolean} historical
 * @property {string} timezone
 * @property {string} zone
 * @property {string} view
 * @property {Alerts} alerts
 * @property {Scene[]} program
 * @property {string | number[] | null} [bounds]
 * @property {string[]} [label_order]
 *
 * @typedef {object} Connection
 * @property {Frame | null} frame
 * @property {{ view?: string, paused?: boolean, message?: string, settings?: string }} order an operator's
 * @property {number} heardAt by performance.now()
 * @property {number | null} heardMs by the server's clock
 * @property {number | null} silentSince since when the store is not read
 * @property {number | null} tornSince since when frames do not arrive whole
 * @property {number} clockOff
 * @property {string} clockFault
 * @property {string | null} missing a view that the city does not have
 * @property {string} fault
 * @property {() => void} tick
 * @property {() => boolean} streaming
 */

/**
 * Connect a display.
 * @param {(frame: Frame) => void} onFrame
 * @param {() => string} requestedView
 * @returns {Connection}
 */
export function connect(onFrame, requestedView) {
  /** @type {Connection} */
  const connection = {
    frame: null,
    order: {},
    heardAt: performance.now(),
    heardMs: null,
    silentSince: null,
    tornSince: null,
    clockOff: 0,
    clockFault: "",
    missing: null,
    fault: "",
    tick,
    streaming: () => rules.isStreaming(performance.now(), streamAt),
  };
  /** @type {EventSource | null} */
  let stream = null;
  let streamAt = -Infinity;
  let openedAt = -Infinity;
  let requestedAt = -Infinity;
  /** @type {string | null} */
  let announcedEtag = null;
  /** @type {{ view?: string, etag?: string | null }} */
  let cached = {};
  let busy = false;
  let again = false;
  /** @type {number | null} */
  let clockDrift = null;

  const past = new URLSearchParams(window.location.search).get("pada");
  const language = document.documentElement.dataset.otherLanguage || "";

  /** @param {number} now */
  function markHeard(now) {
    connection.heardAt = performance.now();
    connection.heardMs = now;
  }

  async function fetchFrame() {
    const view = requestedView();
    const started = performance.now();
    requestedAt = started;
    const response = await requestFrame(view);
    // Read to the end whatever the status is: an unread response is cancelled later, and its connection with it.
    const text = await response.text();
    checkStatus(response.status, view);
    const body = response.status === 200 ? JSON.parse(text) : null;
    readHeaders(response.headers, started);
    if (!body) return;
    cached = { view, etag: response.headers.get("ETag") };
    connection.frame = body;
    onFrame(body);
  }

  /** @param {string} view */
  function requestFrame(view) {
    /** @type {Record<string, string>} */
    const headers = cached.view === view && cached.etag ? { "If-None-Match": cached.etag } : {};
    const signal = time.abortAfter(rules.TIMEOUT_MS);
    return fetch(rules.frameUrl(view, past, language), { headers, cache: "no-store", signal });
  }

  /**
   * @param {number} status
   * @param {string} view
   */
  function checkStatus(status, view) {
    // A revoked token: the page itself shows what an operator does next, and tries again.
    if (status === 401 || status === 403) window.location.reload();
    if (status === 404) connection.missing = view;
    if (status !== 200 && status !== 304) throw Object.assign(new Error("status " + status), { status });
  }

  /**
   * @param {Headers} headers
   * @param {number} started
   */
  function readHeaders(headers, started) {
    const serverTime = Number(headers.get("X-Server-Time"));
    const speed = Number(headers.get("X-Clock-Speed")) || 1;
    if (serverTime) time.synchronize(serverTime, started, performance.now(), speed);
    connection.silentSince = Number(headers.get("X-Silent-Since")) || null;
    connection.clockFault = decodeURIComponent(headers.get("X-Clock-Fault") || "");
    markHeard(serverTime);
    connection.tornSince = null;
    checkVersion(headers.get("X-Version"));
  }

  /* The past is fetched once. */
  async function refresh() {
    if (connection.frame?.historical) return;
    if (busy) {
      again = true; // the frame changed while another was on its way
      return;
    }
    busy = true;
    try {
      await fetchFrame();
    } catch (error) {
      console.debug("frame not fetched: " + messageOf(error));
      connection.fault = rules.faultText(/** @type {Error} */ (error));
      if (connection.streaming() && !connection.tornSince) connection.tornSince = time.now();
    } finally {
      busy = false;
      if (again) setTimeout(refresh);
      again = false;
    }
  }

  function open() {
    openedAt = performance.now();
    stream = new EventSource(rules.streamUrl(language));
    stream.addEventListener("board", (event) => onBoard(JSON.parse(event.data)));
    stream.addEventListener("order", (event) => {
      connection.order = JSON.parse(event.data);
      checkSettings(connection.order.settings || "");
    });
    stream.addEventListener("error", () => {
      streamAt = -Infinity;
    });
    stream.addEventListener("over", () => window.location.reload());
  }

  /** @param {{ now: number, speed: number, real: number, silent_since: number | null, clock_fault?: string, version: string, etag: string }} message */
  function onBoard(message) {
    streamAt = performance.now();
    time.synchronize(message.now, streamAt, streamAt, message.speed);
    connection.silentSince = message.silent_since;
    connection.clockFault = message.clock_fault || "";
    connection.clockOff = rules.clockOffset(Date.now(), message.real);
    markHeard(message.now);
    checkVersion(message.version);
    if (message.etag !== announcedEtag || !connection.frame || connection.tornSince) refresh();
    announcedEtag = message.etag;
  }

  /* Called every second. */
  function tick() {
    detectSleep();
    const now = performance.now();
    const isClosed = !stream || stream.readyState === EventSource.CLOSED;
    if (!past && isClosed && rules.isReopenDue(now, openedAt)) open();
    const viewChanged = connection.frame && cached.view !== requestedView();
    const state = {
      now,
      requestedAt,
      hasFrame: connection.frame !== null,
      streaming: connection.streaming(),
    };
    if (viewChanged || rules.isPollDue(state)) refresh();
    if (rules.isGivenUp(now, connection.heardAt)) reloadIfReady("lost");
  }

  /* After a PC slept, or somebody set its clock, the state is unknown. */
  function detectSleep() {
    const difference = Date.now() - performance.now();
    if (rules.isJump(clockDrift, difference)) {
      connection.heardAt = Math.min(connection.heardAt, performance.now() - rules.SLEEP_SILENCE_MS);
      streamAt = -Infinity;
    }
    clockDrift = difference;
  }

  function askNow() {
    requestedAt = -Infinity;
    tick();
  }

  window.addEventListener("online", askNow);
  document.addEventListener("visibilitychange", askNow);
  return connection;
}

/**
 * Load a new version once its server is ready, and not repeatedly.
 * @param {string | null} version
 */
function checkVersion(version) {
  const versionTag = /** @type {HTMLMetaElement | null} */ (
    document.querySelector("meta[name=pantau-version]")
  );
  if (version && versionTag && version !== versionTag.content) reloadIfReady(version);
}

/**
 * Load the page again when an operator has changed the display's language or theme; soon once more if another process
 * of the server had not heard of it.
 * @param {string} settings
 */
function checkSettings(settings) {
  const loaded = document.documentElement.dataset.displaySettings || "";
  if (settings !== loaded) reloadIfReady(`settings ${settings}`, rules.SETTINGS_RELOAD_MS);
}

const RELOADED = "pantau-reloaded";

/**
 * @param {string} reason
 * @param {number} [interval] in which the page is loaded again only once for the same reason
 */
async function reloadIfReady(reason, interval = rules.RELOAD_EVERY_MS) {
  const last = JSON.parse(sessionStorage.getItem(RELOADED) || "{}");
  if (!rules.mayReload(last, reason, Date.now(), interval)) return;
  sessionStorage.setItem(RELOADED, JSON.stringify({ why: reason, at: Date.now() }));
  try {
    const response = await fetch("/readyz", { cache: "no-store", signal: time.abortAfter(rules.TIMEOUT_MS) });
    if (response.ok) return window.location.reload();
  } catch (unreachable) {
    console.debug("not yet: " + messageOf(unreachable));
  }
  sessionStorage.removeItem(RELOADED);
}
