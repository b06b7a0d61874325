/* Sections of a page that follow what the server has: one is replaced only if the server's text of it differs. */
import { all } from "./dom.js";

/**
 * Return the texts of sections by their ids, as the server sent them: scripts write into those on the page.
 * @param {ParentNode} page
 * @param {string} selector
 * @returns {Map<string, string>}
 */
export const sectionTexts = (page, selector) =>
  new Map(all(page, selector).map((section) => [section.id, section.innerHTML]));

/**
 * Return the ids of the sections that differ from those shown, or are new.
 * @param {Map<string, string>} shown
 * @param {Map<string, string>} sent
 */
export const changedSections = (shown, sent) =>
  [...sent.keys()].filter((id) => shown.get(id) !== sent.get(id));
