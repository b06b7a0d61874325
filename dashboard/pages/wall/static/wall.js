/* The wall: sets the properties that changed, ticks every second, and shows how old its data is. */
import { all, byId, make, part } from "../../../ui/static/dom.js";
import { expose } from "../../../ui/static/globals.js";
import { gettext } from "../../../ui/static/messages.js";
import * as time from "../../../ui/static/time.js";
import { clusterOptions, scaleHatching } from "../../../ui/static/map.js";
import { connect } from "./connection.js";
import { direct } from "./director.js";
import { startHeartbeat } from "./heartbeat.js";
import { fitLabels } from "./layout_fit.js";
import * as screen from "./screen.js";
import * as conditions from "./wall_condition.js";

/** @typedef {import("./connection.js").Frame} Frame */

const PAGE_MS = 10000;
const LATE_ROWS = 5;

const startedAt = performance.now();
const state = {
  /** @type {Record<string, string>} */
  props: {},
  /** @type {Record<string, string>} */
  applied: {},
  page: 0,
  pageSince: 0,
};
const connection = connect(onFrame, () => director.view());
const director = direct(connection);

const wall = () => document.getElementById("wall");

/** @param {Frame} frame */
function onFrame(frame) {
  state.props = Object.fromEntries(
    Object.entries(frame.props).map(([id, props]) => [id, JSON.stringify(props)]),
  );
  apply();
  tick();
}

/* Only properties that changed are set: other components are not drawn again, and the map is never mounted again. */
function apply() {
  const { frame } = connection;
  const root = wall();
  if (!frame || !root) return;
  fitMainMap(root, frame);
  for (const [id, json] of Object.entries(state.props)) {
    if (state.applied[id] === json) continue;
    window.dash_clientside.set_props(id, frame.props[id]);
    if (isDrawn(id)) state.applied[id] = json;
  }
}

/**
 * Fit the large map to the area of the view.
 * @param {HTMLElement} root
 * @param {Frame} frame
 */
function fitMainMap(root, frame) {
  const panel = part(root, ".map-main");
  panel.dataset.whole = panel.dataset.whole || panel.dataset.bounds;
  const bounds = String(frame.bounds || panel.dataset.whole);
  if (panel.dataset.bounds === bounds) return;
  panel.dataset.bounds = bounds;
  fit(panel);
}

/**
 * Return whether what was set is drawn: areas lose it while their borders still load, so it is set again until then.
 * @param {string} id
 */
function isDrawn(id) {
  return !id.endsWith("-areas") || document.querySelector(".map-" + id.split("-")[1] + " path.area") !== null;
}

const condition = () => conditions.currentCondition(connection, time.now(), performance.now());

/* Why there is no data yet; the notice covers the wall until there is. */
function waitText() {
  if (connection.frame) return "";
  if (!connection.fault) return gettext("Waiting for the first data from the server …");
  const duration = time.age(performance.now() - startedAt);
  const retried = gettext("Tried again each second, for {duration} so far.", { duration });
  return `${connection.fault} ${retried}`;
}

/**
 * Show a text in the notice. Its own script may be missing: then the notice itself ends here.
 * @param {string} text
 */
function showNotice(text) {
  if (window.pantau?.notice) window.pantau.notice(text);
  else if (!text) byId("wall-notice").className = "done";
}

function tick() {
  const root = wall();
  if (!root) return;
  showNotice(waitText());
  const current = condition();
  setClasses(root, current);
  const trouble = part(root, ".trouble");
  write(trouble, conditions.troubleText(connection, current));
  trouble.classList.toggle("mild", current === "fresh" && !connection.clockFault);
  showLines(root);
  if (connection.frame) tickFrame(root, connection.frame, current.startsWith("stale"));
}

/**
 * @param {HTMLElement} root
 * @param {Frame} frame
 * @param {boolean} frozen
 */
function tickFrame(root, frame, frozen) {
  const now = time.now();
  const judged = conditions.judgedAt(frame, now, frozen);
  for (const element of all(root, "[data-clock]"))
    write(element, clockText(frame, element.dataset.clock, now));
  for (const element of all(root, "[data-age]")) write(element, ageText(element, now));
  for (const element of all(root, ".timer-left")) tickTimer(element, judged);
  for (const element of all(root, ".frozen")) write(element, frozen ? frozenText(frame) : "");
  showLatePage(root, frozen);
  screen.avoidSeams(root);
  screen.dim(root, time.hour(now, frame.timezone));
  fitLabels(root, frame.label_order || []);
}

/**
 * Show messages for everybody in the room: an operator's, a report cluster, a deadline that was just missed.
 * @param {HTMLElement} root
 */
function showLines(root) {
  const message = connection.order.message || "";
  /** @type {[string, string][]} */
  const own = message ? [["message", message]] : [];
  const lines = [...own, ...director.lines()].slice(0, 2);
  const key = JSON.stringify(lines);
  const bar = part(root, ".lines");
  if (bar.dataset.key === key) return;
  bar.dataset.key = key;
  bar.replaceChildren(...lines.map(([kind, text]) => make("b", { className: kind, textContent: text })));
}

