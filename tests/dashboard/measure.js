/* Measurements of a wall for the tests. Evaluated in the page, it defines `measure`. */
window.measure = (function () {
  "use strict";
  const all = (selector) => [...document.querySelectorAll(selector)].filter((e) => e.offsetParent !== null);
  const hasText = (e) => [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.textContent.trim());
  // The ticker shows as many whole events as fit on its line; the rest wraps below the edge on purpose.
  const texts = () => all(".wall *").filter((e) => hasText(e) && !e.closest(".ticker"));
  const box = (e) => e.getBoundingClientRect();

  const boxes = (selector) =>
    all(selector).filter((e) => box(e).width > 0).map((e) => [e.className + " " + e.textContent, box(e).left, box(e).top, box(e).right, box(e).bottom]);

  /* Where the words themselves lie, which may be wider than what holds them. A line of type is higher than its
     letters: only its middle counts, so that lines below each other are apart. */
  function words(node) {
    const range = document.createRange();
    range.selectNode(node);
    const { left, top, right, bottom } = range.getBoundingClientRect();
    const quarter = (bottom - top) / 4;
    return [node.data, left, top + quarter, right, bottom - quarter];
  }

  const own = (e) => [...e.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const inked = (selector) => all(selector).flatMap(own).map(words).filter(([, left, , right]) => right > left);

  const overflow = () =>
    [document.documentElement, document.querySelector(".wall")].map((e) => [e.scrollWidth - e.clientWidth, e.scrollHeight - e.clientHeight]);

  const cutOff = () =>
    texts().filter((e) => getComputedStyle(e).display !== "inline" && e.scrollWidth > e.clientWidth + 1).map((e) => e.textContent);

  function leaves(e) {
    const own = box(e), around = box(e.closest(".tile, .panel") || document.body);
    return own.left < around.left - 1 || own.right > around.right + 1 || own.top < around.top - 1 || own.bottom > around.bottom + 1;
  }

  const outside = () => texts().filter(leaves).map((e) => e.textContent);
  const smallest = () => Math.min(...texts().map((e) => parseFloat(getComputedStyle(e).fontSize)));

  /* Contrast by WCAG 2: relative luminance of the text against the nearest ground painted behind it. */
  const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
  const linear = (v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);

  function luminance(colour) {
    const [r, g, b] = colour.slice(0, 3).map(linear);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  function ground(e) {
    for (; e; e = e.parentElement) {
      const colour = channels(getComputedStyle(e).backgroundColor);
      if (colour.length === 3 || colour[3] > 0.8) return colour;
    }
    return [0, 0, 0];
  }

  function contrast(e) {
    const [a, b] = [luminance(channels(getComputedStyle(e).color)), luminance(ground(e))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  /* Names on the map have a halo, and the practice mark stands on stripes: neither has one ground. */
  const faintest = () =>
    texts().filter((e) => !e.closest(".map-label, .practice")).map((e) => [contrast(e), e.textContent]).sort((a, b) => a[0] - b[0])[0];

  /* Every line of text, as far as it is seen, that touches a stripe where two monitors meet. */
  function onSeams() {
    const { x, y } = window.pantau.screen.seams(), stripes = [...x, ...y], found = [];
    for (const e of texts().filter((one) => getComputedStyle(one).visibility !== "hidden")) {
      for (const node of [...e.childNodes].filter((n) => n.nodeType === Node.TEXT_NODE && n.textContent.trim())) {
        const range = document.createRange();
        range.selectNodeContents(node);
        const lines = [...range.getClientRects()];
        const on = (line) => stripes.some((s) => line.left < s.right - 1 && line.right > s.left + 1 && line.top < s.bottom - 1 && line.bottom > s.top + 1);
        if (lines.some(on)) found.push([node.textContent, e.className]);
      }
    }
    return found;
  }

  return { boxes, inked, overflow, cutOff, outside, smallest, faintest, onSeams };
})();
