/* The device's location with its accuracy: the first fix of a phone is often that of a cell tower, a better one follows.
   window.gpsFix(onFix, onEnd) -> stop; onFix gets each better fix, onEnd the best one, or null if there was none.
   A fix is { lat, long, metres }; metres is the radius in which the device is, as the device says itself. */
(() => {
  "use strict";
  const GOOD_METRES = 20, WAIT_MS = 8000, FIRST_FIX_MS = 20000, DENIED = 1;

  window.gpsFix = (onFix, onEnd) => {
    let best = null, watch = null, ended = false;
    const timers = [];
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
    function take({ coords }) {
      if (ended || (best && best.metres <= coords.accuracy)) return;
      const isLate = !best && performance.now() - start > WAIT_MS;
      best = { lat: coords.latitude, long: coords.longitude, metres: coords.accuracy };
      onFix(best);
      if (best.metres <= GOOD_METRES || isLate) end();
    }
    const start = performance.now();
    timers.push(setTimeout(() => { if (best) end(); }, WAIT_MS), setTimeout(end, FIRST_FIX_MS));
    if (!navigator.geolocation) end();
    else watch = navigator.geolocation.watchPosition(take, (error) => { if (error.code === DENIED) end(); }, { enableHighAccuracy: true, maximumAge: 0 });
    if (ended && watch !== null) navigator.geolocation.clearWatch(watch);
    return stop;
  };
})();
