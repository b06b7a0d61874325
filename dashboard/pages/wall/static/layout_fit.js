/* Names and marks on the map find places where none covers another. What says exactly where something is
   (a single mark) never moves; a cluster, which stands for a neighbourhood, moves a little; a name moves most. */
window.pantau = window.pantau || {};

window.pantau.settle = (function () {
  "use strict";
  const GAP = 2, DIRECTIONS = 16;
  const KINDS = [[".map-mark", 0], [".map-cluster", 5], [".map-label", 9]];

  const overlap = (a, b) =>
    Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left) + GAP) *
    Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) + GAP);

  const covered = (box, taken) => taken.reduce((sum, other) => sum + overlap(box, other), 0);

  const moved = (box, by) => ({ left: box.left + by[0], right: box.right + by[0], top: box.top + by[1], bottom: box.bottom + by[1] });

  const within = (box, frame) =>
    box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom;

  /* How far a box must go to lie inside the frame: a name at the map's edge would be cut off. */
  const inwards = (box, frame) => [
    Math.max(0, frame.left - box.left) - Math.max(0, box.right - frame.right),
    Math.max(0, frame.top - box.top) - Math.max(0, box.bottom - frame.bottom),
  ];

  /* Rings of places around home, nearest first; `step` is their distance. */
  function* places(rings, step) {
    yield [0, 0];
    for (let ring = 1; ring <= rings; ring++) {
      for (let turn = 0; turn < DIRECTIONS; turn++) {
        const angle = (2 * Math.PI * turn) / DIRECTIONS;
        yield [Math.round(ring * step * Math.cos(angle)), Math.round(ring * step * Math.sin(angle))];
      }
    }
  }

  /* The nearest free place inside the frame; where nothing is free, the one that covers least. */
  function findPlace(home, taken, frame, rings, step) {
    const edge = rings ? inwards(home, frame) : [0, 0];
    let best = edge, least = Infinity;
    for (const ring of places(rings, step)) {
      const by = [edge[0] + ring[0], edge[1] + ring[1]];
      const box = moved(home, by);
      if (!within(box, frame) && (ring[0] || ring[1])) continue;
      const hidden = covered(box, taken);
      if (hidden === 0) return by;
      if (hidden < least) [best, least] = [by, hidden];
    }
    return best;
  }

  const shift = (element) => (element.dataset.shift || "0,0").split(",").map(Number);

  function home(element) {
    const [right, down] = shift(element);
    return moved(element.getBoundingClientRect(), [-right, -down]);
  }

  function put(element, by) {
    if (element.dataset.shift === by.join()) return;
    element.dataset.shift = by.join();
    element.style.setProperty("--right", by[0] + "px");
    element.style.setProperty("--down", by[1] + "px");
  }

  /* What lies outside of the part of the map that is shown is no name of anything in it. */
  function near(item, frame) {
    const x = (item.home.left + item.home.right) / 2, y = (item.home.top + item.home.bottom) / 2;
    const inside = x > frame.left && x < frame.right && y > frame.top && y < frame.bottom;
    item.element.style.visibility = inside ? "" : "hidden";
    return inside;
  }

  function settleMap(map, corners) {
    const frame = map.getBoundingClientRect(), taken = corners.slice();
    const step = parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.9;
    for (const [selector, rings] of KINDS) {
      const found = [...map.querySelectorAll(selector)].map((element) => ({ element, home: home(element) })).filter((item) => near(item, frame));
      const places = found.map((item) => {
        const by = findPlace(item.home, taken, frame, rings, step);
        taken.push(moved(item.home, by));
        return by;
      });
      found.forEach((item, i) => put(item.element, places[i]));
    }
  }

  /* No name or mark on a seam. */
  const seams = () => {
    const found = window.pantau.screen.seams(0.4);
    return [...found.x, ...found.y];
  };

  /* The corner map lies on top of the large one, so that nothing may settle under it. */
  function settle(root) {
    const corner = [...root.querySelectorAll(".map-inset")];
    const boxes = (found) => [...found].filter((box) => box.offsetParent).map((box) => box.getBoundingClientRect());
    root.querySelectorAll(".map-main").forEach((map) => settleMap(map, [...boxes(corner), ...seams()]));
    corner.forEach((map) => settleMap(map, [...boxes(map.querySelectorAll(".map-caption")), ...seams()]));
  }

  return { settle, findPlace };
})();
