/* Words and numerals in the page's language. Messages are English; the page holds the translations of those that its
   scripts show (dashboard/web/script_messages.py). A worker and a page without them show English. */

/**
 * @typedef {Record<string, string | number>} Values what a message has in braces, such as `{name}`
 * @typedef {Partial<Record<Intl.LDMLPluralRule, string>>} PluralForms
 * @typedef {Record<string, string | PluralForms>} Catalogue translations, by their messages
 */

const COUNTRY = "ID"; // its numerals and clock times, in every language
const DEFAULT_LANGUAGE = "id";

/** @type {{ language: string, locales: string[], catalogue: Catalogue, rules: Intl.PluralRules } | undefined} */
let kept;
const wholeNumbers = new Intl.NumberFormat(`${DEFAULT_LANGUAGE}-${COUNTRY}`);

/**
 * Return everything that depends on the language, from the page when it is first needed.
 */
function spoken() {
  if (!kept) {
    const page = typeof document === "undefined" ? null : document;
    const json = page?.getElementById("messages")?.textContent;
    useMessages(page?.documentElement.lang || "en", json ? JSON.parse(json) : {});
  }
  return /** @type {NonNullable<typeof kept>} */ (kept);
}

/**
 * Take a language and its translations; a page states both.
 * @param {string} language
 * @param {Catalogue} catalogue
 */
export function useMessages(language, catalogue) {
  // A browser that does not know the language writes dates as in Indonesian, not as its own maker does.
  const locales = [`${language}-${COUNTRY}`, `${DEFAULT_LANGUAGE}-${COUNTRY}`];
  kept = { language, locales, catalogue, rules: new Intl.PluralRules(locales) };
}

/** The language of the page, such as `en`. */
export const currentLanguage = () => spoken().language;

/** What `Intl` formats names of days and months by. */
export const currentLocales = () => spoken().locales;

/**
 * Return a whole number in Indonesian numerals, as in every language.
 * @param {number} count
 */
export const number = (count) => wholeNumbers.format(count);

/**
 * @param {string} text
 * @param {Values} values
 */
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));

/**
 * Return a message in the page's language.
 * @param {string} message in English
 * @param {Values} [values]
 */
export function gettext(message, values = {}) {
  const translated = spoken().catalogue[message];
  return fill(typeof translated === "string" ? translated : message, values);
}

/**
 * Return a message for a count, by the plural forms of the page's language, with `{count}` filled in.
 * @param {string} singular in English
 * @param {string} plural in English
 * @param {number} count
 * @param {Values} [values]
 */
export function ngettext(singular, plural, count, values = {}) {
  const { catalogue, rules } = spoken();
  const translated = catalogue[singular];
  const english = count === 1 ? singular : plural;
  const text = typeof translated === "object" ? translated[rules.select(count)] : undefined;
  return fill(text ?? english, { count: number(count), ...values });
}
