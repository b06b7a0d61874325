/* The names that scripts of other people look up in the window: Dash its callbacks, dash-leaflet its functions. */

/**
 * Add functions that dash-leaflet or a person at the console finds as `pantau.NAME`.
 * @param {string} name
 * @param {unknown} value
 */
export function expose(name, value) {
  const root = /** @type {{ pantau?: Record<string, unknown> }} */ (globalThis);
  root.pantau = root.pantau || {};
  root.pantau[name] = value;
}

/**
 * Add the functions of a namespace that Dash calls as clientside callbacks.
 * @param {string} namespace
 * @param {Record<string, Function>} functions
 */
export function registerCallbacks(namespace, functions) {
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside[namespace] = functions;
}
