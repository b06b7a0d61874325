import "./indonesian.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { countdownText, judgedAt } from "../../dashboard/ui/static/countdown.js";
import * as time from "../../dashboard/ui/static/time.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOON_WITA = Date.UTC(2026, 10, 30, 4, 5, 9);

for (const [milliseconds, text] of [
  [0, "0.00.00"],
  [6 * HOUR + 12 * MINUTE + 40 * SECOND, "6.12.40"],
  [-(6 * HOUR + 12 * MINUTE + 40 * SECOND), "6.12.40"],
  [DAY - 1, "23.59.59"],
  [DAY, "1 hari"],
  [2 * DAY + 4 * HOUR, "2 hari 4 jam"],
  [10 * DAY + 4 * HOUR, "10 hari"],
])
  test(`a countdown of ${milliseconds} ms reads ${text}`, () => {
    assert.equal(time.span(milliseconds), text);
  });

for (const [milliseconds, text] of [
  [999, "0 detik"],
  [59 * SECOND, "59 detik"],
  [MINUTE, "1 menit"],
  [HOUR + MINUTE, "1 jam 1 menit"],
  [DAY + 2 * HOUR, "1 hari 2 jam"],
])
  test(`an age of ${milliseconds} ms reads ${text}`, () => {
    assert.equal(time.age(milliseconds), text);
  });

test("times of day are those of the city's zone, with dots", () => {
  assert.equal(time.time(NOON_WITA, "Asia/Makassar"), "12.05.09");
  assert.equal(time.shortTime(NOON_WITA, "Asia/Jakarta"), "11.05");
  assert.equal(time.hour(NOON_WITA, "Asia/Jayapura"), 13);
  assert.equal(time.date(NOON_WITA, "Asia/Makassar"), "Senin, 30 November 2026");
});

test("midnight is hour 0", () => {
  assert.equal(time.hour(Date.UTC(2026, 10, 30, 16), "Asia/Makassar"), 0);
});

test("the server's time is that of the middle of a request, and goes on at its speed", (t) => {
  let monotonic = 1000;
  t.mock.method(performance, "now", () => monotonic);
  time.synchronize(5_000_000, 900, 1100, 60);
  assert.equal(time.now(), 5_000_000);
  monotonic += 500;
  assert.equal(time.now(), 5_000_000 + 500 * 60);
  assert.equal(time.speed(), 60);
});

test("a countdown on an office page says what is left, what is late, and that it stopped", () => {
  assert.equal(countdownText(HOUR, NaN, 0), "sisa 1.00.00");
  assert.equal(countdownText(HOUR, NaN, 2 * HOUR), "terlambat 1.00.00");
  assert.equal(countdownText(2 * HOUR, HOUR, 5 * HOUR), "berhenti, sisa 1.00.00");
});

test("deadlines are judged by data that is not too old", () => {
  assert.equal(judgedAt(10, 20), 10);
  assert.equal(judgedAt(30, 20), 20);
  assert.equal(judgedAt(30, null), 30);
  assert.equal(judgedAt(30, undefined), 30);
});
