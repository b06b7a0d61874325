import "./indonesian.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import * as rules from "../../dashboard/pages/pwa/static/outbox_rules.js";
import { createOutbox } from "../../dashboard/pages/pwa/static/outbox_sender.js";

const REPORT = {
  id: "r",
  state: "waiting",
  at: 1,
  label: "Lapor",
  page: "/lapor",
  action: "http://board/lapor",
  fields: [],
};
const NOTE = { ...REPORT, id: "n", at: 2, page: "/laporan/1", action: "http://board/tindak", account: "ana" };
const ANSWER = {
  url: "http://board/lacak/1",
  status: 200,
  ok: true,
  headers: new Headers(),
  text: async () => "<p>",
};

/* An outbox whose server is `answer(url, options)`, signed in as `account`. */
function outboxOf(items, answer, account = "ana") {
  const store = new Map(items.map((item) => [item.id, item]));
  const sent = [];
  const state = { account, known: null, announced: 0, now: 100 };
  const outbox = createOutbox({
    items: {
      getAll: async () => [...store.values()],
      get: async (id) => store.get(id),
      put: async (item) => void store.set(item.id, item),
      remove: async (id) => void store.delete(id),
    },
    knownAccount: {
      get: () => state.known,
      set: (value) => {
        state.known = value;
      },
    },
    fetch: async (url, options) => {
      if (url === "/kiriman/akun") return { ok: true, json: async () => ({ account: state.account }) };
      sent.push([url, options.credentials]);
      return answer(url, state);
    },
    alone: (work) => work(),
    announce: () => {
      state.announced += 1;
    },
    now: () => state.now,
  });
  return { outbox, store, sent, state };
}

test("what was written without an account is everybody's to send, the rest its owner's", () => {
  assert.equal(rules.isOwn({ ...REPORT, account: "" }, null), true);
  assert.equal(rules.isOwn(NOTE, "ana"), true);
  assert.equal(rules.isOwn(NOTE, "budi"), false);
  assert.equal(rules.isOwn(NOTE, ""), false);
  assert.equal(rules.isOwn(NOTE, null), false);
});

test("old items name no account: a report needs none, of others nobody knows who wrote them", () => {
  assert.equal(rules.ownerOf(REPORT), "");
  const old = { ...NOTE, account: undefined };
  assert.equal(rules.isOrphan(old), true);
  assert.equal(rules.isOwn(old, "ana"), false);
  assert.equal(rules.isWaiting(old), false);
});

test("an item without an account is sent without a cookie", () => {
  assert.equal(rules.credentialsOf({ ...REPORT, account: "" }), "omit");
  assert.equal(rules.credentialsOf(NOTE), "same-origin");
});

for (const [change, outcome] of [
  [{}, { state: "sent", url: ANSWER.url }],
  [{ url: "http://board/masuk" }, { state: "waiting", foreign: true }],
  [
    { status: 401, ok: false },
    { state: "waiting", foreign: true },
  ],
  [{ headers: new Headers({ "X-Form-Owner": "other" }) }, { state: "waiting", foreign: true }],
  [
    { status: 503, ok: false },
    { state: "waiting", status: 503, html: "<p>" },
  ],
  [
    { status: 429, ok: false },
    { state: "waiting", status: 429, html: "<p>" },
  ],
  [
    { status: 422, ok: false },
    { state: "refused", status: 422, html: "<p>" },
  ],
])
  test(`an answer with ${JSON.stringify(change)} leaves an item ${outcome.state}`, async () => {
    assert.deepEqual(await rules.outcomeOf({ ...ANSWER, ...change }), outcome);
  });

test("what was sent keeps its receipt and no content", () => {
  const after = rules.afterSending(NOTE, { state: "sent", url: "/x" }, 7);
  assert.deepEqual(Object.keys(after).sort(), [
    "account",
    "at",
    "done",
    "id",
    "label",
    "page",
    "state",
    "url",
  ]);
  assert.equal(after.done, 7);
});

test("items are sent in the order in which they were written, each as its owner", async () => {
  const { outbox, store, sent, state } = outboxOf([NOTE, { ...REPORT, account: "" }], () => ANSWER);
  await outbox.flush();
  assert.deepEqual(sent, [
    ["http://board/lapor", "omit"],
    ["http://board/tindak", "same-origin"],
  ]);
  assert.deepEqual(
    [...store.values()].map((item) => item.state),
    ["sent", "sent"],
  );
  assert.equal(state.announced, 1);
});

test("another account's items wait", async () => {
  const { outbox, store, sent } = outboxOf([NOTE], () => ANSWER, "budi");
  await outbox.flush();
  assert.deepEqual(sent, []);
  assert.deepEqual(store.get("n"), NOTE);
});

test("without a network the first attempt is the last", async () => {
  const fail = () => {
    throw new TypeError("no network");
  };
  const { outbox, store, sent } = outboxOf([NOTE, { ...NOTE, id: "m", at: 3 }], fail);
  await outbox.flush();
  assert.equal(sent.length, 1);
  assert.equal(store.get("n").state, "waiting");
});

test("an item that the server refuses does not keep back the next", async () => {
  const answer = (url) => (url.endsWith("tindak") ? { ...ANSWER, ok: false, status: 422 } : ANSWER);
  const { outbox, store } = outboxOf([{ ...NOTE, at: 0 }, REPORT], answer);
  await outbox.flush();
  assert.deepEqual([store.get("n").state, store.get("r").state], ["refused", "sent"]);
  assert.equal(store.get("n").html, "<p>");
});

test("if another account signs in meanwhile, an item stays as it is", async () => {
  const answer = (_url, state) => {
    state.account = "budi";
    return { ...ANSWER, headers: new Headers({ "X-Form-Owner": "other" }) };
  };
  const { outbox, store, state } = outboxOf([NOTE], answer);
  await outbox.flush();
  assert.deepEqual(store.get("n"), NOTE);
  assert.equal(state.known, "budi");
});

test("results are kept for ten minutes, and end with the account", async () => {
  const done = { ...NOTE, state: "sent", done: 0 };
  const { outbox, store, state } = outboxOf([done], () => ANSWER);
  state.now = 600_000;
  await outbox.flush();
  assert.equal(store.size, 1);
  state.now = 600_001;
  await outbox.flush();
  assert.equal(store.size, 0);
  await outbox.add({ ...NOTE, id: "z" });
  store.set("n", done);
  await outbox.forgetAccount();
  assert.deepEqual([[...store.keys()], state.known], [["z"], ""]);
});

test("a sign-out is told how many items of its account wait", async () => {
  const items = [NOTE, { ...NOTE, id: "m", account: "budi" }, { ...NOTE, id: "s", state: "sent" }, REPORT];
  assert.equal(await outboxOf(items, () => ANSWER).outbox.countOwn(), 1);
  assert.equal(await outboxOf(items, () => ANSWER, "").outbox.countOwn(), 0);
});
