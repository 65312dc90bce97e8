// Answers the calls of a NodeProcess.
import { createInterface } from "node:readline";

export async function serve(methods) {
  for await (const line of createInterface({ input: process.stdin })) {
    const [method, ...args] = JSON.parse(line);
    console.log(JSON.stringify(await answer(() => methods[method](...args))));
  }
  process.exit(); // whatever a script keeps open, such as a channel between tabs
}

async function answer(call) {
  try {
    return { result: await call() };
  } catch (error) {
    return { error: error.stack };
  }
}
