import "./indonesian.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { changedSections } from "../../dashboard/ui/static/kept_sections.js";

test("a section is replaced only if the server's text of it differs, or is new", () => {
  const shown = new Map([
    ["name", "Banjir"],
    ["body", "<p>a</p>"],
  ]);
  assert.deepEqual(changedSections(shown, new Map(shown)), []);
  const sent = new Map([
    ["name", "Banjir"],
    ["body", "<p>b</p>"],
    ["banner", ""],
  ]);
  assert.deepEqual(changedSections(shown, sent), ["body", "banner"]);
});
