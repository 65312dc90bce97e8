"""One script of all modules that a page needs at once: a browser that has kept nothing asks for it alone.

The modules, each in a function of its own, keep their names and lines, so that they can be read and debugged; comments
and indentation are left out. Components are in it too. What is loaded when it is first used stays a file of its own.
"""

import logging
import re
from collections.abc import Mapping

from nicegui.dependencies import js_components, libraries, register_importmap_override

from chat.web.components.shared import assets
from chat.web.components.shared.shrinking import shrink_script

log = logging.getLogger(__name__)

NAME = "modules.js"

IMPORT = re.compile(r'^import (?:\* as (\w+)|(\w+)?(?:, )?(?:\{([^}]*)\})?) from "(\w+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|class|const) (\w+))", re.MULTILINE)
DEFAULT = re.compile(r"^export default (?:(?=function (\w+)))?", re.MULTILINE)
BY_NICEGUI = {"html"}
"""Components of NiceGUI's that a room's page has."""

MODULE_SYNTAX = re.compile(r"^(?:import|export)\b(?!\()", re.MULTILINE)


def serve_bundle() -> tuple[str, dict[str, str]]:
    """Serve components and the modules that they import, and have pages find these modules there.

    To be called once all components are known. Return where, and as what it exports each component; what cannot be put
    together stays as it is, and nothing is exported then. A module has its default export at an address of its own,
    since a script has one only.
    """
    components, modules = sources()
    try:
        script, defaults = bundle([*components], {**modules, **components})
    except ValueError as error:
        log.warning("pages ask for each module by itself: %s", error)
        return "", {}
    address = assets.add(NAME, shrink_script(script))
    for name in _needed([*components], {**modules, **components}):
        if name not in components:
            register_importmap_override(name, address)
    for name in defaults.keys() - components:
        names = ", ".join([f"${name}$default as default", *defaults[name]])
        register_importmap_override(name, assets.add(f"{name}.js", f'export {{ {names} }} from "{address}";\n'))
    return address, {name: f"${name}$default" for name in components}


def sources() -> tuple[dict[str, str], dict[str, str]]:
    """Return the scripts of the components of our pages, and the modules that they may import, by name."""
    root = assets.WEB.parent
    ours = [each for each in js_components.values() if each.path.is_relative_to(root) or each.name in BY_NICEGUI]
    modules = {each.name: each.path.read_text() for each in libraries.values() if each.path.is_relative_to(root)}
    return {each.name: each.path.read_text() for each in ours}, modules


def bundle(entries: list[str], modules: Mapping[str, str]) -> tuple[str, dict[str, list[str]]]:
    """Return a script with these modules, and those that they import, and those in turn.

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
    """Return these modules and what they import, each after what it imports itself."""
    found: list[str] = []

    def visit(name: str, way: tuple[str, ...]) -> None:
        if name in way:
            raise ValueError(f"modules import each other: {' → '.join((*way, name))}")
        if name not in modules:
            raise ValueError(f"{way[-1]}.js imports {name}, which is none of ours")
        if name not in found:
            for imported in _imported(modules[name]):
                visit(imported, (*way, name))
            found.append(name)

    for name in entries:
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
