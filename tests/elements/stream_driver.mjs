// A browser's stream without DOM, driven by test_convergence.py.
// Its argument, if any, takes a precaution away: { module, old, new }, words of a module's source.
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { mock } from "node:test";
import { fileURLToPath } from "node:url";
import { serve } from "../node/serve.mjs";
import { Rows, View } from "./rows_and_view.mjs";

const change = JSON.parse(process.argv[2] ?? "null");
if (change) {
  registerHooks({
    load(url, context, next) {
      if (!url.endsWith(`/${change.module}.js`)) return next(url, context);
      const source = readFileSync(fileURLToPath(url), "utf8");
      if (source.split(change.old).length !== 2) throw new Error(`not once in ${change.module}: ${change.old}`);
      return { format: "module", shortCircuit: true, source: source.replace(change.old, change.new) };
    },
  });
}
const { StreamModel } = await import("stream_model");

let rows, view, model;

const methods = {
  open({ first, revision, limit }) {
    mock.timers.reset();
    mock.timers.enable({ apis: ["setTimeout"] });
    rows = new Rows();
    view = new View(rows);
    const send = (event, args) => view.sent.push([event, args]);
    model = new StreamModel({ rows, view, send, limit, pages: ["top", "bottom"], topic: "news", revision });
    model.start(first);
    view.scrollToEnd();
    model.follower.onConnect();
  },
  cut() {
    model.follower.onDisconnect();
    model.pager.repeat();
    model.follower.onConnect();
  },
  scroll(nearTop, nearEnd) {
    view.scroll(nearTop, nearEnd);
    model.pager.onMoved();
    model.requestMore();
  },
  wait: (time) => mock.timers.tick(time),
  broadcast: (...message) => model.onBroadcast(...message),
  answer: (answer) => model.onAnswer(answer),
  apply: (...page) => model.apply(...page),
  paged: (...page) => model.completePage(...page),
  jump: () => model.jump(),
};

// Every call is answered by what the browser has sent because of it.
const sending = Object.entries(methods).map(([name, method]) => [
  name,
  (...args) => {
    method(...args);
    return view.sent.splice(0);
  },
]);

const shown = () => ({ rows: [...rows], isAtStart: model.pager.isAtStart, isAtEnd: model.pager.isAtEnd });

await serve({ ...Object.fromEntries(sending), shown });
