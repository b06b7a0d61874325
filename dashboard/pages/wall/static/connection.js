/* A display's connection to the server: an event stream announces changes, the frame is fetched by its ETag; without
   a stream the frame is polled. It records when the server was last heard, and other faults. */
window.pantau = window.pantau || {};

window.pantau.connect = function (onFrame, requestedView) {
  "use strict";
  const time = window.pantau.time;
  const TIMEOUT_MS = 10000, STREAM_LOST_MS = 5000, POLL_MS = 1000, REOPEN_MS = 2000, CLOCK_OFF_MS = 120000, JUMP_MS = 5000;
  const RELOAD_EVERY_MS = 600000, GIVE_UP_MS = 300000;
  const connection = {
    frame: null, order: {}, heardAt: performance.now(), heardMs: null, silentSince: null, tornSince: null, clockOff: 0, clockFault: "", missing: null, fault: "",
  };
  let stream = null, streamAt = -Infinity, openedAt = -Infinity, requestedAt = -Infinity, announcedEtag = null, cached = {}, busy = false, again = false, clockDrift = null;

  const past = new URLSearchParams(window.location.search).get("pada");

  function frameUrl(view) {
    if (past) return "/api/v1/wall?pada=" + encodeURIComponent(past);
    return "/api/v1/wall" + (view === "kota" ? "" : "?lihat=" + encodeURIComponent(view));
  }

  function markHeard(now) {
    connection.heardAt = performance.now();
    connection.heardMs = now;
  }

  async function fetchFrame() {
    const view = requestedView(), started = requestedAt = performance.now();
    const headers = cached.view === view && cached.etag ? { "If-None-Match": cached.etag } : {};
    const response = await fetch(frameUrl(view), { headers, cache: "no-store", signal: time.abortAfter(TIMEOUT_MS) });
    // Read to the end whatever the status is: an unread response is cancelled later, and its connection with it.
    const text = await response.text();
    // A revoked token: the page itself shows what an operator does next, and tries again.
    if (response.status === 401 || response.status === 403) window.location.reload();
    if (response.status === 404) connection.missing = view;
    if (response.status !== 200 && response.status !== 304) throw Object.assign(new Error("status " + response.status), { status: response.status });
    const body = response.status === 200 ? JSON.parse(text) : null;
    const serverTime = Number(response.headers.get("X-Server-Time"));
    if (serverTime) time.synchronize(serverTime, started, performance.now(), Number(response.headers.get("X-Clock-Speed")) || 1);
    connection.silentSince = Number(response.headers.get("X-Silent-Since")) || null;
    connection.clockFault = decodeURIComponent(response.headers.get("X-Clock-Fault") || "");
    markHeard(serverTime);
    connection.tornSince = null;
    checkVersion(response.headers.get("X-Version"));
    if (!body) return;
    cached = { view, etag: response.headers.get("ETag") };
    connection.frame = body;
    onFrame(body);
  }

  /* Why a frame did not come, for a display that has none yet. */
  function faultText(error) {
    if (error.status === 404) return "Tampilan yang diminta alamat layar ini tidak ada pada kota ini.";
    if (error.status) return "Server belum dapat memberikan data (kode " + error.status + ").";
    if (error.name === "AbortError") return "Server tidak menjawab dalam " + TIMEOUT_MS / 1000 + " detik.";
    if (error instanceof SyntaxError) return "Data dari server tiba tidak utuh.";
    return "Server tidak terjangkau: mohon periksa jaringan layar ini.";
  }

  /* The past is fetched once. */
  async function refresh() {
    if (connection.frame && connection.frame.historical) return;
    if (busy) return void (again = true);  // the frame changed while another was on its way
    busy = true;
    try {
      await fetchFrame();
    } catch (error) {
      console.debug("frame not fetched: " + error.message);
      connection.fault = faultText(error);
      if (streaming() && !connection.tornSince) connection.tornSince = time.now();
    } finally {
      busy = false;
      if (again) setTimeout(refresh);
      again = false;
    }
  }

  const streaming = () => performance.now() - streamAt < STREAM_LOST_MS;

  function open() {
    openedAt = performance.now();
    stream = new EventSource("/api/v1/wall/stream");
    stream.addEventListener("board", (event) => onBoard(JSON.parse(event.data)));
    stream.addEventListener("order", (event) => { connection.order = JSON.parse(event.data); });
    stream.addEventListener("error", () => { streamAt = -Infinity; });
    stream.addEventListener("over", () => window.location.reload());
  }

  function onBoard(message) {
    streamAt = performance.now();
    time.synchronize(message.now, streamAt, streamAt, message.speed);
    connection.silentSince = message.silent_since;
    connection.clockFault = message.clock_fault || "";
    connection.clockOff = Math.abs(Date.now() - message.real) > CLOCK_OFF_MS ? Date.now() - message.real : 0;
    markHeard(message.now);
    checkVersion(message.version);
    if (message.etag !== announcedEtag || !connection.frame || connection.tornSince) refresh();
    announcedEtag = message.etag;
  }

  /* Called every second. */
  function tick() {
    detectSleep();
    const now = performance.now();
    if (!past && (!stream || stream.readyState === EventSource.CLOSED) && now - openedAt > REOPEN_MS) open();
    const viewChanged = connection.frame && cached.view !== requestedView();
    const pollDue = now - requestedAt > POLL_MS && (!connection.frame || !streaming());
    if (viewChanged || pollDue) refresh();
    if (now - connection.heardAt > GIVE_UP_MS) reloadIfReady("lost");
  }

  /* After a PC slept, or somebody set its clock, its two clocks differ by another amount: the state is unknown. */
  function detectSleep() {
    const difference = Date.now() - performance.now();
    if (clockDrift !== null && Math.abs(difference - clockDrift) > JUMP_MS) {
      connection.heardAt = Math.min(connection.heardAt, performance.now() - STREAM_LOST_MS * 2);
      streamAt = -Infinity;
    }
    clockDrift = difference;
  }

  /* A new version is loaded once its server is ready, and not repeatedly. */
  function checkVersion(version) {
    const versionTag = document.querySelector("meta[name=pantau-version]");
    if (version && versionTag && version !== versionTag.content) reloadIfReady(version);
  }

  async function reloadIfReady(reason) {
    const last = JSON.parse(sessionStorage.getItem("pantau-reloaded") || "{}");
    if (last.why === reason && Date.now() - last.at < RELOAD_EVERY_MS) return;
    sessionStorage.setItem("pantau-reloaded", JSON.stringify({ why: reason, at: Date.now() }));
    try {
      const response = await fetch("/readyz", { cache: "no-store", signal: time.abortAfter(TIMEOUT_MS) });
      if (response.ok) return window.location.reload();
    } catch (unreachable) {
      console.debug("not yet: " + unreachable.message);
    }
    sessionStorage.removeItem("pantau-reloaded");
  }

  window.addEventListener("online", () => { requestedAt = -Infinity; tick(); });
  document.addEventListener("visibilitychange", () => { requestedAt = -Infinity; tick(); });

  return Object.assign(connection, { tick, streaming });
};
