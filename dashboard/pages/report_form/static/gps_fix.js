/* The device's location with its accuracy: the first fix of a phone is often that of a cell tower, a better one follows. */

/** @typedef {{ lat: number, long: number, metres: number }} Fix metres is the radius in which the device says it is */

const GOOD_METRES = 20;
const WAIT_MS = 8000;
const FIRST_FIX_MS = 20000;
const DENIED = 1;

/**
 * Search the device's location.
 * @param {(fix: Fix) => void} onFix gets each better fix
 * @param {(best: Fix | null) => void} onEnd gets the best one, or null if there was none
 * @returns {() => void} stops the search
 */
export function findLocation(onFix, onEnd) {
  /** @type {Fix | null} */
  let best = null;
  /** @type {number | null} */
  let watch = null;
  let ended = false;
  const start = performance.now();
  const timers = [
    setTimeout(() => {
      if (best) end();
    }, WAIT_MS),
    setTimeout(end, FIRST_FIX_MS),
  ];

  function stop() {
    ended = true;
    timers.forEach(clearTimeout);
    if (watch !== null) navigator.geolocation.clearWatch(watch);
  }

  function end() {
    if (ended) return;
    stop();
    onEnd(best);
  }

  /** @param {GeolocationPosition} position */
  function take({ coords }) {
    if (ended || (best && best.metres <= coords.accuracy)) return;
    const isLate = !best && performance.now() - start > WAIT_MS;
    best = { lat: coords.latitude, long: coords.longitude, metres: coords.accuracy };
    onFix(best);
    if (best.metres <= GOOD_METRES || isLate) end();
  }

  /** @param {GeolocationPositionError} error */
  const fail = (error) => {
    if (error.code === DENIED) end();
  };

  if (!navigator.geolocation) end();
  else watch = navigator.geolocation.watchPosition(take, fail, { enableHighAccuracy: true, maximumAge: 0 });
  if (ended && watch !== null) navigator.geolocation.clearWatch(watch);
  return stop;
}
