/* Adapts the wall to its screen, which the address describes: ?panel=7x3&bezel=24&tepi=1&zoom=1.1&malam=21-5&tinggi=1.4&jarak=8
   panel: monitors across and down; bezel: pixels between two of them; tepi: per cent left free at the edges;
   zoom: size of type against the default; malam: hours of the city's night, in which the screen is dimmed;
   tinggi, jarak: metres of the screen's height and of the reading distance: from too far away it shows less, larger. */
window.pantau = window.pantau || {};

window.pantau.screen = (function () {
  "use strict";
  const SHIFT_EVERY_MS = 60000, SHIFT = [[0, 0], [1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0], [-1, -1], [0, -1], [1, -1]];
  const params = new URLSearchParams(window.location.search);
  const number = (name, min, max, fallback) => {
    const value = parseFloat(params.get(name));
    return Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : fallback;
  };
  const [across, down] = ((/^(\d{1,2})x(\d{1,2})$/.exec(params.get("panel") || "") || [0, 1, 1]).slice(1)).map(Number).map((n) => Math.min(12, Math.max(1, n)));
  const bezel = number("bezel", 0, 200, 0), edge = number("tepi", 0, 5, 0), zoom = number("zoom", 0.8, 1.25, 1);
  const night = (/^(\d{1,2})-(\d{1,2})$/.exec(params.get("malam") || "") || []).slice(1).map(Number);

  const screenHeight = number("tinggi", 0.2, 20, 0), distance = number("jarak", 1, 50, 8);
  // Capitals of Roboto are 0.711 of the type's size. Normal sight (20/20) just resolves letters of 5'; twice that is readable.
  const CAPITAL_HEIGHT = 0.711, SMALLEST_REM = 1.8, READABLE_MINUTES = 10, MAX_ENLARGEMENT = 2;

  /* The height of capitals of a size in pixels, seen from the reading distance, in minutes of arc. */
  function minutes(pixels) {
    const metres = (pixels * CAPITAL_HEIGHT * screenHeight) / window.innerHeight;
    return (2 * Math.atan(metres / 2 / distance) * 180 * 60) / Math.PI;
  }

  /* The factor by which type grows when the smallest could not be read; then the wall shows less. */
  function enlargement() {
    if (!screenHeight) return 1;
    const factor = READABLE_MINUTES / minutes(SMALLEST_REM * unit() * zoom);
    return factor > 1.02 ? Math.min(MAX_ENLARGEMENT, Math.max(1.5, factor)) : 1;
  }

  /* One monitor that is higher than wide has a layout of its own; its type is as large as lying down. */
  const upright = () => across * down === 1 && window.innerHeight > window.innerWidth;
  const unit = () => upright() ? Math.min(window.innerWidth / 108, window.innerHeight / 192) : Math.min(window.innerWidth / 192, window.innerHeight / 108);

  const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);

  /* The seams between monitors, as stripes that no text may touch: the bezel, half a letter and `margin` rem to each side. */
  function seams(margin = 0) {
    if (across * down === 1) return { x: [], y: [] };
    const half = bezel / 2 + rem() * (0.6 + margin), wide = window.innerWidth, high = window.innerHeight;
    const lines = (n, length) => Array.from({ length: n - 1 }, (_, i) => ((i + 1) * length) / n);
    return {
      x: lines(across, wide).map((at) => ({ left: at - half, right: at + half, top: 0, bottom: high })),
      y: lines(down, high).map((at) => ({ left: 0, right: wide, top: at - half, bottom: at + half })),
    };
  }

  function prepare(root) {
    const style = document.documentElement.style;
    style.setProperty("--across", across);
    style.setProperty("--bezel", bezel + "px");
    style.setProperty("--edge", edge);
    adapt(root);
    window.addEventListener("resize", () => adapt(root));
    if (across > 1) root.classList.add("seamed", "across-" + Math.min(across, 6));
    if (down > 1) root.classList.add("stacked");
    setInterval(() => shift(root), SHIFT_EVERY_MS);
  }

  /* What depends on the window's size, which changes when a screen is turned. */
  function adapt(root) {
    document.documentElement.classList.toggle("upright", upright());
    document.documentElement.style.setProperty("--zoom", zoom * enlargement());
    root.classList.toggle("far", enlargement() > 1);
  }

  /* The whole wall moves in a circle of some pixels, so that nothing burns in. */
  function shift(root) {
    const [right, below] = SHIFT[Math.floor(Date.now() / SHIFT_EVERY_MS) % SHIFT.length];
    const by = across * down > 1 ? 0.1 : 0.3;
    root.style.setProperty("--shift-right", right * by + "rem");
    root.style.setProperty("--shift-down", below * by + "rem");
  }

  function dim(root, hour) {
    const [from, until] = night;
    const dark = night.length === 2 && (from < until ? hour >= from && hour < until : hour >= from || hour < until);
    root.classList.toggle("night", dark);
  }

  /* The free intervals between the stripes, from top to bottom. */
  function intervals(top, bottom, stripes) {
    const free = [];
    for (const stripe of stripes.filter((candidate) => candidate.bottom > top && candidate.top < bottom)) {
      if (stripe.top > top) free.push([top, stripe.top]);
      top = stripe.bottom;
    }
    if (bottom > top) free.push([top, bottom]);
    return free;
  }

  /* The greatest height at which `rows` fit into the intervals, each row within one of them. */
  function rowHeight(lengths, rows) {
    let low = 0, high = Math.max(...lengths);
    for (let i = 0; i < 30; i++) {
      const half = (low + high) / 2;
      if (lengths.reduce((sum, length) => sum + Math.floor(length / half + 1e-6), 0) >= rows) low = half;
      else high = half;
    }
    return low;
  }

  /* Places the rows of a list between horizontal seams; the rows of one interval share its height. */
  function placeRows(list, stripes) {
    const rows = [...list.children].filter((row) => !row.classList.contains("hidden"));
    const box = list.getBoundingClientRect(), free = intervals(box.top, box.bottom, stripes);
    if (!rows.length || free.length < 2) return resetRows(list);
    const lengths = free.map(([top, bottom]) => bottom - top), height = rowHeight(lengths, rows.length);
    const tracks = [];
    let at = box.top, next = 0;
    free.forEach(([top, bottom], i) => {
      if (top > at) tracks.push(top - at);
      const capacity = Math.floor(lengths[i] / height + 1e-6), last = i === free.length - 1;
      const count = Math.min(capacity, rows.length - next);
      for (let k = 0; k < count; k++) {
        tracks.push((last ? Math.min(height * 1.4, lengths[i] / count) : lengths[i] / count));
        rows[next++].style.gridRow = String(tracks.length);
      }
      if (!count) tracks.push(lengths[i]);
      at = bottom;
    });
    list.style.gridTemplateRows = tracks.map((track) => track.toFixed(1) + "px").join(" ");
    list.dataset.placed = "1";
  }

  function resetRows(list) {
    if (!list.dataset.placed) return;
    delete list.dataset.placed;
    list.style.gridTemplateRows = "";
    [...list.children].forEach((row) => { row.style.gridRow = ""; });
  }

  /* Moves a heading or a note that lies on a horizontal seam below it. */
  function moveBelowSeam(block, stripes) {
    const current = parseFloat(block.style.marginTop) || 0, box = block.getBoundingClientRect();
    const top = box.top - current, seam = stripes.find((stripe) => stripe.bottom > top && stripe.top < top + box.height);
    const margin = seam ? seam.bottom - top : 0;
    if (Math.abs(margin - current) > 0.5) block.style.marginTop = margin ? margin.toFixed(1) + "px" : "";
  }

  function avoidSeams(root) {
    const stripes = seams().y;
    if (!stripes.length) return;
    root.querySelectorAll(".timers-panel, .ranking-panel").forEach((panel) => {
      for (const block of panel.children) {
        if (block.matches(".timers, .ranking")) placeRows(block, stripes);
        else moveBelowSeam(block, stripes);
      }
    });
  }

  return { prepare, avoidSeams, dim, seams, minutes };
})();
