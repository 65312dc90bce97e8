"""One script of all modules that a page needs at once: a browser that has kept nothing asks for it alone.

The modules stay as they are, each in a function of its own, so that they can be read and debugged as they were written.
What is loaded when it is first used stays a file of its own.
"""

import logging
import re
from collections.abc import Mapping

from nicegui.dependencies import js_components, libraries, register_importmap_override

from chat.web.components.shared import assets

log = logging.getLogger(__name__)

NAME = "modules.js"

IMPORT = re.compile(r'^import (?:\* as (\w+)|(\w+)?(?:, )?(?:\{([^}]*)\})?) from "(\w+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|class|const) (\w+))", re.MULTILINE)
DEFAULT = re.compile(r"^export default (?:(?=function (\w+)))?", re.MULTILINE)
MODULE_SYNTAX = re.compile(r"^(?:import|export)\b(?!\()", re.MULTILINE)


def serve_bundle() -> None:
    """Serve the modules that our components import, and have pages find each of them there.

    To be called once all components are known. What cannot be put together stays as it is. A module has its default
    export at an address of its own, since a script has one only.
    """
    entries, modules = sources()
    try:
        script, defaults = bundle(entries, modules)
    except ValueError as error:
        log.warning("pages ask for each module by itself: %s", error)
        return
    address = assets.add(NAME, script)
    for name in _needed(entries, modules):
        register_importmap_override(name, address)
    for name, exported in defaults.items():
        names = ", ".join([f"${name}$default as default", *exported])
        register_importmap_override(name, assets.add(f"{name}.js", f'export {{ {names} }} from "{address}";\n'))


def sources() -> tuple[list[str], dict[str, str]]:
    """Return our components' scripts, and the modules that they may import, by name."""
    root = assets.WEB.parent
    entries = [each.path.read_text() for each in js_components.values() if each.path.is_relative_to(root)]
    return entries, {each.name: each.path.read_text() for each in libraries.values() if each.path.is_relative_to(root)}


def bundle(entries: list[str], modules: Mapping[str, str]) -> tuple[str, dict[str, list[str]]]:
    """Return a script with all modules that these scripts import, and those that they import in turn.

    Return also the other exports of each of them that has a default export, which is `$name$default` there. Raises
    `ValueError` for what cannot be put together: modules in a circle, equal names, and another syntax than ours.
    """
    parts, exports, defaults = [], dict[str, str](), dict[str, list[str]]()
    for name in _needed(entries, modules):
        body, exported, has_default = _as_function(name, modules[name])
        parts.append(body)
        if both := exports.keys() & exported:
            raise ValueError(f"{name} and {exports[both.pop()]} export the same name: {both}")
        exports |= dict.fromkeys(exported, name)
        if has_default:
            defaults[name] = exported
    lines = [f"const ${name}${each} = ${name}.{each};" for each, name in exports.items()]
    lines += [f"const ${name}$default = ${name}.default;" for name in defaults]
    names = [f"${name}${each} as {each}" for each, name in exports.items()]
    names += [f"${name}$default" for name in defaults]
    return "\n".join([*parts, *lines, f"export {{ {', '.join(names)} }};\n"]), defaults


def _needed(entries: list[str], modules: Mapping[str, str]) -> list[str]:
    """Return what is imported, each after what it imports itself."""
    found: list[str] = []

    def visit(name: str, way: tuple[str, ...]) -> None:
        if name in way:
            raise ValueError(f"modules import each other: {' → '.join((*way, name))}")
        if name not in modules and way:
            raise ValueError(f"{way[-1]}.js imports {name}, which is none of ours")
        if name in modules and name not in found:
            for imported in _imported(modules[name]):
                visit(imported, (*way, name))
            found.append(name)

    for name in (name for text in entries for name in _imported(text)):
        visit(name, ())
    return found


def _imported(text: str) -> list[str]:
    return [match[4] for match in IMPORT.finditer(text)]


def _as_function(name: str, text: str) -> tuple[str, list[str], bool]:
    """Return a module as a function that returns what it exports, the names of that, and if one is the default."""
    exported = EXPORT.findall(text)
    default = DEFAULT.search(text)
    body = EXPORT.sub("", IMPORT.sub(_as_constants, text))
    body = DEFAULT.sub("" if default and default[1] else "const $default = ", body)
    if found := MODULE_SYNTAX.search(body):
        raise ValueError(f"{name}.js: this cannot be put together with others: {body[found.start() :][:80]!r}")
    returned = [*exported, *([f"default: {default[1] or '$default'}"] if default else [])]
    return (
        f"// ---- {name}.js\nconst ${name} = (() => {{\n{body}\nreturn {{ {', '.join(returned)} }};\n}})();\n",
        exported,
        default is not None,
    )


def _as_constants(match: "re.Match[str]") -> str:
    everything, default, names, module = match.groups()
    if everything:
        return f"const {everything} = ${module};\n"
    parts = [f"default: {default}"] if default else []
    parts += [part.strip().replace(" as ", ": ") for part in (names or "").split(",") if part.strip()]
    return f"const {{ {', '.join(parts)} }} = ${module};\n"
