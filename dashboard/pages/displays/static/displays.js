/* The page of all screens: what changes by itself is asked for every few seconds, while nobody is writing in it. */
(function () {
  "use strict";
  const EVERY_MS = 3000, place = document.getElementById("screens");
  if (!place) return;

  async function draw() {
    const busy = place.contains(document.activeElement) || place.querySelector("details[open]");
    if (busy || document.hidden) return;
    try {
      const answer = await fetch("/layar/semua/daftar", { cache: "no-store" });
      if (answer.status === 401 || answer.status === 403) return window.location.reload();
      const said = await answer.text();
      if (answer.ok) place.innerHTML = said;
      place.classList.toggle("unheard", !answer.ok);
    } catch (unreachable) {
      place.classList.add("unheard");
    }
  }

  setInterval(draw, EVERY_MS);
})();
