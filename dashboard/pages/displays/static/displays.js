/* The page of all displays: the cards are reloaded every few seconds, except while somebody fills in a form. */
const RELOAD_MS = 3000;

/** @param {HTMLElement} cards */
async function reload(cards) {
  const busy = cards.contains(document.activeElement) || cards.querySelector("details[open]");
  if (busy || document.hidden) return;
  try {
    const response = await fetch("/layar/semua/daftar", { cache: "no-store" });
    if (response.status === 401 || response.status === 403) return window.location.reload();
    const html = await response.text();
    if (response.ok) cards.innerHTML = html;
    cards.classList.toggle("unheard", !response.ok);
  } catch {
    cards.classList.add("unheard");
  }
}

const cards = document.getElementById("displays");
if (cards) setInterval(() => reload(cards), RELOAD_MS);
