/* On the wall the navigation bar shows while somebody uses the mouse or touches, and hides again soon after. */
(function () {
  "use strict";
  const VISIBLE_MS = 4000;
  let timer = 0;

  function show() {
    const bar = document.getElementById("navbar");
    if (!bar) return;
    bar.classList.add("visible");
    window.clearTimeout(timer);
    timer = window.setTimeout(() => bar.classList.remove("visible"), VISIBLE_MS);
  }

  ["mousemove", "touchstart"].forEach((name) => document.addEventListener(name, show, { passive: true }));
})();
