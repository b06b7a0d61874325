/* Countdowns on an office page, and whether its data is too old. */
import { countdownText, judgedAt, timeLeft } from "./countdown.js";
import { all } from "./dom.js";
import * as time from "./time.js";

const UNHEARD_MS = 40000;

/**
 * Show the time left or exceeded, until the moment by which deadlines are judged.
 * @param {Element} page
 * @param {number | null | undefined} staleAt
 * @param {number} heardAt when the server was heard, by performance.now()
 */
export function showTime(page, staleAt, heardAt) {
  const now = time.now();
  const judged = judgedAt(now, staleAt);
  page.classList.toggle("stale", judged !== now);
  page.classList.toggle("unheard", performance.now() - heardAt > UNHEARD_MS);
  for (const element of all(page, "[data-due]")) {
    const [due, stopped] = [Number(element.dataset.due), Number(element.dataset.stopped)];
    const text = countdownText(due, stopped, judged);
    if (element.textContent !== text) element.textContent = text;
    element.classList.toggle("over", timeLeft(due, stopped, judged) < 0);
  }
}
