/* Which view a screen shows: what an operator pinned, what somebody touched, what just happened, or whose turn it is. */
window.pantau = window.pantau || {};

window.pantau.director = function (link) {
  "use strict";
  const time = window.pantau.time;
  const TOUCHED_MS = 90000;
  let shown = "kota", touched = null, seenBursts = {};

  const past = new URLSearchParams(window.location.search).get("pada");
  const fixed = new URLSearchParams(window.location.search).get("lihat");

  /* A simulated city's hours fly; the screens' turns do not. */
  const seconds = () => time.now() / time.speed() / 1000;

  function turnOf(program) {
    const total = program.reduce((sum, scene) => sum + scene.seconds, 0);
    let left = total ? seconds() % total : 0;
    for (const scene of program) {
      left -= scene.seconds;
      if (left < 0) return scene.view;
    }
    return "kota";
  }

  /* A missed deadline is told from its moment on, whenever the frame that knew of it came. */
  function justLate(alerts) {
    const now = time.now(), span = alerts.seconds * 1000 * time.speed();
    return alerts.late.filter((one) => one.at <= now && now < one.at + span);
  }

  /* A burst calls the screen to the map when it is new; its line stays as long as it lasts. */
  function newBurst(alerts) {
    const now = performance.now(), kept = {};
    for (const said of alerts.bursts) {
      const kind = said.split(":")[0];
      kept[kind] = seenBursts[kind] || now;
    }
    seenBursts = kept;
    return Object.values(kept).some((since) => now - since < alerts.seconds * 1000);
  }

  function view() {
    const order = link.order || {};
    if (past) return "kota";
    if (order.view) return order.view;
    if (touched && performance.now() - touched.at < TOUCHED_MS) return touched.view;
    if (fixed) return fixed;
    if (!link.frame || order.paused) return shown;
    const called = newBurst(link.frame.alerts) || justLate(link.frame.alerts).length > 0;
    return called ? "kota" : turnOf(link.frame.program);
  }

  /* A kecamatan that was pinned may be gone from the layer: then the city is shown. */
  function wanted() {
    const found = view();
    shown = found === link.missing ? "kota" : found;
    return shown;
  }

  function lines() {
    if (!link.frame) return [];
    const late = justLate(link.frame.alerts).map((one) => ["late", "Baru saja terlambat: " + one.said]);
    return [...link.frame.alerts.bursts.map((said) => ["burst", said]), ...late.slice(0, 1)].slice(0, 2);
  }

  /* An interactive panel: a kecamatan of the ranking, or the title for the city, by finger or mouse. */
  document.addEventListener("click", (event) => {
    const found = event.target.closest && event.target.closest(".wall .rank, .wall .city");
    if (!found) return;
    touched = { at: performance.now(), view: found.dataset.view || "kota" };
  });

  return { wanted, lines };
};
