/* Free places for names and icons on a map: geometry of boxes, without a document. */

/**
 * @typedef {{ left: number, right: number, top: number, bottom: number }} Box in pixels
 * @typedef {[number, number]} Shift right and down
 */

const GAP = 2;
const DIRECTIONS = 16;
export const MOST_LABELS = 24;
const ORDERED_RINGS = 3; // past the area's icon, no further: of many small areas, the next name is near

/**
 * Return by how much two boxes overlap, with a gap between them counted in.
 * @param {Box} a
 * @param {Box} b
 */
export const overlap = (a, b) =>
  Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left) + GAP) *
  Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) + GAP);

/**
 * @param {Box} box
 * @param {Box[]} occupied
 */
const coveredArea = (box, occupied) => occupied.reduce((sum, other) => sum + overlap(box, other), 0);

/**
 * Return a box that was moved.
 * @param {Box} box
 * @param {Shift} by
 * @returns {Box}
 */
export const shift = (box, by) => ({
  left: box.left + by[0],
  right: box.right + by[0],
  top: box.top + by[1],
  bottom: box.bottom + by[1],
});

/**
 * @param {Box} box
 * @param {Box} frame
 */
const within = (box, frame) =>
  box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom;

/**
 * Return the shift that brings a box inside the frame: a name at the map's edge would be cut off.
 * @param {Box} box
 * @param {Box} frame
 * @returns {Shift}
 */
const shiftInside = (box, frame) => [
  Math.max(0, frame.left - box.left) - Math.max(0, box.right - frame.right),
  Math.max(0, frame.top - box.top) - Math.max(0, box.bottom - frame.bottom),
];

/**
 * Yield shifts in rings around the origin, nearest first.
 * @param {number} rings
 * @param {number} step the distance of rings
 * @returns {Generator<Shift>}
 */
export function* candidateShifts(rings, step) {
  yield [0, 0];
  for (let ring = 1; ring <= rings; ring++) {
    for (let direction = 0; direction < DIRECTIONS; direction++) {
      const angle = (2 * Math.PI * direction) / DIRECTIONS;
      yield [Math.round(ring * step * Math.cos(angle)), Math.round(ring * step * Math.sin(angle))];
    }
  }
}

/**
 * Return the smallest shift to a free place inside the frame; if nothing is free, to the one that covers least.
 * `covered` is how much it covers.
 * @param {Box} original
 * @param {Box[]} occupied
 * @param {Box} frame
 * @param {number} rings
 * @param {number} step
 * @returns {{ by: Shift, covered: number }}
 */
export function findShift(original, occupied, frame, rings, step) {
  /** @type {Shift} */
  const edge = rings ? shiftInside(original, frame) : [0, 0];
  /** @type {{ by: Shift, covered: number }} */
  let best = { by: edge, covered: Infinity };
  for (const ring of candidateShifts(rings, step)) {
    /** @type {Shift} */
    const by = [edge[0] + ring[0], edge[1] + ring[1]];
    const box = shift(original, by);
    if (!within(box, frame) && (ring[0] || ring[1])) continue;
    const covered = coveredArea(box, occupied);
    if (covered < best.covered) best = { by, covered };
    if (covered === 0) break;
  }
  return best;
}

/**
 * @param {Box} box
 * @param {number} by
 * @returns {Box}
 */
const pad = (box, by) => ({
  left: box.left - by,
  right: box.right + by,
  top: box.top - by,
  bottom: box.bottom + by,
});

/**
 * Return a shift for the first boxes that fit, with air around each, and null for the others, which are hidden.
 * The places of the former are added to what is occupied.
 * @param {Box[]} boxes in the order in which they matter
 * @param {Box[]} occupied
 * @param {Box} frame
 * @param {number} step
 * @returns {(Shift | null)[]}
 */
export function placeInOrder(boxes, occupied, frame, step) {
  let shown = 0;
  return boxes.map((box) => {
    if (shown >= MOST_LABELS) return null;
    const found = findShift(box, occupied, frame, ORDERED_RINGS, step);
    if (found.covered) return null;
    shown += 1;
    occupied.push(pad(shift(box, found.by), step / 2));
    return found.by;
  });
}

/**
 * Return a shift for every box; their places are added to what is occupied.
 * @param {Box[]} boxes
 * @param {Box[]} occupied
 * @param {Box} frame
 * @param {number} rings
 * @param {number} step
 */
export function placeAll(boxes, occupied, frame, rings, step) {
  return boxes.map((box) => {
    const { by } = findShift(box, occupied, frame, rings, step);
    occupied.push(shift(box, by));
    return by;
  });
}

/**
 * Return items by the place of their code in an order; those that it does not name come last.
 * @template T
 * @param {string[]} order
 * @param {T[]} items
 * @param {(item: T) => string | undefined} codeOf
 */
export function sortBy(order, items, codeOf) {
  const places = new Map(order.map((code, place) => [code, place]));
  /** @param {T} item */
  const place = (item) => places.get(codeOf(item) || "") ?? order.length;
  return [...items].sort((a, b) => place(a) - place(b));
}
