import "./indonesian.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import * as wall from "../../dashboard/pages/wall/static/wall_condition.js";

const FRAME = {
  as_of: Date.UTC(2026, 10, 30, 4),
  stale_at: Date.UTC(2026, 10, 30, 5),
  historical: false,
  timezone: "Asia/Makassar",
};
const HEARD = { frame: FRAME, heardAt: 0, silentSince: null, tornSince: null };
const SOON = FRAME.as_of + 1000;

test("the condition of a wall", () => {
  const condition = (changes, now = SOON, monotonic = 0) =>
    wall.currentCondition({ ...HEARD, ...changes }, now, monotonic);
  assert.equal(condition({ frame: null }), "waiting");
  assert.equal(
    condition({ frame: { ...FRAME, historical: true } }, FRAME.stale_at + 1, 99_999),
    "historical",
  );
  assert.equal(condition({}), "fresh");
  assert.equal(condition({}, FRAME.stale_at + 1), "stale");
  assert.equal(condition({}, SOON, 5_501), "unheard");
  assert.equal(condition({ silentSince: 5 }), "silent");
  assert.equal(condition({ silentSince: 5 }, FRAME.stale_at + 1, 5_501), "stale unheard");
  assert.equal(condition({ tornSince: SOON - 3_000 }), "fresh");
  assert.equal(condition({ tornSince: SOON - 3_001 }), "torn");
});

test("what is wrong is said with its time, and what is still valid", () => {
  const state = { ...HEARD, heardMs: SOON, clockFault: "", clockOff: 0 };
  const text = wall.troubleText(state, "unheard");
  assert.match(
    text,
    /^Server tidak terjangkau sejak pukul 12\.00\. Angka di bawah adalah keadaan pukul 12\.00;/,
  );
  assert.equal(wall.troubleText(state, "fresh"), "");
  assert.equal(wall.troubleText({ ...state, clockFault: "Jam server" }, "fresh"), "Jam server");
  assert.match(wall.troubleText({ ...state, clockOff: -180_000 }, "fresh"), /meleset 3 menit\./);
  assert.equal(wall.troubleText({ ...state, frame: null }, "waiting"), "");
});

test("countdowns stop with data that is too old, and at a past board's moment", () => {
  assert.equal(wall.judgedAt(FRAME, SOON, false), SOON);
  assert.equal(wall.judgedAt(FRAME, SOON, true), FRAME.stale_at);
  assert.equal(wall.judgedAt({ ...FRAME, historical: true }, SOON, false), FRAME.as_of);
});

for (const [judged, used] of [
  [0, 0],
  [40, 0.4],
  [80, 0.8],
  [90, 0.9],
  [100, 1],
  [500, 1],
  [-5, 0],
])
  test(`at ${judged} of 100 the bar stands at ${used}`, () => {
    assert.ok(Math.abs(wall.usedShare(0, 80, 100, judged) - used) < 1e-9);
  });

test("a deadline that lies before its report is used up", () => {
  assert.equal(wall.usedShare(100, 100, 100, 0), 1);
});

test("a countdown that stopped says what was left then", () => {
  const timer = { due: 7_200_000, filed: 0, approaching: NaN, stopped: 3_600_000 };
  assert.equal(wall.countdown(timer, 9_000_000).text, "1.00.00");
  assert.equal(wall.countdown({ ...timer, stopped: NaN }, 10_800_000).text, "+ 1.00.00");
});

test("a list of several pages says which rows it shows", () => {
  assert.equal(wall.pageText(0, 5, 5), "");
  assert.equal(wall.pageText(1, 5, 12), "6–10 dari ");
  assert.equal(wall.pageText(2, 5, 12), "11–12 dari ");
});
