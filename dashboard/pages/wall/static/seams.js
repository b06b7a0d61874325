/* Rows and headings between the seams of monitors: geometry without a document. */

/**
 * @typedef {import("./label_places.js").Box} Box
 * @typedef {[number, number]} Interval from top to bottom, in pixels
 */

const MAX_GROWTH = 1.4; // by which the last rows may be higher than the others

/**
 * Return the seams between monitors as stripes.
 * @param {number} across
 * @param {number} down
 * @param {{ wide: number, high: number, half: number }} size of the window, and half of a stripe
 * @returns {{ x: Box[], y: Box[] }}
 */
export function stripes(across, down, { wide, high, half }) {
  /**
   * @param {number} n
   * @param {number} length
   */
  const lines = (n, length) => Array.from({ length: n - 1 }, (_, i) => ((i + 1) * length) / n);
  return {
    x: lines(across, wide).map((at) => ({ left: at - half, right: at + half, top: 0, bottom: high })),
    y: lines(down, high).map((at) => ({ left: 0, right: wide, top: at - half, bottom: at + half })),
  };
}

/**
 * Return the free intervals between stripes.
 * @param {number} top
 * @param {number} bottom
 * @param {Box[]} stripesOfY
 * @returns {Interval[]}
 */
export function intervals(top, bottom, stripesOfY) {
  /** @type {Interval[]} */
  const free = [];
  let at = top;
  for (const stripe of stripesOfY.filter((candidate) => candidate.bottom > top && candidate.top < bottom)) {
    if (stripe.top > at) free.push([at, stripe.top]);
    at = stripe.bottom;
  }
  if (bottom > at) free.push([at, bottom]);
  return free;
}

/**
 * Return how many rows of a height fit into a length.
 * @param {number} length
 * @param {number} height
 */
const capacity = (length, height) => Math.floor(length / height + 1e-6);

/**
 * Return the greatest height at which so many rows fit into the intervals, each row within one of them.
 * @param {number[]} lengths
 * @param {number} rows
 */
export function rowHeight(lengths, rows) {
  let low = 0;
  let high = Math.max(...lengths);
  for (let i = 0; i < 30; i++) {
    const half = (low + high) / 2;
    if (lengths.reduce((sum, length) => sum + capacity(length, half), 0) >= rows) low = half;
    else high = half;
  }
  return low;
}

/**
 * Return the tracks of a grid from top to bottom, and the track of each row, counted from one. The rows of one
 * interval share its height.
 * @param {number} start of the grid
 * @param {Interval[]} free
 * @param {number} rows
 * @returns {{ tracks: number[], trackOfRow: number[] }}
 */
export function rowTracks(start, free, rows) {
  const lengths = free.map(([top, bottom]) => bottom - top);
  const height = rowHeight(lengths, rows);
  /** @type {number[]} */
  const tracks = [];
  /** @type {number[]} */
  const trackOfRow = [];
  let at = start;
  free.forEach(([top, bottom], i) => {
    if (top > at) tracks.push(top - at);
    const count = Math.min(capacity(lengths[i], height), rows - trackOfRow.length);
    const share = lengths[i] / count;
    const track = i === free.length - 1 ? Math.min(height * MAX_GROWTH, share) : share;
    for (let k = 0; k < count; k++) trackOfRow.push(tracks.push(track));
    if (!count) tracks.push(lengths[i]);
    at = bottom;
  });
  return { tracks, trackOfRow };
}
