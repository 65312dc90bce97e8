// Files are uploaded two at a time, by the tab that sends, again after a cut, and not again after a refusal.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { hasCameraNotes } from "camera_notes";
import { Interrupted, Refused, resultOf, SignedOut } from "transfer";
import { Uploads } from "uploads";


// Files "a", "b", … that are kept in the browser, and an `upload` that waits until a test ends it.
function makeUploads(names, { isWanted = () => true, check = () => "", inMemory = [], taken = new Set() } = {}) {
  const files = new Map(names.map((id) => [id, { id, kept: !inMemory.includes(id), serverId: null, uploadedAt: 0, error: null }]));
  const running = new Map();
  const begun = [];
  const uploads = new Uploads({
    records: {
      all: () => [...files.values()],
      find: (id) => files.get(id),
      change: (id, changes) => files.has(id) && files.set(id, { ...files.get(id), ...changes }),
    },
    bytes: { get: async (id) => (id === "lost" ? undefined : new Blob([id])), isInMemory: (id) => inMemory.includes(id) },
    isWanted,
    take: async (id) => (taken.has(id) ? null : () => {}),
    check: async (file) => check(file),
    upload: ({ id }, _blob, { signal, onProgress }) => {
      begun.push(id);
      return new Promise((resolve, reject) => {
        running.set(id, { resolve, reject, onProgress });
        signal.addEventListener("abort", () => reject(new Interrupted()));
      });
    },
    onChange: () => {},
    onProgress: () => {},
  });
  const end = async (id, act) => {
    act(running.get(id));
    running.delete(id);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    uploads,
    files,
    begun,
    running,
    file: (id) => files.get(id),
    succeeds: (id) => end(id, ({ resolve }) => resolve({ id: 7 })),
    fails: (id, error) => end(id, ({ reject }) => reject(error)),
  };
}

const later = () => new Promise((resolve) => setImmediate(resolve));

async function started(...args) {
  const made = makeUploads(...args);
  made.uploads.setSending(true);
  made.uploads.setConnected(true);
  await later();
  return made;
}

test.beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
test.afterEach(() => mock.timers.reset());

test("two at a time, in order", async () => {
  const { begun, succeeds, file } = await started(["a", "b", "c", "d"]);
  assert.deepEqual(begun, ["a", "b"]);
  await succeeds("b");
  assert.deepEqual(begun, ["a", "b", "c"]);
  assert.equal(file("b").serverId, "7");
  assert.equal(file("a").serverId, null);
});

test("without a connection nothing begins, and a tab that does not send uploads only what it alone has", async () => {
  const { uploads, begun } = makeUploads(["a", "mine"], { inMemory: ["mine"] });
  uploads.setSending(true);
  await later();
  assert.deepEqual(begun, []);
  uploads.setSending(false);
  uploads.setConnected(true);
  await later();
  assert.deepEqual(begun, ["mine"]);
});

test("what is on its way stays so when another tab takes over", async () => {
  const { uploads, begun, succeeds, file } = await started(["a", "b", "c"]);
  uploads.setSending(false);
  await succeeds("a");
  assert.equal(file("a").serverId, "7");
  assert.deepEqual(begun, ["a", "b"]);
});

test("what another tab uploads is left to it, for as long as it does", async () => {
  const taken = new Set(["a"]);
  const { begun, succeeds } = await started(["a", "b", "c"], { taken });
  assert.deepEqual(begun, ["b", "c"]);
  await succeeds("b");
  taken.clear();
  mock.timers.tick(5000);
  await later();
  assert.deepEqual(begun, ["b", "c", "a"]);
});

test("what was uploaded long ago is uploaded again: the server has forgotten it", async () => {
  const { begun, files, uploads } = makeUploads(["a", "b"]);
  files.set("a", { ...files.get("a"), serverId: "1", uploadedAt: Date.now() });
  files.set("b", { ...files.get("b"), serverId: "2", uploadedAt: Date.now() - 23 * 3600 * 1000 });
  uploads.setSending(true);
  uploads.setConnected(true);
  await later();
  assert.deepEqual(begun, ["b"]);
});

test("a refusal stays, and keeps no other from going", async () => {
  const { begun, fails, file } = await started(["a", "b", "c"]);
  await fails("a", new Refused("Not this one."));
  assert.equal(file("a").error, "Not this one.");
  assert.deepEqual(begun, ["a", "b", "c"]);
});

test("what is more than allowed is refused before it begins, and what the browser has lost, too", async () => {
  const { begun, file } = await started(["large", "lost", "a"], { check: ({ id }) => (id === "large" ? "too large: 9 MB" : "") });
  await later();
  assert.deepEqual(begun, ["a"]);
  assert.equal(file("large").error, "Too large: 9 MB.");
  assert.match(file("lost").error, /has lost the file/);
});

