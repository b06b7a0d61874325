/* Sections are replaced while somebody navigates by keyboard: the focus moves to the same element in the new section. */

/** @typedef {{ element: Element, selector: string, section: string }} FocusPlace */

const NAMES = ["id", "name", "href", "data-set", "data-pick", "data-choice"];
/** @type {FocusPlace | null} */
let last = null;

/**
 * @param {Element} element
 * @returns {FocusPlace | null}
 */
function placeOf(element) {
  const own = NAMES.flatMap((name) => {
    const value = element.getAttribute(name);
    return value === null ? [] : [`[${name}="${CSS.escape(value)}"]`];
  });
  const section = element.parentElement?.closest("[id]");
  return own.length && section
    ? { element, selector: element.localName + own.join(""), section: section.id }
    : null;
}

document.addEventListener("focusin", (event) => {
  last = event.target instanceof Element ? placeOf(event.target) : null;
});

/* The event comes both when a user leaves an element and when it is removed; only in the second case the focus returns. */
document.addEventListener("focusout", () => {
  const previous = last;
  setTimeout(() => {
    if (previous && last === previous && previous.element.isConnected) last = null;
  });
});

function restore() {
  if (!last || last.element.isConnected || document.activeElement !== document.body) return;
  const section = document.getElementById(last.section);
  const replacement = section?.querySelector(last.selector);
  if (replacement instanceof HTMLElement) replacement.focus({ preventScroll: true });
}

new MutationObserver(restore).observe(document.documentElement, { subtree: true, childList: true });