/**
 * @param {HTMLElement} root
 * @param {string} current
 */
function setClasses(root, current) {
  const names = current.split(" ");
  for (const name of conditions.CONDITIONS) root.classList.toggle(name, names.includes(name));
  root.classList.toggle("spotlit", Boolean(connection.frame?.bounds));
}

/** @param {Frame} frame */
const frozenText = (frame) =>
  gettext("frozen since {time}", { time: time.shortTime(frame.stale_at || 0, frame.timezone) }) + " · ";

/**
 * @param {HTMLElement} element
 * @param {string} text
 */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * @param {Frame} frame
 * @param {string | undefined} name
 * @param {number} now
 */
function clockText(frame, name, now) {
  if (name === "zone") return frame.zone;
  const moment = frame.historical ? frame.as_of : now;
  if (name === "date") return time.date(moment, frame.timezone);
  return frame.historical ? time.shortTime(moment, frame.timezone) : time.time(moment, frame.timezone);
}

/**
 * @param {HTMLElement} element
 * @param {number} now
 */
function ageText(element, now) {
  const since = element.dataset.age;
  if (!since) return "";
  const duration = time.age(Math.max(0, now - Number(since)));
  return element.classList.contains("age") ? gettext("{duration} ago", { duration }) : duration;
}

/**
 * @param {HTMLElement} element
 * @param {number} judged
 */
function tickTimer(element, judged) {
  const { due, filed, approaching, stopped } = element.dataset;
  const timer = {
    due: Number(due),
    filed: Number(filed),
    approaching: Number(approaching),
    stopped: Number(stopped),
  };
  const { text, used } = conditions.countdown(timer, judged);
  write(part(element, ".left"), text);
  part(element, ".used").style.width = (100 * used).toFixed(1) + "%";
}

/**
 * Show late reports page by page, so that none stays hidden on a screen that nobody can scroll.
 * @param {HTMLElement} root
 * @param {boolean} frozen
 */
function showLatePage(root, frozen) {
  const rows = all(part(root, ".late-timers"), ".timer");
  const pages = Math.max(1, Math.ceil(rows.length / LATE_ROWS));
  if (performance.now() - state.pageSince > PAGE_MS && !frozen) {
    state.page += 1;
    state.pageSince = performance.now();
  }
  const page = state.page % pages;
  for (const row of rows) row.classList.toggle("hidden", Number(row.dataset.page) !== page);
  for (const note of all(root, "h2 .page").slice(0, 1))
    write(note, conditions.pageText(page, LATE_ROWS, rows.length));
}

/**
 * Fill new elements at once, not at the next tick; the text that this script writes adds no elements.
 * @param {HTMLElement} root
 */
function watch(root) {
  /** @param {MutationRecord} record */
  const needsTick = (record) =>
    record.type === "attributes" ||
    [...record.addedNodes].some((node) => node.nodeType === Node.ELEMENT_NODE);
  new MutationObserver((records) => records.some(needsTick) && tick()).observe(root, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["data-due", "data-age", "data-page"],
  });
}

/** @param {HTMLElement} panel */
function fit(panel) {
  const [south, west, north, east] = (panel.dataset.bounds || "").split(",").map(Number);
  const id = part(panel, ".map").id;
  const root = wall();
  if (root) scaleHatching(root);
  window.dash_clientside.set_props(id.replace("-map", "-marks"), { superClusterOptions: clusterOptions() });
  for (const key of Object.keys(state.applied))
    if (/^wall-(main|inset)-/.test(key)) delete state.applied[key];
  window.dash_clientside.set_props(id, {
    invalidateSize: performance.now(),
    viewport: {
      bounds: [
        [south, west],
        [north, east],
      ],
      options: { animate: false },
    },
  });
}

/**
 * Fit each map to its panel again when the panel changes its size: a new monitor, a zoom, a late font.
 * @param {HTMLElement} root
 */
function watchSizes(root) {
  const observer = new ResizeObserver((entries) => {
    for (const entry of entries) fit(/** @type {HTMLElement} */ (entry.target));
    apply();
  });
  for (const panel of all(root, "[data-bounds]")) observer.observe(panel);
}

function everySecond() {
  connection.tick();
  apply();
  tick();
}

const seen = () => ({
  view: connection.frame?.view ?? null,
  as_of: connection.frame?.as_of ?? null,
  mood: condition(),
});

function start() {
  const root = wall();
  if (!root || !window.dash_clientside?.set_props) return void setTimeout(start, 50);
  screen.prepare(root);
  watch(root);
  watchSizes(root);
  setInterval(everySecond, 1000);
  everySecond();
  startHeartbeat(connection, seen);
}

expose("time", time);
expose("screen", screen);
if (window.location.pathname === "/layar") start();
