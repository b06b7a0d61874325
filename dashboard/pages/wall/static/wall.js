/* The wall's heart: set what differs, tick every second, and never look fresher than it is. */
(function () {
  "use strict";
  const time = window.pantau.time;
  const MOODS = ["waiting", "historical", "fresh", "stale", "unheard", "silent", "torn"];
  const UNHEARD_MS = 5500, TORN_MS = 3000, PAGE_MS = 10000, LATE_ROWS = 5;
  const state = { texts: {}, shown: {}, page: 0, turnedAt: 0 };
  const link = window.pantau.link(onFrame, () => director.wanted());
  const director = window.pantau.director(link);

  const wall = () => document.getElementById("wall");

  function onFrame(body) {
    state.texts = Object.fromEntries(Object.entries(body.props).map(([id, props]) => [id, JSON.stringify(props)]));
    apply();
    tick();
  }

  /* Only what differs is set: a part that did not change is not drawn again, and the map is never mounted anew. */
  function apply() {
    if (!link.frame || !wall()) return;
    frameMap();
    for (const [id, text] of Object.entries(state.texts)) {
      if (state.shown[id] === text) continue;
      window.dash_clientside.set_props(id, link.frame.props[id]);
      if (taken(id)) state.shown[id] = text;
    }
  }

  /* The large map goes to the area that is shown, and back to the city. */
  function frameMap() {
    const panel = wall().querySelector(".map-main"), wanted = String(link.frame.bounds || panel.dataset.whole || panel.dataset.bounds);
    panel.dataset.whole = panel.dataset.whole || panel.dataset.bounds;
    if (panel.dataset.bounds === wanted) return;
    panel.dataset.bounds = wanted;
    fit(panel);
  }

  /* The map's areas lose what is set on them while their borders still load, so it is set until they are drawn. */
  function taken(id) {
    return !id.endsWith("-areas") || document.querySelector(".map-" + id.split("-")[1] + " path.area") !== null;
  }

  function stale(now) {
    const limit = link.frame.stale_at;
    return limit !== null && now > limit;
  }

  /* What kind of trouble, if any: the class that the whole screen wears. */
  function condition(now) {
    if (!link.frame) return "waiting";
    if (link.frame.historical) return "historical";
    const moods = stale(now) ? ["stale"] : [];
    if (performance.now() - link.heardAt > UNHEARD_MS) moods.push("unheard");
    else if (link.silentSince) moods.push("silent");
    else if (link.tornSince && now - link.tornSince > TORN_MS) moods.push("torn");
    return moods.join(" ") || "fresh";
  }

  /* Which trouble, since when, and what is still true. */
  function troubleWords(mood) {
    if (!link.frame || link.frame.historical) return "";
    const at = (moment) => time.shortTime(moment, link.frame.timezone);
    const still = "Angka di bawah adalah keadaan pukul " + at(link.frame.as_of) + "; batas waktu yang tampil tetap berlaku.";
    if (mood.includes("unheard")) return "Server tidak terjangkau sejak pukul " + at(link.heardMs || link.frame.as_of) + ". " + still;
    if (mood.includes("silent")) return "Gudang laporan tidak terbaca sejak pukul " + at(link.silentSince) + ". " + still;
    if (mood.includes("torn")) return "Data terakhir tiba tidak utuh sejak pukul " + at(link.tornSince) + ". " + still;
    if (link.clockOff) return "Jam komputer layar ini meleset " + time.age(Math.abs(link.clockOff)) + ". Waktu pada layar ini memakai jam server.";
    return "";
  }

  function tick() {
    const root = wall();
    if (!root) return;
    const now = time.now();
    const mood = condition(now);
    wear(root, mood);
    const trouble = root.querySelector(".trouble");
    write(trouble, troubleWords(mood));
    trouble.classList.toggle("mild", mood === "fresh");
    sayLines(root);
    if (!link.frame) return;
    const frozen = mood.startsWith("stale");
    const judged = judgedAt(now, frozen);
    each(root, "[data-clock]", (element) => write(element, clockWords(element.dataset.clock, now)));
    each(root, "[data-age]", (element) => write(element, ageWords(element.dataset.age, now, element)));
    each(root, ".timer-left", (element) => tickTimer(element, judged));
    each(root, ".frozen", (element) => write(element, frozen ? frozenWords() : ""));
    turnPage(root, frozen);
    window.pantau.screen.settle(root);
    window.pantau.screen.dim(root, time.hour(now, link.frame.timezone));
    window.pantau.settle.settle(root);
  }

  /* What the room must hear: an operator's line, a burst, a deadline that was just missed. */
  function sayLines(root) {
    const message = (link.order && link.order.message) || "";
    const lines = [...(message ? [["message", message]] : []), ...director.lines()].slice(0, 2);
    const key = JSON.stringify(lines), bar = root.querySelector(".lines");
    if (bar.dataset.key === key) return;
    bar.dataset.key = key;
    bar.replaceChildren(...lines.map(([kind, said]) => Object.assign(document.createElement("b"), { className: kind, textContent: said })));
  }

  function wear(root, mood) {
    MOODS.forEach((name) => root.classList.toggle(name, mood.split(" ").includes(name)));
    root.classList.toggle("spotlit", Boolean(link.frame && link.frame.bounds));
  }

  /* Timers run only while the data is good enough to run on. */
  function judgedAt(now, frozen) {
    if (link.frame.historical) return link.frame.as_of;
    return frozen ? link.frame.stale_at : now;
  }

  const frozenWords = () => "beku sejak " + time.shortTime(link.frame.stale_at, link.frame.timezone) + " · ";

  function each(root, selector, act) {
    root.querySelectorAll(selector).forEach(act);
  }

  function write(element, words) {
    if (element.textContent !== words) element.textContent = words;
  }

  function clockWords(what, now) {
    const zone = link.frame.timezone;
    if (what === "zone") return link.frame.zone;
    if (link.frame.historical) return what === "date" ? time.date(link.frame.as_of, zone) : time.shortTime(link.frame.as_of, zone);
    return what === "date" ? time.date(now, zone) : time.time(now, zone);
  }

  function ageWords(since, now, element) {
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

  /* Late ones are shown page by page, so that none stays hidden on a screen that nobody can scroll. */
  function turnPage(root, frozen) {
    const list = root.querySelector(".late-timers"), rows = list.querySelectorAll(".timer");
    const pages = Math.max(1, Math.ceil(rows.length / LATE_ROWS));
    if (performance.now() - state.turnedAt > PAGE_MS && !frozen) {
      state.page += 1;
      state.turnedAt = performance.now();
    }
    const page = state.page % pages;
    rows.forEach((row) => row.classList.toggle("hidden", Number(row.dataset.page) !== page));
    const shown = root.querySelector("h2 .page");
    if (shown) write(shown, pages > 1 ? page * LATE_ROWS + 1 + "–" + Math.min(rows.length, (page + 1) * LATE_ROWS) + " dari " : "");
  }

  /* Parts drawn anew are filled at once, not a second later; text that we write ourselves does not call us again. */
  function watch(root) {
    const drawn = (record) =>
      record.type === "attributes" || [...record.addedNodes].some((node) => node.nodeType === Node.ELEMENT_NODE);
    new MutationObserver((records) => records.some(drawn) && tick()).observe(root, {
      subtree: true, childList: true, attributes: true, attributeFilter: ["data-due", "data-age", "data-page"],
    });
  }

  function fit(panel) {
    const [south, west, north, east] = panel.dataset.bounds.split(",").map(Number);
    const id = panel.querySelector(".map").id;
    window.pantau.map.scaleHatching(wall());
    window.dash_clientside.set_props(id.replace("-map", "-marks"), { superClusterOptions: window.pantau.map.clusterOptions() });
    Object.keys(state.shown).filter((key) => key.startsWith("wall-main-") || key.startsWith("wall-inset-")).forEach((key) => delete state.shown[key]);
    window.dash_clientside.set_props(id, {
      invalidateSize: performance.now(),
      viewport: { bounds: [[south, west], [north, east]], options: { animate: false } },
    });
  }

  /* Each map is fitted to its panel again whenever the panel changes its size: a new monitor, a zoom, a late font. */
  function keepFitted(root) {
    const observer = new ResizeObserver((entries) => {
      entries.forEach((entry) => fit(entry.target));
      apply();
    });
    root.querySelectorAll("[data-bounds]").forEach((panel) => observer.observe(panel));
  }

  function turn() {
    link.turn();
    apply();
    tick();
  }

  function start() {
    const ready = wall() && window.dash_clientside && window.dash_clientside.set_props;
    if (!ready) return void setTimeout(start, 50);
    window.pantau.screen.prepare(wall());
    watch(wall());
    keepFitted(wall());
    setInterval(turn, 1000);
    turn();
    window.pantau.presence(link, () => ({ view: link.frame && link.frame.view, as_of: link.frame && link.frame.as_of, mood: condition(time.now()) }));
  }

  if (window.location.pathname === "/layar") start();
})();
