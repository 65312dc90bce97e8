// When a browser asks what the messages say that others link to.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { showPermalinks } from "permalinks";

const asked = [];
let come;

function element() {
  return { dataset: {}, setAttribute() {}, append() {} };
}

Object.assign(globalThis, {
  location: { origin: "https://chat.example.com" },
  document: { createElement: element },
  fetch: (url) => asked.push(url) && Promise.resolve({ ok: false }),
  IntersectionObserver: class {
    constructor(then) {
      come = then;
    }
    observe() {}
    unobserve() {}
  },
});

test.beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000_000 }));
test.afterEach(() => mock.timers.reset());

function lineOf(id, at) {
  const lines = [];
  show([linkTo(`https://chat.example.com/rooms/1/@${id}`)], lines);
  return Object.assign(lines[0], { parentElement: { dataset: { at: String(at) } } });
}

// As an element has them: nothing at all of what is no address.
function linkTo(href) {
  const { origin, pathname, search } = URL.canParse(href) ? new URL(href) : { origin: "", pathname: "", search: "" };
  return { href, origin, pathname, search, setAttribute() {}, removeAttribute() {} };
}

const show = (links, lines) => showPermalinks({ querySelectorAll: () => [] }, { after: (...all) => lines.push(...all) }, links, "");

test("what is no address, or stands in a picture, is no link to a message, and those beside it are", () => {
  const lines = [];
  const inPicture = { href: { baseVal: "https://chat.example.com/rooms/1/@5" }, setAttribute() {}, removeAttribute() {} };
  show([linkTo("https://1.2.3.4.5.6/@7"), linkTo("http://256.256.256.256/@1"), inPicture, linkTo("https://chat.example.com/rooms/1/@6")], lines);
  assert.deepEqual(
    lines.map(({ dataset }) => dataset.of),
    ["6"],
  );
});

test("lines are asked for together once they are in sight, and a new one at a time of this browser's own", () => {
  mock.method(Math, "random", () => 0.5);
  const [seen, also, unseen, fresh] = [lineOf(1, 1), lineOf(2, 1), lineOf(3, 1), lineOf(4, 999_000)];
  mock.timers.tick(10);
  assert.deepEqual(asked, []);
  come([seen, also, fresh].map((target) => ({ isIntersecting: true, target })).concat({ isIntersecting: false, target: unseen }));
  mock.timers.tick(10);
  assert.deepEqual(asked, ["/messages/lines?ids=1+2"]);
  mock.timers.tick(900);
  assert.equal(asked.length, 1);
  mock.timers.tick(200);
  assert.deepEqual(asked.slice(1), ["/messages/lines?ids=4"]);
  come([{ isIntersecting: true, target: seen }]);
  mock.timers.tick(60_000);
  assert.equal(asked.length, 2, "it was asked for a moment ago");
  come([{ isIntersecting: true, target: seen }]);
  mock.timers.tick(10);
  assert.deepEqual(asked.slice(2), ["/messages/lines?ids=1"]);
});
