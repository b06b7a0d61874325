import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { countdownText } from "../../dashboard/ui/static/countdown.js";
import { gettext, ngettext, number, useMessages } from "../../dashboard/ui/static/messages.js";
import * as time from "../../dashboard/ui/static/time.js";
import { pageText } from "../../dashboard/pages/wall/static/wall_condition.js";
import { readCatalogue } from "./indonesian.js";

const NOON_WITA = Date.UTC(2026, 10, 30, 4, 5, 9);
const DAY = 86_400_000;
/* Arabic has six plural categories; the words are made up. */
const SIX_FORMS = {
  "{count} day": { zero: "z", one: "o", two: "t", few: "f{count}", many: "m", other: "x" },
};

afterEach(() => useMessages("en", {}));

test("a message without a translation is shown in English", () => {
  useMessages("id", {});
  assert.equal(gettext("Cancel"), "Cancel");
  assert.equal(ngettext("{count} day", "{count} days", 1), "1 day");
});

test("values are put where the language has them, and a value is never read as a place", () => {
  useMessages("xx", { "{a} of {b}": "{b}: {a}" });
  assert.equal(gettext("{a} of {b}", { a: "{b}", b: 7 }), "7: {b}");
  assert.equal(gettext("{a} of {b}", { a: 1 }), "{b}: 1");
});

test("a count chooses the plural form of its language", () => {
  assert.equal(ngettext("{count} day", "{count} days", 1), "1 day");
  assert.equal(ngettext("{count} day", "{count} days", 2), "2 days");
  useMessages("id", readCatalogue());
  assert.deepEqual(
    [1, 2].map((count) => ngettext("{count} day", "{count} days", count)),
    ["1 hari", "2 hari"],
  );
  useMessages("ar", SIX_FORMS);
  const texts = [0, 1, 2, 3, 11, 100].map((count) => ngettext("{count} day", "{count} days", count));
  assert.deepEqual(texts, ["z", "o", "t", "f3", "m", "x"]);
});

for (const language of ["id", "en", "zxx"])
  test(`numerals and times of day are Indonesia's, in ${language} too`, () => {
    useMessages(language, {});
    assert.equal(number(1234567), "1.234.567");
    assert.equal(time.shortTime(NOON_WITA, "Asia/Makassar"), "12.05");
  });

test("a day is named in the language of the page, and in Indonesian where a browser does not know it", () => {
  assert.equal(time.date(NOON_WITA, "Asia/Makassar"), "Monday, 30 November 2026");
  assert.equal(time.dayAndTime(NOON_WITA, "Asia/Makassar"), "Monday, 30 November at 12.05");
  useMessages("id", readCatalogue());
  assert.equal(time.dayAndTime(NOON_WITA, "Asia/Makassar"), "Senin, 30 November pukul 12.05");
  useMessages("zxx", {});
  assert.equal(time.date(NOON_WITA, "Asia/Makassar"), "Senin, 30 November 2026");
});

test("countdowns, ages and pages of a list are in English on an English page", () => {
  assert.equal(time.span(2 * DAY + DAY / 6), "2 days 4 hours");
  assert.equal(time.age(61_000), "1 minute");
  assert.equal(countdownText(0, 0, DAY), "late by 1 day");
  assert.equal(countdownText(DAY, 1, DAY), "stopped, 23.59.59 left");
  assert.equal(pageText(1, 5, 12), "6–10 of ");
});
