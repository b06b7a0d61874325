/* The location of the report form: by the device, by a tap on the map, or by a choice of the area. */
import { gettext, number } from "../../../ui/static/messages.js";
import { all, byId, part } from "../../../ui/static/dom.js";
import { findLocation } from "./gps_fix.js";

/**
 * @typedef {import("./gps_fix.js").Fix} Fix
 * @typedef {import("./pin_map.js").PinMap} PinMap
 * @typedef {import("./pin_map.js").Area} Area
 */

/**
 * Return the text of an accuracy.
 * @param {Pick<Fix, "metres">} fix
 */
export const metresText = ({ metres }) =>
  metres < 1000 ? `${number(Math.max(1, Math.round(metres)))} m` : `${number(Math.round(metres / 1000))} km`;

/**
 * Load the map's script and the borders, once everything that the form itself needs is here.
 * @param {string} script
 * @returns {Promise<[typeof import("./pin_map.js"), { areas: { features: import("./pin_map.js").Feature[] } }]>}
 */
async function loadMap(script) {
  if (document.readyState !== "complete")
    await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  return Promise.all([import(script), fetch("/lapor/peta.json").then((answer) => answer.json())]);
}

/**
 * Watch the fields of the location; the map appears once its borders are here.
 * @param {HTMLFormElement} form
 * @param {() => void} onChange
 */
export async function watchLocation(form, onChange) {
  const text = byId("location");
  const area = /** @type {HTMLSelectElement} */ (byId("area"));
  const [lat, long, accuracy] = ["lat", "long", "accuracy"].map(
    (id) => /** @type {HTMLInputElement} */ (byId(id)),
  );
  const accuracyText = byId("accuracy-text");
  const maxMetres = Number(form.dataset.maxMetres);
  /** @type {Fix | null} */
  let placedFix = null;
  let stopSearch = () => {};

  /**
   * @param {string} message
   * @param {boolean} [wrong]
   */
  function show(message, wrong = false) {
    text.textContent = message;
    text.classList.toggle("wrong", wrong);
  }

  /** @param {Area} pinArea */
  const nameOf = (pinArea) => {
    const level = form.dataset.parentLevel;
    return level ? `${pinArea.name}, ${level} ${pinArea.parent_name}` : pinArea.name;
  };

  /**
   * @param {{ lat: number, long: number }} point
   * @param {Area | null} pinArea
   */
  function onPinMoved(point, pinArea) {
    lat.value = point.lat.toFixed(6);
    long.value = point.long.toFixed(6);
    area.value = pinArea ? pinArea.code : "";
    stopSearch();
    showAccuracy(placedFix);
    const outside = gettext("This point is outside the city. Mark a point within it.");
    show(pinArea ? nameOf(pinArea) : outside, !pinArea);
    onChange();
  }

  /** @param {Fix | null} fix */
  function showAccuracy(fix) {
    accuracy.value = fix ? fix.metres.toFixed() : "";
    accuracyText.hidden = !fix;
    accuracyText.textContent = fix
      ? gettext("Accuracy of the location ± {distance}.", { distance: metresText(fix) })
      : "";
  }

  function forgetPoint() {
    stopSearch();
    lat.value = "";
    long.value = "";
    showAccuracy(null);
  }

  /** @param {PinMap} map */
  function searchLocation(map) {
    stopSearch();
    show(gettext("Searching your location …"));
    stopSearch = findLocation(
      (fix) => show(gettext("Searching your location … ± {distance}", { distance: metresText(fix) })),
      (fix) => takeFix(map, fix),
    );
  }

  /**
   * Take a fix. One that is too vague is shown, but is no point of the report: the citizen taps where it is.
   * @param {PinMap} map
   * @param {Fix | null} fix
   */
  function takeFix(map, fix) {
    if (!fix) return show(gettext("Your location was not found. Allow access to it, or tap the map."), true);
    if (fix.metres > maxMetres) {
      forgetPoint();
      area.value = "";
      map.showSurroundings(fix.lat, fix.long, fix.metres);
      return show(
        gettext("This location is accurate to ± {distance} only. Tap the map where the problem is.", {
          distance: metresText(fix),
        }),
        true,
      );
    }
    placedFix = fix;
    map.placePin(fix.lat, fix.long, true);
    placedFix = null;
  }

  function areaText() {
    if (!area.value) return gettext("No location yet.");
    const [option] = area.selectedOptions;
    return option.textContent + ", " + /** @type {HTMLOptGroupElement} */ (option.parentElement).label;
  }

  /** @param {PinMap} map */
  function showPlace(map) {
    if (lat.value && long.value) map.placePin(Number(lat.value), Number(long.value), true);
    else if (area.value) map.showArea(area.value);
  }

  /** @param {PinMap} map */
  function watchMap(map) {
    byId("zoom-in").addEventListener("click", () => map.zoom(1));
    byId("zoom-out").addEventListener("click", () => map.zoom(-1));
    byId("gps").addEventListener("click", () => searchLocation(map));
    area.addEventListener("change", () => {
      forgetPoint();
      map.showArea(area.value);
      show(areaText());
      onChange();
    });
    form.addEventListener("restored", () => showPlace(map));
    form.addEventListener("reset", () => {
      forgetPoint();
      map.showArea("");
      show(gettext("No location yet."));
    });
    showPlace(map);
  }

  const mapPart = part(document, ".map-part");
  try {
    const [{ makePinMap }, { areas }] = await loadMap(form.dataset.mapScript || "");
    watchMap(makePinMap(byId("pin-map"), areas.features, form.dataset.tiles, onPinMoved));
    for (const button of all(mapPart, ":disabled")) button.removeAttribute("disabled");
  } catch {
    mapPart.hidden = true; // the list of areas is enough
  }
}
