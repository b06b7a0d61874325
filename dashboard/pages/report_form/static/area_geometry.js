/* Which area a point is in: geometry of GeoJSON, without a map. */

/**
 * @typedef {[number, number]} Position longitude and latitude
 * @typedef {{ type: string, coordinates: any[] }} Geometry a polygon or several
 */

/**
 * Return the rings of a polygon, or of several: outlines and holes.
 * @param {Geometry} geometry
 * @returns {Position[][]}
 */
export const ringsOf = ({ type, coordinates }) => (type === "Polygon" ? [coordinates] : coordinates).flat();

/**
 * Return whether a line eastward from a point crosses the segment between two others.
 * @param {Position} point
 * @param {Position} a
 * @param {Position} b
 */
const crosses = ([long, lat], [longA, latA], [longB, latB]) =>
  latA > lat !== latB > lat && long < ((longB - longA) * (lat - latA)) / (latB - latA) + longA;

/**
 * Return whether a point is inside: a line from it crosses the borders an odd number of times.
 * @param {Geometry} geometry
 * @param {Position} point
 */
export function contains(geometry, point) {
  let inside = false;
  for (const ring of ringsOf(geometry))
    for (let index = 0; index < ring.length; index += 1)
      if (crosses(point, ring[index], ring[(index + 1) % ring.length])) inside = !inside;
  return inside;
}
