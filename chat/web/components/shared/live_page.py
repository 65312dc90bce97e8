"""What a live page is made with besides our modules: one script and one style sheet of NiceGUI's and Quasar's.

Of Quasar, the pages get `lean_quasar.js` and the rules for what is in it: together 250 kB less to load than all of it,
and nothing of it to run. NiceGUI's own files stay where they are, for pages with other elements.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import nicegui as library

from chat.web.components.shared import assets
from chat.web.components.shared.shrinking import shrink_script, shrink_styles

STATIC = Path(library.__file__).parent / "static"
QUASAR = Path(__file__).parent.parent / "layout" / "lean_quasar.js"

LAYERS = {
    "quasar": "quasar.unimportant.prod.css",
    "quasar_importants": "quasar.important.prod.css",
    "nicegui": "nicegui.css",
}
"""NiceGUI's style sheets, by the layer of its page template that each is in."""

OF_NICEGUI = {"nicegui-layout", "nicegui-content", "nicegui-error-popup"}
"""The classes of NiceGUI's own that its page template and its layout have."""

CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
NEGATED = re.compile(r":not\([^)]*\)")
COMMA = re.compile(r",(?![^(]*\))")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
ANIMATION = re.compile(r"@(?:-webkit-)?keyframes ([\w-]+)")


def serve_script(mend: Callable[[str], str]) -> str:
    """Serve socket.io, our part of Quasar and NiceGUI's script, mended, as one, in that order, and return where."""
    nicegui = mend((STATIC / "nicegui.js").read_text())
    parts = ((STATIC / "socket.io.min.js").read_text(), shrink_script(QUASAR.read_text()), shrink_script(nicegui))
    return assets.add("live.js", ";\n".join(parts))


def serve_styles() -> str:
    """Serve the rules of Quasar and NiceGUI for the classes that the pages have, and return where."""
    layers = [f"@layer {layer}{{{used_rules((STATIC / name).read_text())}}}" for layer, name in LAYERS.items()]
    return assets.add("live.css", "\n".join(layers))


@cache
def used_classes() -> frozenset[str]:
    """Return the classes for which rules are kept: each word of our script, since any may be one."""
    return frozenset(re.findall(r"[\w-]+", QUASAR.read_text())) | OF_NICEGUI


def used_rules(text: str) -> str:
    """Return the rules of a style sheet that can match elements which have only the classes that are used."""
    rules = list(_used(shrink_styles(COMMENT.sub("", text))))
    plain = "".join(rule for rule in rules if not ANIMATION.match(rule))
    moving = (rule for rule in rules if (found := ANIMATION.match(rule)) and found[1] in plain)
    return plain + "".join(moving)


def _used(text: str) -> Iterator[str]:
    for head, body in _rules(text):
        if head.startswith(("@media", "@supports")):
            if inner := "".join(_used(body)):
                yield f"{head}{{{inner}}}"
        elif head.startswith("@"):
            if not head.startswith("@font-face"):
                yield f"{head}{{{body}}}"
        elif selectors := [each for each in COMMA.split(head) if _is_used(each)]:
            yield f"{','.join(selectors)}{{{body}}}"


def _is_used(selector: str) -> bool:
    return used_classes().issuperset(CLASS.findall(NEGATED.sub("", selector)))


def _rules(text: str) -> Iterator[tuple[str, str]]:
    """Split a style sheet into what stands before the braces of each rule, and between them."""
    start = depth = 0
    head = ""
    for brace in re.finditer(r"[{}]", text):
        if brace[0] == "{":
            if depth == 0:
                head, start = text[start : brace.start()], brace.end()
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                yield head.rpartition(";")[2].strip(), text[start : brace.start()]
                start = brace.end()
