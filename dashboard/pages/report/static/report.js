/* A report's page: countdowns, photos loaded when in view, and sections that follow what the server has. */
import { byId } from "../../../ui/static/dom.js";
import { changedSections, sectionTexts } from "../../../ui/static/kept_sections.js";
import { showTime } from "../../../ui/static/page_clock.js";
import { watchPhotos } from "../../../ui/static/photos_in_view.js";
import * as time from "../../../ui/static/time.js";

const PAGE = "casefile";
const SECTIONS = "#casefile > header > [id], #casefile > .file";
const REFRESH_MS = 15000;
const TIMEOUT_MS = 10000;

let shown = sectionTexts(document, SECTIONS);
let heardAt = 0;
/** @type {number | null} */
let staleAt = null;

/**
 * Take over the server's time, and the moment from which its data is too old.
 * @param {HTMLElement} page as it was sent
 * @param {number} requestedAt by performance.now()
 */
function takeClock(page, requestedAt) {
  const { now, speed, staleAt: moment } = page.dataset;
  heardAt = performance.now();
  time.synchronize(Number(now), requestedAt, heardAt, Number(speed));
  staleAt = moment ? Number(moment) : null;
}

const tick = () => showTime(byId(PAGE), staleAt, heardAt);

/** @param {Document} sent */
function takeSections(sent) {
  const texts = sectionTexts(sent, SECTIONS);
  for (const id of changedSections(shown, texts)) {
    byId(id).replaceChildren(...(sent.getElementById(id)?.childNodes || []));
  }
  shown = texts;
}

/* A session that ended, or a report that moved to another kecamatan, shows when the page is loaded again. */
async function refresh() {
  if (document.hidden) return;
  const requestedAt = performance.now();
  const signal = time.abortAfter(TIMEOUT_MS);
  const response = await fetch(window.location.href, { headers: { Accept: "text/html" }, signal });
  if (response.redirected || response.status === 401 || response.status === 403) window.location.reload();
  if (!response.ok) return;
  const sent = new DOMParser().parseFromString(await response.text(), "text/html");
  const page = sent.getElementById(PAGE);
  if (!page) return;
  takeClock(page, requestedAt);
  takeSections(sent);
  tick();
  watchPhotos();
}

takeClock(byId(PAGE), performance.now());
tick();
watchPhotos();
setInterval(tick, 1000);
setInterval(() => refresh().catch(() => {}), REFRESH_MS);
document.addEventListener("visibilitychange", () => refresh().catch(() => {}));
