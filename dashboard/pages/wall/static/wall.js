/* The wall: sets the properties that changed, ticks every second, and shows how old its data is. */
(function () {
  "use strict";
  const time = window.pantau.time;
  const CONDITIONS = ["waiting", "historical", "fresh", "stale", "unheard", "silent", "torn"];
  const UNHEARD_MS = 5500, TORN_MS = 3000, PAGE_MS = 10000, LATE_ROWS = 5;
  const startedAt = performance.now();
  const state = { props: {}, applied: {}, page: 0, pageSince: 0 };
  const connection = window.pantau.connect(onFrame, () => director.view());
  const director = window.pantau.director(connection);

  const wall = () => document.getElementById("wall");

  function onFrame(body) {
    state.props = Object.fromEntries(Object.entries(body.props).map(([id, props]) => [id, JSON.stringify(props)]));
    apply();
    tick();
  }

  /* Only properties that changed are set: other components are not drawn again, and the map is never mounted again. */
  function apply() {
    if (!connection.frame || !wall()) return;
    fitMainMap();
    for (const [id, json] of Object.entries(state.props)) {
      if (state.applied[id] === json) continue;
      window.dash_clientside.set_props(id, connection.frame.props[id]);
      if (isDrawn(id)) state.applied[id] = json;
    }
  }

  /* Fits the large map to the area of the view. */
  function fitMainMap() {
    const panel = wall().querySelector(".map-main"), bounds = String(connection.frame.bounds || panel.dataset.whole || panel.dataset.bounds);
    panel.dataset.whole = panel.dataset.whole || panel.dataset.bounds;
    if (panel.dataset.bounds === bounds) return;
    panel.dataset.bounds = bounds;
    fit(panel);
  }

  /* Areas lose what is set on them while their borders still load, so it is set again until they are drawn. */
  function isDrawn(id) {
    return !id.endsWith("-areas") || document.querySelector(".map-" + id.split("-")[1] + " path.area") !== null;
  }

  function isStale(now) {
    const limit = connection.frame.stale_at;
    return limit !== null && now > limit;
  }

  /* The conditions of this display, as CSS classes of the wall; "fresh" without any fault. */
  function currentCondition(now) {
    if (!connection.frame) return "waiting";
    if (connection.frame.historical) return "historical";
    const conditions = isStale(now) ? ["stale"] : [];
    if (performance.now() - connection.heardAt > UNHEARD_MS) conditions.push("unheard");
    else if (connection.silentSince) conditions.push("silent");
    else if (connection.tornSince && now - connection.tornSince > TORN_MS) conditions.push("torn");
    return conditions.join(" ") || "fresh";
  }

  /* What is wrong, since when, and what is still valid. */
  function troubleText(condition) {
    if (!connection.frame || connection.frame.historical) return "";
    const at = (moment) => time.shortTime(moment, connection.frame.timezone);
    const still = "Angka di bawah adalah keadaan pukul " + at(connection.frame.as_of) + "; batas waktu yang tampil tetap berlaku.";
    if (condition.includes("unheard")) return "Server tidak terjangkau sejak pukul " + at(connection.heardMs || connection.frame.as_of) + ". " + still;
    if (condition.includes("silent")) return "Gudang laporan tidak terbaca sejak pukul " + at(connection.silentSince) + ". " + still;
    if (condition.includes("torn")) return "Data terakhir tiba tidak utuh sejak pukul " + at(connection.tornSince) + ". " + still;
    if (connection.clockFault) return connection.clockFault;
    if (connection.clockOff) return "Jam komputer layar ini meleset " + time.age(Math.abs(connection.clockOff)) + ". Waktu pada layar ini memakai jam server.";
    return "";
  }

  /* Why there is no data yet; the notice covers the wall until there is. */
  function waitText() {
    if (connection.frame) return "";
    const retried = " Dicoba lagi setiap detik, sudah " + time.age(performance.now() - startedAt) + ".";
    return connection.fault ? connection.fault + retried : "Menunggu data pertama dari server …";
  }

  /* The notice's own script may be missing: then the notice itself ends here. */
  function showNotice(text) {
    if (window.pantau.notice) window.pantau.notice(text);
    else if (!text) document.getElementById("wall-notice").className = "done";
  }

  function tick() {
    const root = wall();
    if (!root) return;
    showNotice(waitText());
    const now = time.now();
    const condition = currentCondition(now);
    setClasses(root, condition);
    const trouble = root.querySelector(".trouble");
    write(trouble, troubleText(condition));
    trouble.classList.toggle("mild", condition === "fresh" && !connection.clockFault);
    showLines(root);
    if (!connection.frame) return;
    const frozen = condition.startsWith("stale");
    const judged = judgedAt(now, frozen);
    each(root, "[data-clock]", (element) => write(element, clockText(element.dataset.clock, now)));
    each(root, "[data-age]", (element) => write(element, ageText(element.dataset.age, now, element)));
    each(root, ".timer-left", (element) => tickTimer(element, judged));
    each(root, ".frozen", (element) => write(element, frozen ? frozenText() : ""));
    showLatePage(root, frozen);
    window.pantau.screen.avoidSeams(root);
    window.pantau.screen.dim(root, time.hour(now, connection.frame.timezone));
    window.pantau.layoutFit.fit(root, connection.frame.label_order || []);
  }

  /* Messages for everybody in the room: an operator's, a report cluster, a deadline that was just missed. */
  function showLines(root) {
    const message = (connection.order && connection.order.message) || "";
    const lines = [...(message ? [["message", message]] : []), ...director.lines()].slice(0, 2);
    const key = JSON.stringify(lines), bar = root.querySelector(".lines");
    if (bar.dataset.key === key) return;
    bar.dataset.key = key;
    bar.replaceChildren(...lines.map(([kind, text]) => Object.assign(document.createElement("b"), { className: kind, textContent: text })));
  }

  function setClasses(root, condition) {
    CONDITIONS.forEach((name) => root.classList.toggle(name, condition.split(" ").includes(name)));
    root.classList.toggle("spotlit", Boolean(connection.frame && connection.frame.bounds));
  }

  /* Countdowns stop when the data is too old to judge by. */
  function judgedAt(now, frozen) {
    if (connection.frame.historical) return connection.frame.as_of;
    return frozen ? connection.frame.stale_at : now;
  }

  const frozenText = () => "beku sejak " + time.shortTime(connection.frame.stale_at, connection.frame.timezone) + " · ";

  function each(root, selector, update) {
    root.querySelectorAll(selector).forEach(update);
  }

  function write(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  function clockText(part, now) {
    const zone = connection.frame.timezone;
    if (part === "zone") return connection.frame.zone;
    if (connection.frame.historical) return part === "date" ? time.date(connection.frame.as_of, zone) : time.shortTime(connection.frame.as_of, zone);
    return part === "date" ? time.date(now, zone) : time.time(now, zone);
  }

  function ageText(since, now, element) {
    if (!since) return "";
    const age = time.age(Math.max(0, now - Number(since)));
    return element.classList.contains("age") ? age + " lalu" : age;
  }

  /* The bar reaches 80 % when the report counts as approaching: a deadline in working hours does not run at night. */
  function usedShare(filed, near, due, judged) {
    if (due <= filed || judged >= due) return 1;
    if (judged >= near) return 0.8 + 0.2 * (judged - near) / (due - near);
    return Math.max(0, 0.8 * (judged - filed) / (near - filed));
  }

  function tickTimer(element, judged) {
    const due = Number(element.dataset.due), filed = Number(element.dataset.filed);
    if (element.dataset.stopped) judged = Math.min(judged, Number(element.dataset.stopped));
    const left = due - judged;
    write(element.querySelector(".left"), (left < 0 ? "+ " : "") + time.span(left));
    const used = usedShare(filed, Number(element.dataset.approaching) || filed + 0.8 * (due - filed), due, judged);
    element.querySelector(".used").style.width = (100 * used).toFixed(1) + "%";
  }

  /* Late reports are shown page by page, so that none stays hidden on a screen that nobody can scroll. */
  function showLatePage(root, frozen) {
    const list = root.querySelector(".late-timers"), rows = list.querySelectorAll(".timer");
    const pages = Math.max(1, Math.ceil(rows.length / LATE_ROWS));
    if (performance.now() - state.pageSince > PAGE_MS && !frozen) {
      state.page += 1;
      state.pageSince = performance.now();
    }
    const page = state.page % pages;
    rows.forEach((row) => row.classList.toggle("hidden", Number(row.dataset.page) !== page));
    const pageNote = root.querySelector("h2 .page");
    if (pageNote) write(pageNote, pages > 1 ? page * LATE_ROWS + 1 + "–" + Math.min(rows.length, (page + 1) * LATE_ROWS) + " dari " : "");
  }

  /* New elements are filled at once, not at the next tick; the text that this script writes adds no elements. */
  function watch(root) {
    const needsTick = (record) =>
      record.type === "attributes" || [...record.addedNodes].some((node) => node.nodeType === Node.ELEMENT_NODE);
    new MutationObserver((records) => records.some(needsTick) && tick()).observe(root, {
      subtree: true, childList: true, attributes: true, attributeFilter: ["data-due", "data-age", "data-page"],
    });
  }

  function fit(panel) {
    const [south, west, north, east] = panel.dataset.bounds.split(",").map(Number);
    const id = panel.querySelector(".map").id;
    window.pantau.map.scaleHatching(wall());
    window.dash_clientside.set_props(id.replace("-map", "-marks"), { superClusterOptions: window.pantau.map.clusterOptions() });
    Object.keys(state.applied).filter((key) => key.startsWith("wall-main-") || key.startsWith("wall-inset-")).forEach((key) => delete state.applied[key]);
    window.dash_clientside.set_props(id, {
      invalidateSize: performance.now(),
      viewport: { bounds: [[south, west], [north, east]], options: { animate: false } },
    });
  }

  /* Each map is fitted to its panel again when the panel changes its size: a new monitor, a zoom, a late font. */
  function watchSizes(root) {
    const observer = new ResizeObserver((entries) => {
      entries.forEach((entry) => fit(entry.target));
      apply();
    });
    root.querySelectorAll("[data-bounds]").forEach((panel) => observer.observe(panel));
  }

  function everySecond() {
    connection.tick();
    apply();
    tick();
  }

  function start() {
    const ready = wall() && window.dash_clientside && window.dash_clientside.set_props;
    if (!ready) return void setTimeout(start, 50);
    window.pantau.screen.prepare(wall());
    watch(wall());
    watchSizes(wall());
    setInterval(everySecond, 1000);
    everySecond();
    window.pantau.heartbeat(connection, () => ({ view: connection.frame && connection.frame.view, as_of: connection.frame && connection.frame.as_of, mood: currentCondition(time.now()) }));
  }

  if (window.location.pathname === "/layar") start();
})();
