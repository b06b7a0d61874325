/* Chooses the view of a display: pinned by an operator, touched by somebody, called by an event, or next in rotation. */
import { closest } from "../../../ui/static/dom.js";
import * as time from "../../../ui/static/time.js";
import { alertLines, burstsSince, CITY, chooseView, justLate, rotationView } from "./display_rotation.js";

const TOUCHED_MS = 90000;

/**
 * Return the director of a display.
 * @param {import("./connection.js").Connection} connection
 */
export function direct(connection) {
  let current = CITY;
  /** @type {{ at: number, view: string } | null} */
  let touched = null;
  /** @type {Record<string, number>} */
  let seenBursts = {};
  const params = new URLSearchParams(window.location.search);
  const past = params.get("pada");
  const fixed = params.get("lihat");

  /* The clock of a simulated city runs faster; the rotation of displays does not. */
  const seconds = () => time.now() / time.speed() / 1000;

  /** @param {import("./display_rotation.js").Alerts} alerts */
  const lateNow = (alerts) => justLate(alerts, time.now(), time.speed());

  /**
   * A new report cluster brings the display back to the city's map; its line stays as long as the cluster lasts.
   * @param {import("./display_rotation.js").Alerts} alerts
   */
  function hasNewBurst(alerts) {
    const now = performance.now();
    seenBursts = burstsSince(alerts.bursts, seenBursts, now);
    return Object.values(seenBursts).some((start) => now - start < alerts.seconds * 1000);
  }

  function touchedView() {
    return touched && performance.now() - touched.at < TOUCHED_MS ? touched.view : null;
  }

  function chosenView() {
    const { frame, order } = connection;
    const asked = past || order.view || touchedView() || fixed;
    const held = !frame || Boolean(order.paused);
    const free = frame && !asked && !held;
    return chooseView({
      past: Boolean(past),
      ordered: order.view,
      touched: touchedView(),
      fixed,
      held,
      current,
      called: Boolean(free && (hasNewBurst(frame.alerts) || lateNow(frame.alerts).length > 0)),
      next: free ? rotationView(frame.program, seconds()) : current,
    });
  }

  /* A pinned kecamatan may be missing from the layer: then the city is shown. */
  function view() {
    const chosen = chosenView();
    current = chosen === connection.missing ? CITY : chosen;
    return current;
  }

  function lines() {
    return connection.frame ? alertLines(connection.frame.alerts, lateNow(connection.frame.alerts)) : [];
  }

  /* On an interactive panel, a tap on a kecamatan of the ranking shows it, a tap on the title the city. */
  document.addEventListener("click", (event) => {
    const target = closest(event, ".wall .rank, .wall .city");
    if (target) touched = { at: performance.now(), view: target.dataset.view || CITY };
  });

  return { view, lines };
}
