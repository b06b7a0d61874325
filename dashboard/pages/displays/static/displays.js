/* The page of all displays: the cards are reloaded every few seconds, except while somebody fills in a form. */
(function () {
  "use strict";
  const RELOAD_MS = 3000, cards = document.getElementById("displays");
  if (!cards) return;

  async function reload() {
    const busy = cards.contains(document.activeElement) || cards.querySelector("details[open]");
    if (busy || document.hidden) return;
    try {
      const response = await fetch("/layar/semua/daftar", { cache: "no-store" });
      if (response.status === 401 || response.status === 403) return window.location.reload();
      const html = await response.text();
      if (response.ok) cards.innerHTML = html;
      cards.classList.toggle("unheard", !response.ok);
    } catch (unreachable) {
      cards.classList.add("unheard");
    }
  }

  setInterval(reload, RELOAD_MS);
})();
