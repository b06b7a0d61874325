/* A page that tries again after some seconds. Without scripts its head does it; a head that does interrupts readers. */

const isTyping = () => document.activeElement?.matches("input, select, textarea") || false;

/** Load the page again after its seconds, but not while somebody types in it. */
export function watchRefresh() {
  const seconds = Number(document.body.dataset.refreshSeconds || 0);
  if (!seconds) return;
  setInterval(() => {
    if (!isTyping()) location.reload();
  }, seconds * 1000);
}
