/* The address of the review: its period, and the drilldown that is open. */

const DETAIL = ["rinci", "hal"];

/**
 * Return an address's query without the drilldown; empty or with its question mark.
 * @param {string | null | undefined} search
 */
export function withoutDetail(search) {
  const params = new URLSearchParams(search || "");
  for (const name of DETAIL) params.delete(name);
  const query = params.toString();
  return query ? "?" + query : "";
}

/**
 * Return the query that the figures depend on, all but the drilldown; null if they have it already.
 * @param {string} search
 * @param {string | null} current
 * @param {{ query: string } | null} loaded
 */
export function newFiguresQuery(search, current, loaded) {
  const query = withoutDetail(search);
  const same = query === current || (loaded && query === withoutDetail(loaded.query));
  return same ? null : query;
}

/**
 * Return the whole query of an address without a period, so that it can be shared: that of the loaded figures, and the
 * drilldown; null if it has one.
 * @param {string} search
 * @param {{ query: string } | null} loaded
 */
export function completed(search, loaded) {
  if (!loaded || withoutDetail(search)) return null;
  const detail = search.replace(/^\?/, "&");
  return "?" + loaded.query + (detail === "&" ? "" : detail);
}
