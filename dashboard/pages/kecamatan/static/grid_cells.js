/* Cells of the grid, which ag-grid asks for by name, and the grid's refresh. */
import { gettext } from "../../../ui/static/messages.js";

/**
 * @typedef {object} Row
 * @property {string} href
 * @property {string} mark
 * @property {string} state
 * @property {number | null} due
 * @property {number | null} stopped
 *
 * @typedef {{ data?: Row, value?: unknown }} Cell
 */

/**
 * @param {string} kind
 * @param {Record<string, unknown>} properties
 * @param {...unknown} children
 */
const element = (kind, properties, ...children) => window.React.createElement(kind, properties, ...children);

/** @param {Cell} cell */
const reportCell = (cell) =>
  cell.data ? element("a", { href: cell.data.href, tabIndex: -1 }, cell.value) : null;

/** @param {Cell} cell */
function timeCell({ data }) {
  if (!data) return null;
  const label = { role: "img", "aria-label": data.state, title: data.state };
  const icon = element("i", { className: "status-icon " + data.mark, ...label });
  if (data.due === null) return element("span", { className: "state-cell" }, icon, gettext("no deadline"));
  const stopped = data.stopped === null ? {} : { "data-stopped": data.stopped };
  const ticking = element("span", { className: "ticking", "data-due": data.due, ...stopped });
  return element("span", { className: "state-cell" }, icon, ticking);
}

window.dashAgGridComponentFunctions = {
  ...window.dashAgGridComponentFunctions,
  PantauReport: reportCell,
  PantauTime: timeCell,
};

/* A cell of the grid has the focus, not the link in it. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.target instanceof Element)) return;
  if (!event.target.classList.contains("ag-cell")) return;
  /** @type {HTMLAnchorElement | null | undefined} */
  const link = event.target.closest(".ag-row")?.querySelector("a[href]");
  if (link) link.click();
});

/**
 * Load the rows of a kecamatan again.
 * @param {string | undefined} code
 */
export function refreshGrid(code) {
  const getApi = window.dash_ag_grid?.getApi;
  if (!getApi || !code || !document.querySelector(".kecamatan-page .ag-root")) return;
  const grid = getApi({ part: "camat-grid", of: code });
  if (grid) grid.refreshInfiniteCache();
}
