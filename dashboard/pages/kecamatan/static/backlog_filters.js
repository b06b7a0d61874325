/* The filters of the kecamatan page: what a choice changes, and what a new page starts with. */

/** @typedef {{ [name: string]: any, code?: string, view?: string, sort?: string, falling?: boolean }} Filters */

const NO_FILTERS = { area: "", category: "", state: "", holder: "", age: "" };

/**
 * Return the code of the kecamatan of an address; empty if it has none.
 * @param {string | undefined} path
 */
export const codeOf = (path) => (/^\/kecamatan\/([^/]+)/.exec(path || "") || ["", ""])[1];

/**
 * Return filters after a change. All but a longer list or another view start with a short list again; `clear` takes
 * away every filter.
 * @param {Filters | null} filters
 * @param {Filters} change
 * @returns {Filters}
 */
export function applyChange(filters, change) {
  const applied = change.clear ? { ...NO_FILTERS, clear: undefined } : change;
  const keepsLimit = applied.limit || applied.view;
  return { ...filters, ...(keepsLimit ? {} : { limit: undefined }), ...applied };
}

/**
 * Return the filters of a page that is opened: those that were stored for the same kecamatan. A narrow screen has
 * always the list.
 * @param {Filters | null} stored
 * @param {string} code
 * @param {boolean} wide
 * @returns {Filters}
 */
export function initialFilters(stored, code, wide) {
  const filters = stored && stored.code === code ? stored : { code, view: "table" };
  return wide ? filters : { ...filters, view: "list" };
}

/**
 * Return the change that a choice of the order means; a minus at its end stands for falling.
 * @param {string} value
 * @returns {Filters}
 */
export function orderOf(value) {
  const falling = value.endsWith("-");
  return { sort: falling ? value.slice(0, -1) : value, falling };
}

/**
 * Return the value that a control shows.
 * @param {Filters} filters
 * @param {string} name
 */
export const controlValue = (filters, name) =>
  name === "order" ? (filters.sort || "") + (filters.falling ? "-" : "") : filters[name] || "";
