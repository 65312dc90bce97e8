// Finds modules by the names that NiceGUI's import map gives them: a file's own, without folder and ending.
import { globSync } from "node:fs";
import { registerHooks } from "node:module";
import { basename, resolve as absolute } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const modules = new Map(
  globSync("chat/**/*.js", { cwd: root }).map((path) => [basename(path, ".js"), pathToFileURL(absolute(root, path)).href]),
);

registerHooks({
  resolve(name, context, next) {
    const found = next(modules.get(name) ?? name, context);
    return found.url.endsWith(".js") ? { ...found, format: "module" } : found;
  },
});
