/* On the wall the navigation bar shows while somebody uses the mouse or touches, and hides again soon after. */
const VISIBLE_MS = 4000;
let timer = 0;

function show() {
  const bar = document.getElementById("navbar");
  if (!bar) return;
  bar.classList.add("visible");
  window.clearTimeout(timer);
  timer = window.setTimeout(() => bar.classList.remove("visible"), VISIBLE_MS);
}

for (const name of ["mousemove", "touchstart"]) document.addEventListener(name, show, { passive: true });
