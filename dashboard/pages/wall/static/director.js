/* Chooses the view of a display: pinned by an operator, touched by somebody, called by an event, or next in rotation. */
window.pantau = window.pantau || {};

window.pantau.director = function (connection) {
  "use strict";
  const time = window.pantau.time;
  const TOUCHED_MS = 90000;
  let current = "kota", touched = null, burstsSince = {};

  const past = new URLSearchParams(window.location.search).get("pada");
  const fixed = new URLSearchParams(window.location.search).get("lihat");

  /* The clock of a simulated city runs faster; the rotation of displays does not. */
  const seconds = () => time.now() / time.speed() / 1000;

  function rotationView(program) {
    const total = program.reduce((sum, scene) => sum + scene.seconds, 0);
    let left = total ? seconds() % total : 0;
    for (const scene of program) {
      left -= scene.seconds;
      if (left < 0) return scene.view;
    }
    return "kota";
  }

  /* A missed deadline is shown from its own moment on, not from that of the frame which holds it. */
  function justLate(alerts) {
    const now = time.now(), span = alerts.seconds * 1000 * time.speed();
    return alerts.late.filter((alert) => alert.at <= now && now < alert.at + span);
  }

  /* A new report cluster brings the display back to the city's map; its line stays as long as the cluster lasts. */
  function hasNewBurst(alerts) {
    const now = performance.now(), since = {};
    for (const line of alerts.bursts) {
      const category = line.split(":")[0];
      since[category] = burstsSince[category] || now;
    }
    burstsSince = since;
    return Object.values(since).some((start) => now - start < alerts.seconds * 1000);
  }

  function chooseView() {
    const order = connection.order || {};
    if (past) return "kota";
    if (order.view) return order.view;
    if (touched && performance.now() - touched.at < TOUCHED_MS) return touched.view;
    if (fixed) return fixed;
    if (!connection.frame || order.paused) return current;
    const called = hasNewBurst(connection.frame.alerts) || justLate(connection.frame.alerts).length > 0;
    return called ? "kota" : rotationView(connection.frame.program);
  }

  /* A pinned kecamatan may be missing from the layer: then the city is shown. */
  function view() {
    const chosen = chooseView();
    current = chosen === connection.missing ? "kota" : chosen;
    return current;
  }

  function lines() {
    if (!connection.frame) return [];
    const late = justLate(connection.frame.alerts).map((alert) => ["late", "Baru saja terlambat: " + alert.said]);
    return [...connection.frame.alerts.bursts.map((line) => ["burst", line]), ...late.slice(0, 1)].slice(0, 2);
  }

  /* On an interactive panel, a tap on a kecamatan of the ranking shows it, a tap on the title the city. */
  document.addEventListener("click", (event) => {
    const target = event.target.closest && event.target.closest(".wall .rank, .wall .city");
    if (!target) return;
    touched = { at: performance.now(), view: target.dataset.view || "kota" };
  });

  return { view, lines };
};
