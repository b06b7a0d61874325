/* Moves names and icons on the map so that none covers another. A single icon, which shows an exact point, never
   moves; a cluster, which stands for a neighbourhood, moves a little; a name moves most. Of more names than a map
   has room for, those that come first in an order are shown where they fit, and the others are hidden. */
window.pantau = window.pantau || {};

window.pantau.layoutFit = (function () {
  "use strict";
  const GAP = 2, DIRECTIONS = 16;
  const RINGS_BY_SELECTOR = [[".map-icon", 0], [".map-cluster", 5], [".map-label", 9]];
  const MOST_LABELS = 24, ORDERED_RINGS = 3;  // past the area's icon, no further: of many small areas, the next name is near

  const overlap = (a, b) =>
    Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left) + GAP) *
    Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) + GAP);

  const coveredArea = (box, occupied) => occupied.reduce((sum, other) => sum + overlap(box, other), 0);

  const shifted = (box, by) => ({ left: box.left + by[0], right: box.right + by[0], top: box.top + by[1], bottom: box.bottom + by[1] });

  const within = (box, frame) =>
    box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom;

  /* The shift that brings a box inside the frame: a name at the map's edge would be cut off. */
  const shiftInside = (box, frame) => [
    Math.max(0, frame.left - box.left) - Math.max(0, box.right - frame.right),
    Math.max(0, frame.top - box.top) - Math.max(0, box.bottom - frame.bottom),
  ];

  /* Shifts in rings around the origin, nearest first; `step` is the distance of rings. */
  function* candidateShifts(rings, step) {
    yield [0, 0];
    for (let ring = 1; ring <= rings; ring++) {
      for (let direction = 0; direction < DIRECTIONS; direction++) {
        const angle = (2 * Math.PI * direction) / DIRECTIONS;
        yield [Math.round(ring * step * Math.cos(angle)), Math.round(ring * step * Math.sin(angle))];
      }
    }
  }

  /* The smallest shift to a free place inside the frame; if nothing is free, to the one that covers least.
     `covered` is how much it covers. */
  function findShift(original, occupied, frame, rings, step) {
    const edge = rings ? shiftInside(original, frame) : [0, 0];
    let best = { by: edge, covered: Infinity };
    for (const ring of candidateShifts(rings, step)) {
      const by = [edge[0] + ring[0], edge[1] + ring[1]];
      const box = shifted(original, by);
      if (!within(box, frame) && (ring[0] || ring[1])) continue;
      const covered = coveredArea(box, occupied);
      if (covered < best.covered) best = { by, covered };
      if (covered === 0) break;
    }
    return best;
  }

  /* Leaflet places an element's corner by `transform`; margins centre it, and shift it, in any browser. */
  const margins = (element) => [parseFloat(element.style.marginLeft) || 0, parseFloat(element.style.marginTop) || 0];

  function originalBox(element) {
    const box = element.getBoundingClientRect(), [left, top] = margins(element);
    return shifted(box, [-left - box.width / 2, -top - box.height / 2]);
  }

  function applyShift(item, by) {
    const { element, box } = item;
    const left = (by[0] - (box.right - box.left) / 2).toFixed(2) + "px", top = (by[1] - (box.bottom - box.top) / 2).toFixed(2) + "px";
    element.dataset.shift = by.join();
    if (element.style.marginLeft !== left) element.style.marginLeft = left;
    if (element.style.marginTop !== top) element.style.marginTop = top;
  }

  /* Hides what belongs outside of the visible part of the map. */
  function showIfInside(item, frame) {
    const x = (item.box.left + item.box.right) / 2, y = (item.box.top + item.box.bottom) / 2;
    const inside = x > frame.left && x < frame.right && y > frame.top && y < frame.bottom;
    item.element.style.visibility = inside ? "" : "hidden";
    return inside;
  }

  const itemsIn = (map, selector, frame) =>
    [...map.querySelectorAll(selector)].map((element) => ({ element, box: originalBox(element) })).filter((item) => showIfInside(item, frame));

  const sortedBy = (order, items) => {
    const places = new Map(order.map((code, place) => [code, place]));
    const place = (item) => places.get(item.element.dataset.code) ?? order.length;
    return items.sort((a, b) => place(a) - place(b));
  };

  const padded = (box, by) => ({ left: box.left - by, right: box.right + by, top: box.top - by, bottom: box.bottom + by });

  /* Shows the first names of the order that fit, with air around each, and hides the others. */
  function fitOrdered(items, occupied, frame, step) {
    let shown = 0;
    for (const item of items) {
      const found = shown < MOST_LABELS ? findShift(item.box, occupied, frame, ORDERED_RINGS, step) : { covered: Infinity };
      item.element.style.visibility = found.covered ? "hidden" : "";
      if (found.covered) continue;
      shown += 1;
      occupied.push(padded(shifted(item.box, found.by), step / 2));
      applyShift(item, found.by);
    }
  }

  function fitAll(items, occupied, frame, rings, step) {
    const shifts = items.map((item) => {
      const { by } = findShift(item.box, occupied, frame, rings, step);
      occupied.push(shifted(item.box, by));
      return by;
    });
    items.forEach((item, i) => applyShift(item, shifts[i]));
  }

  function fitMap(map, obstacles, order) {
    const frame = map.getBoundingClientRect(), occupied = obstacles.slice();
    const step = parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.9;
    for (const [selector, rings] of RINGS_BY_SELECTOR) {
      const items = itemsIn(map, selector, frame);
      if (order.length && selector === ".map-label") fitOrdered(sortedBy(order, items), occupied, frame, step);
      else fitAll(items, occupied, frame, rings, step);
    }
  }

  /* No name or icon on a seam between monitors. */
  const seams = () => {
    const { x, y } = window.pantau.screen.seams(0.4);
    return [...x, ...y];
  };

  /* The corner map lies on top of the large one, so nothing may be placed under it.
     `order`: codes of areas whose names are placed first; empty where there is room for all. */
  function fit(root, order) {
    const insets = [...root.querySelectorAll(".map-inset")];
    const boxes = (elements) => [...elements].filter((element) => element.offsetParent).map((element) => element.getBoundingClientRect());
    root.querySelectorAll(".map-main").forEach((map) => fitMap(map, [...boxes(insets), ...seams()], order));
    insets.forEach((map) => fitMap(map, [...boxes(map.querySelectorAll(".map-caption")), ...seams()], order));
  }

  return { fit };
})();
