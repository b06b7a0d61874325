import "./indonesian.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import * as rules from "../../dashboard/pages/wall/static/connection_rules.js";

const POLLED = { now: 10_000, requestedAt: 8_500, hasFrame: true, streaming: false };

test("the address of a frame names its view, or its moment", () => {
  assert.equal(rules.frameUrl("kota", null), "/api/v1/wall");
  assert.equal(rules.frameUrl("71.71.01", null), "/api/v1/wall?lihat=71.71.01");
  assert.equal(
    rules.frameUrl("71.71.01", "2026-11-30T12:00+08:00"),
    "/api/v1/wall?pada=2026-11-30T12%3A00%2B08%3A00",
  );
  assert.equal(rules.frameUrl("kota", null, "en"), "/api/v1/wall?bahasa=en");
  assert.equal(rules.frameUrl("71.71.01", null, "en"), "/api/v1/wall?lihat=71.71.01&bahasa=en");
});

test("the address of the stream names a language that is not the city's", () => {
  assert.equal(rules.streamUrl(""), "/api/v1/wall/stream");
  assert.equal(rules.streamUrl("en"), "/api/v1/wall/stream?bahasa=en");
});

test("without a stream a frame is asked for every second", () => {
  assert.equal(rules.isPollDue(POLLED), true);
  assert.equal(rules.isPollDue({ ...POLLED, requestedAt: 9_000 }), false);
});

test("with a stream nothing is asked for until a change is announced", () => {
  assert.equal(rules.isPollDue({ ...POLLED, streaming: true }), false);
  assert.equal(rules.isPollDue({ ...POLLED, streaming: true, hasFrame: false }), true);
});

test("a stream is lost after five seconds, and opened again after two more at the earliest", () => {
  assert.equal(rules.isStreaming(10_000, 5_001), true);
  assert.equal(rules.isStreaming(10_000, 5_000), false);
  assert.equal(rules.isReopenDue(2_000, 0), false);
  assert.equal(rules.isReopenDue(2_001, 0), true);
});

test("a display that was never connected connects at once", () => {
  assert.equal(rules.isReopenDue(0, -Infinity), true);
  assert.equal(rules.isStreaming(0, -Infinity), false);
});

test("a page is loaded again for one reason every ten minutes, for another at once", () => {
  const last = { why: "lost", at: 1_000_000 };
  assert.equal(rules.mayReload(last, "lost", 1_000_000 + 599_999), false);
  assert.equal(rules.mayReload(last, "lost", 1_000_000 + 600_000), true);
  assert.equal(rules.mayReload(last, "5f3b", 1_000_001), true);
  assert.equal(rules.mayReload({}, "lost", 5), true);
});

test("five silent minutes are the end of hope", () => {
  assert.equal(rules.isGivenUp(300_000, 0), false);
  assert.equal(rules.isGivenUp(300_001, 0), true);
});

test("two clocks that differ by another amount than before tell of a sleep", () => {
  assert.equal(rules.isJump(null, 1_000_000), false);
  assert.equal(rules.isJump(1_000, 6_000), false);
  assert.equal(rules.isJump(1_000, 6_001), true);
  assert.equal(rules.isJump(6_001, 1_000), true);
});

test("a clock that is off by two minutes or less is not worth a word", () => {
  assert.equal(rules.clockOffset(120_000, 0), 0);
  assert.equal(rules.clockOffset(120_001, 0), 120_001);
  assert.equal(rules.clockOffset(0, 120_001), -120_001);
});

for (const [error, text] of [
  [{ status: 404 }, "Tampilan yang diminta alamat layar ini tidak ada pada kota ini."],
  [{ status: 503 }, "Server belum dapat memberikan data (kode 503)."],
  [{ name: "AbortError" }, "Server tidak menjawab dalam 10 detik."],
  [new SyntaxError("x"), "Data dari server tiba tidak utuh."],
  [new TypeError("x"), "Server tidak terjangkau: mohon periksa jaringan layar ini."],
])
  test(`a display says: ${text}`, () => {
    assert.equal(rules.faultText(error), text);
  });
