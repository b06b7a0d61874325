/* Over a wall the bar shows while somebody is at it, and is gone again before it disturbs those who look. */
(function () {
  "use strict";
  const STAYS_MS = 4000;
  let timer = 0;

  function wake() {
    const bar = document.getElementById("office-bar");
    if (!bar) return;
    bar.classList.add("awake");
    window.clearTimeout(timer);
    timer = window.setTimeout(() => bar.classList.remove("awake"), STAYS_MS);
  }

  ["mousemove", "touchstart"].forEach((name) => document.addEventListener(name, wake, { passive: true }));
})();
