// Finds modules by the names that NiceGUI's import map gives them: a file's own, without folder and ending.
import { globSync } from "node:fs";
import { registerHooks } from "node:module";
import { basename, resolve as absolute } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
// The inspector's own modules are none of the import map's; where a name is that of another module, that one is meant.
const isInspectors = (path) => path.includes("inspector/panel");
const modules = new Map(
  globSync("chat/**/*.js", { cwd: root }).sort((one, other) => isInspectors(other) - isInspectors(one)).map((path) => [basename(path, ".js"), pathToFileURL(absolute(root, path)).href]),
);

registerHooks({
  resolve(name, context, next) {
    const found = next(modules.get(name) ?? name, context);
    return found.url.endsWith(".js") ? { ...found, format: "module" } : found;
  },
});