test("after a cut it is tried again, later each time, and given up after five tries", async () => {
  const { begun, fails, file } = await started(["a"]);
  for (const seconds of [2, 4, 8, 16]) {
    await fails("a", new Interrupted());
    mock.timers.tick(seconds * 1000 - 1);
    await later();
    const before = begun.length;
    mock.timers.tick(1);
    await later();
    assert.equal(begun.length, before + 1);
  }
  await fails("a", new Interrupted());
  assert.match(file("a").error, /interrupted/);
});

test("a new connection begins at once, and counts anew", async () => {
  const { uploads, begun, fails } = await started(["a"]);
  for (const _ of "1234567") {
    await fails("a", new Interrupted());
    uploads.setConnected(false);
    uploads.setConnected(true);
    await later();
  }
  assert.equal(begun.length, 8);
});

test("where the server asks for patience, it has it, and never gives up", async () => {
  const { begun, fails, file } = await started(["a"]);
  for (const _ of "1234567") {
    await fails("a", new Interrupted(30));
    mock.timers.tick(30_000);
    await later();
  }
  assert.equal(begun.length, 8);
  assert.equal(file("a").error, null);
});

test("a session that has ended ends nothing but the trying", async () => {
  const { uploads, begun, fails, file } = await started(["a", "b", "c"]);
  await fails("a", new SignedOut());
  await fails("b", new SignedOut());
  assert.deepEqual(begun, ["a", "b"]);
  assert.equal(file("a").error, null);
  uploads.setConnected(true);
  await later();
  assert.deepEqual(begun, ["a", "b", "a", "b"]);
});

test("what is removed, or belongs to a message that was discarded, is broken off", async () => {
  const unwanted = new Set();
  const { uploads, files, begun } = await started(["a", "b", "c", "d"], { isWanted: ({ id }) => !unwanted.has(id) });
  files.delete("a");
  unwanted.add("b");
  uploads.changed();
  await later();
  assert.deepEqual(begun, ["a", "b", "c", "d"]);
  assert.equal(files.get("b").error, null);
});

test("it says how far it is while it runs", async () => {
  const { uploads, running, succeeds } = await started(["a"]);
  running.get("a").onProgress(0.5);
  assert.equal(uploads.progress("a"), 0.5);
  assert.ok(uploads.isBusy);
  await succeeds("a");
  assert.equal(uploads.progress("a"), null);
  assert.ok(!uploads.isBusy);
});

test("what the server answers is taken, refused, or tried again", () => {
  assert.deepEqual(resultOf(201, '{"id":3}'), { id: 3 });
  assert.throws(() => resultOf(413, '{"error":{"code":"too_large","message":"Too large."}}'), new Refused("Too large."));
  assert.throws(() => resultOf(404, "<html>"), Refused);
  assert.throws(() => resultOf(401, "{}"), SignedOut);
  assert.throws(() => resultOf(429, "{}", "9"), ({ after }) => after === 9);
  for (const [status, text] of [[500, ""], [502, "<html>"], [408, ""], [200, "nonsense"], [0, ""]]) {
    assert.throws(() => resultOf(status, text), ({ after }) => after === null, String(status));
  }
});

test("what is wanted otherwise meanwhile is uploaded once more", async () => {
  const { uploads, begun, file, files, succeeds } = await started(["a"]);
  files.set("a", { ...file("a"), keep: true });
  uploads.again("a");
  await later();
  assert.deepEqual(begun, ["a", "a"]);
  await succeeds("a");
  assert.equal(file("a").serverId, "7");
  uploads.again("a");
  await later();
  files.set("a", { ...file("a"), keep: false }); // in another tab, of which this one has not heard
  await succeeds("a");
  assert.equal(file("a").serverId, null);
  assert.deepEqual(begun, ["a", "a", "a", "a"]);
});

test("a picture with notes of its camera is told from one without", async () => {
  const picture = (type, ...parts) => new Blob(parts, { type });
  const long = "x".repeat(300_000);
  for (const [blob, has] of [
    [picture("image/jpeg", "\xff\xd8", "Exif\0\0MM"), true],
    [picture("image/webp", "RIFF", long, "EXIF"), true],
    [picture("image/webp", "RIFF", "XMP ", long), true],
    [picture("image/png", long), false],
    [picture("image/png", ""), false],
    [picture("image/heic", "Exif\0\0"), false],
  ]) {
    assert.equal(await hasCameraNotes(blob), has);
  }
});
