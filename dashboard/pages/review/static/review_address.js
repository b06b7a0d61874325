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

/** @param {string} search */
export const hasDetail = (search) => new URLSearchParams(search).has("rinci");

/**
 * Return whether two addresses show the same figures: all but the drilldown and the outcome of a freeze.
 * @param {string} search
 * @param {string} shown
 */
export const isSamePage = (search, shown) => figuresOf(search) === figuresOf(shown);

/** @param {string} search */
function figuresOf(search) {
  const params = new URLSearchParams(withoutDetail(search));
  params.delete("beku");
  return params.toString();
}

/**
 * Return the whole query of an address without a period, so that it can be shared: that of the loaded figures, and the
 * drilldown; null if it has one.
 * @param {string} search
 * @param {{ query: string } | null} loaded
 */
export function completeQuery(search, loaded) {
  if (!loaded || withoutDetail(search)) return null;
  const detail = search.replace(/^\?/, "&");
  return "?" + loaded.query + (detail === "&" ? "" : detail);
}
