/* A map to place a pin on, by Leaflet: the borders of kelurahan, over street tiles where the city has them. */
import * as L from "leaflet";
import css from "leaflet/dist/leaflet.css";
import { make } from "../../../ui/static/dom.js";
import { contains } from "./area_geometry.js";

/**
 * @typedef {{ code: string, name: string, parent: string, parent_name: string }} AreaNames
 * @typedef {{ geometry: import("./area_geometry.js").Geometry, properties: AreaNames }} Feature
 * @typedef {AreaNames & { geometry: Feature["geometry"], shape: L.Polygon }} Area
 * @typedef {{ name: string, bounds: L.LatLngBounds }} Label
 *
 * @typedef {object} PinMap
 * @property {(lat: number, long: number, close: boolean) => void} placePin
 * @property {(code: string) => void} showArea
 * @property {(lat: number, long: number, metres: number) => void} showSurroundings
 * @property {(levels: number) => void} zoom
 */

const CLOSEST_ZOOM = 18;
const PIN_ZOOM = 14; // some streets around a pin
const LABEL_ZOOMS = 1.5; // so much closer than the whole city, names of kelurahan replace those of kecamatan
const LETTER_PIXELS = 6.5;
const OPTIONS = {
  attributionControl: false,
  zoomControl: false,
  doubleClickZoom: false, // two taps place the pin twice
  boxZoom: false,
  zoomAnimation: false,
  fadeAnimation: false,
  inertia: false,
  zoomSnap: 0, // the city fills the map
  zoomDelta: 0.75,
  maxZoom: CLOSEST_ZOOM,
};
const NOT_TAPPED = { interactive: false };

document.head.prepend(make("style", { textContent: css }));

/**
 * Return the labels of areas: names of kelurahan if the map is close, of kecamatan if not.
 * @param {Area[]} areas
 * @param {boolean} close
 */
function labelsOf(areas, close) {
  /** @type {Map<string, Label>} */
  const labels = new Map();
  for (const area of areas) {
    const key = close ? area.code : area.parent;
    const label = labels.get(key) || {
      name: close ? area.name : area.parent_name,
      bounds: L.latLngBounds([]),
    };
    label.bounds.extend(area.shape.getBounds());
    labels.set(key, label);
  }
  return [...labels.values()];
}

/**
 * Make a map.
 * @param {HTMLElement} element
 * @param {Feature[]} features
 * @param {string | undefined} tileUrl
 * @param {(point: { lat: number, long: number }, area: Area | null) => void} onMoved
 * @returns {PinMap}
 */
export function makePinMap(element, features, tileUrl, onMoved) {
  const map = L.map(element, OPTIONS);
  const areas = features.map(({ geometry, properties }) => {
    const [shape] = L.geoJSON(/** @type {any} */ (geometry), NOT_TAPPED).getLayers();
    return { geometry, shape: /** @type {L.Polygon} */ (shape), ...properties };
  });
  const whole = L.featureGroup(areas.map((area) => area.shape)).getBounds();
  const labels = L.layerGroup();
  const mark = L.layerGroup(); // the pin, or the circle of a vague location
  map.fitBounds(whole, { padding: [0, 0] });
  map.setMinZoom(map.getZoom() - 0.5);
  const labelZoom = map.getZoom() + LABEL_ZOOMS;
  if (tileUrl) L.tileLayer(tileUrl, { maxZoom: CLOSEST_ZOOM, subdomains: "a" }).addTo(map);
  for (const layer of [...areas.map((area) => area.shape), labels, mark]) layer.addTo(map);
  map.on("zoomend", drawLabels);
  map.on("click", ({ latlng }) => placePin(latlng.lat, latlng.lng, false));
  drawLabels();

  function drawLabels() {
    labels.clearLayers();
    for (const label of labelsOf(areas, map.getZoom() > labelZoom)) if (fits(label)) drawLabel(label);
  }

  /** @param {Label} label */
  function fits({ name, bounds }) {
    const width = map.project(bounds.getNorthEast()).x - map.project(bounds.getSouthWest()).x;
    return width > name.length * LETTER_PIXELS;
  }

  /** @param {Label} label */
  function drawLabel({ name, bounds }) {
    const content = make("span", { textContent: name }); // a text, whatever is in the name
    const icon = L.divIcon({ html: content, className: "area-name", iconSize: [0, 0] });
    L.marker(bounds.getCenter(), { icon, keyboard: false, ...NOT_TAPPED }).addTo(labels);
  }

  /** @param {Area | null} shown */
  function highlight(shown) {
    for (const area of areas) area.shape.getElement()?.classList.toggle("selected", area === shown);
  }

  /** @param {L.Layer[]} layers */
  function showMark(...layers) {
    mark.clearLayers();
    for (const layer of layers) layer.addTo(mark);
  }

  /**
   * Place the pin.
   * @param {number} lat
   * @param {number} long
   * @param {boolean} close whether the map comes close to it
   */
  function placePin(lat, long, close) {
    const area = areas.find(({ geometry }) => contains(geometry, [long, lat])) || null;
    showMark(L.circleMarker([lat, long], { className: "pin", radius: 8, ...NOT_TAPPED }));
    highlight(area);
    if (close && area) map.setView([lat, long], PIN_ZOOM);
    onMoved({ lat, long }, area);
  }

  /**
   * Show an area without a pin.
   * @param {string} code
   */
  function showArea(code) {
    const area = areas.find((candidate) => candidate.code === code) || null;
    showMark();
    highlight(area);
    if (area) map.fitBounds(area.shape.getBounds(), { padding: [24, 24] });
  }

  /**
   * Show where something is, somewhere within so many metres: a circle without a pin.
   * @param {number} lat
   * @param {number} long
   * @param {number} metres
   */
  function showSurroundings(lat, long, metres) {
    const circle = L.circle([lat, long], { className: "surroundings", radius: metres, ...NOT_TAPPED });
    showMark(circle);
    highlight(null);
    map.fitBounds(circle.getBounds(), { maxZoom: PIN_ZOOM, padding: [24, 24] });
  }

  return { placePin, showArea, showSurroundings, zoom: (levels) => map.setZoom(map.getZoom() + levels) };
}
