/* The page of the sources: its parts follow what the server has; what is unfolded stays so. */
import { all, byId } from "../../../ui/static/dom.js";
import { changedSections, sectionTexts } from "../../../ui/static/kept_sections.js";
import * as time from "../../../ui/static/time.js";

const SECTIONS = "#feeds-standing, #feeds-notices, #feeds-cards > .source";
const REFRESH_MS = 10000;
const TIMEOUT_MS = 10000;

let shown = sectionTexts(document, SECTIONS);

/** @param {string} id @param {Document} sent */
function takeSection(id, sent) {
  const section = byId(id);
  const unfolded = all(section, "details[open]").map((details) => details.className);
  const next = /** @type {HTMLElement} */ (sent.getElementById(id));
  for (const details of all(next, "details")) {
    details.toggleAttribute("open", unfolded.includes(details.className));
  }
  section.className = next.className;
  section.replaceChildren(...next.childNodes);
}

/* A session that ended leads to the sign-in; sources that came or went show when the page is loaded again. */
async function refresh() {
  if (document.hidden) return;
  const signal = time.abortAfter(TIMEOUT_MS);
  const response = await fetch(window.location.href, { headers: { Accept: "text/html" }, signal });
  if (response.redirected) {
    const current = window.location.pathname + window.location.search;
    window.location.assign("/masuk?ke=" + encodeURIComponent(current));
  }
  if (!response.ok || response.redirected) return;
  const sent = new DOMParser().parseFromString(await response.text(), "text/html");
  const texts = sectionTexts(sent, SECTIONS);
  if ([...texts.keys()].join() !== [...shown.keys()].join()) return window.location.reload();
  for (const id of changedSections(shown, texts)) takeSection(id, sent);
  shown = texts;
}

setInterval(() => refresh().catch(() => {}), REFRESH_MS);
document.addEventListener("visibilitychange", () => refresh().catch(() => {}));
