/* A screen's link to the board: an event stream says what is new, the frame is fetched by its ETag; without a stream
   it asks by itself. It knows how long nothing was heard, and what else is wrong. */
window.pantau = window.pantau || {};

window.pantau.link = function (onFrame, viewWanted) {
  "use strict";
  const time = window.pantau.time;
  const TIMEOUT_MS = 10000, STREAM_LOST_MS = 5000, POLL_MS = 1000, REOPEN_MS = 2000, CLOCK_OFF_MS = 120000, JUMP_MS = 5000;
  const RELOAD_EVERY_MS = 600000, GIVE_UP_MS = 300000;
  const link = {
    frame: null, order: {}, heardAt: performance.now(), heardMs: null, silentSince: null, tornSince: null, clockOff: 0, missing: null,
  };
  let stream = null, streamAt = -Infinity, openedAt = -Infinity, askedAt = -Infinity, told = null, held = {}, busy = false, again = false, drift = null;

  const past = new URLSearchParams(window.location.search).get("pada");

  function address(view) {
    if (past) return "/api/v1/wall?pada=" + encodeURIComponent(past);
    return "/api/v1/wall" + (view === "kota" ? "" : "?lihat=" + encodeURIComponent(view));
  }

  function heard(now) {
    link.heardAt = performance.now();
    link.heardMs = now;
  }

  async function fetchFrame() {
    const view = viewWanted(), asked = askedAt = performance.now();
    const headers = held.view === view && held.etag ? { "If-None-Match": held.etag } : {};
    const answer = await fetch(address(view), { headers, cache: "no-store", signal: AbortSignal.timeout(TIMEOUT_MS) });
    // Read to its end whatever it says: an answer left unread is cancelled later, and its connection with it.
    const said = await answer.text();
    // A token that was taken back: the page itself says what an operator does next, and tries again.
    if (answer.status === 401 || answer.status === 403) window.location.reload();
    if (answer.status === 404) link.missing = view;
    if (answer.status !== 200 && answer.status !== 304) throw new Error("status " + answer.status);
    const body = answer.status === 200 ? JSON.parse(said) : null;
    const stamp = Number(answer.headers.get("X-Server-Time"));
    if (stamp) time.hear(stamp, asked, performance.now(), Number(answer.headers.get("X-Clock-Speed")) || 1);
    link.silentSince = Number(answer.headers.get("X-Silent-Since")) || null;
    heard(stamp);
    link.tornSince = null;
    checkVersion(answer.headers.get("X-Version"));
    if (!body) return;
    held = { view, etag: answer.headers.get("ETag") };
    link.frame = body;
    onFrame(body);
  }

  /* The past is fetched once. */
  async function refresh() {
    if (link.frame && link.frame.historical) return;
    if (busy) return void (again = true);  // what became new while a frame was on its way
    busy = true;
    try {
      await fetchFrame();
    } catch (error) {
      console.debug("frame not fetched: " + error.message);
      if (streaming() && !link.tornSince) link.tornSince = time.now();
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
    stream.addEventListener("order", (event) => { link.order = JSON.parse(event.data); });
    stream.addEventListener("error", () => { streamAt = -Infinity; });
    stream.addEventListener("over", () => window.location.reload());
  }

  function onBoard(said) {
    streamAt = performance.now();
    time.hear(said.now, streamAt, streamAt, said.speed);
    link.silentSince = said.silent_since;
    link.clockOff = Math.abs(Date.now() - said.real) > CLOCK_OFF_MS ? Date.now() - said.real : 0;
    heard(said.now);
    checkVersion(said.version);
    if (said.etag !== told || !link.frame || link.tornSince) refresh();
    told = said.etag;
  }

  /* Called every second. */
  function turn() {
    noticeSleep();
    const now = performance.now();
    if (!past && (!stream || stream.readyState === EventSource.CLOSED) && now - openedAt > REOPEN_MS) open();
    const changed = link.frame && held.view !== viewWanted();
    const due = now - askedAt > POLL_MS && (!link.frame || !streaming());
    if (changed || due) refresh();
    if (now - link.heardAt > GIVE_UP_MS) reloadIfAlive("lost");
  }

  /* A PC that slept knows nothing of the time between, and its clocks part; so they do when somebody sets one. */
  function noticeSleep() {
    const apart = Date.now() - performance.now();
    if (drift !== null && Math.abs(apart - drift) > JUMP_MS) {
      link.heardAt = Math.min(link.heardAt, performance.now() - STREAM_LOST_MS * 2);
      streamAt = -Infinity;
    }
    drift = apart;
  }

  /* A new version is taken up once its server is well, and never over and over. */
  function checkVersion(version) {
    const mine = document.querySelector("meta[name=pantau-version]");
    if (version && mine && version !== mine.content) reloadIfAlive(version);
  }

  async function reloadIfAlive(why) {
    const last = JSON.parse(sessionStorage.getItem("pantau-reloaded") || "{}");
    if (last.why === why && Date.now() - last.at < RELOAD_EVERY_MS) return;
    sessionStorage.setItem("pantau-reloaded", JSON.stringify({ why, at: Date.now() }));
    try {
      const answer = await fetch("/readyz", { cache: "no-store", signal: AbortSignal.timeout(TIMEOUT_MS) });
      if (answer.ok) return window.location.reload();
    } catch (unreachable) {
      console.debug("not yet: " + unreachable.message);
    }
    sessionStorage.removeItem("pantau-reloaded");
  }

  window.addEventListener("online", () => { askedAt = -Infinity; turn(); });
  document.addEventListener("visibilitychange", () => { askedAt = -Infinity; turn(); });

  return Object.assign(link, { turn, streaming });
};
