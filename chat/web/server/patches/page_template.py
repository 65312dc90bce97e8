"""Has live pages load one script and one style sheet in place of NiceGUI's and Quasar's, and our components as one.

Why: Quasar and its style sheets are half of what a first visit loads, for a frame and notices; each component is a
request of its own.
Read in: nicegui 3.18.0
Without it: a first visit loads 508 kB in 26 requests, in place of 243 kB in 8
Can go when: NiceGUI takes a list of Quasar's parts, and bundles components
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from jinja2 import BaseLoader, DictLoader
from nicegui import client as page
from nicegui.client import templates
from nicegui.element import Element

NAME = "index.html"
NONCE = "request.state.nonce"

FRAME = {"q-layout", "q-page-container", "q-page"}
"""What NiceGUI puts around each page."""

TAG = re.compile(r'"tag":"([a-z][\w-]*-[\w-]*)"')
"""An element of a page that is none of HTML's, in the JSON of all of them."""

IMPORT = re.compile(r'import { default as (\w+) } from "([^"]*)";')

SAFE_HTML = """{% if whole %}\\g<0>{% else %}Element.prototype.setHTML = function (html) {
        import("dompurify").then(({ default: purify }) => {
          this.innerHTML = purify.sanitize(html);
        });
      };{% endif %}"""
"""NiceGUI's own loads DOMPurify at once; no element of a room's page needs it."""


@dataclass(frozen=True, slots=True)
class Made:
    """What pages load in place of NiceGUI's files."""

    script: str
    styles: str
    bundle: str  # the script that exports our components
    components: Mapping[str, str]  # as what it exports each


@cache
def _before() -> tuple[str, Any]:
    """Return what is changed, as it was: the template, and what tells it what to import."""
    source, _, _ = cast(BaseLoader, templates.env.loader).get_source(templates.env, NAME)
    return source, page.generate_resources  # type: ignore[attr-defined]


def install(made: Made) -> None:
    """Change the template, and what NiceGUI puts into it; after the nonces are in it."""
    source, generate = _before()
    templates.env.loader = DictLoader({NAME: with_made(source, made)})
    known = FRAME | {f"nicegui-{name}" for name in made.components}
    templates.env.globals["needs_whole"] = lambda elements: not known.issuperset(TAG.findall(elements))

    def generate_bundled(prefix: str, elements: Iterable[Element]) -> Any:
        *others, imports, urls = generate(prefix, elements)
        return (*others, *bundled(imports, urls, made))

    page.generate_resources = generate_bundled  # type: ignore[attr-defined]


def with_made(source: str, made: Made) -> str:
    """Return the template with a choice for each page: NiceGUI's files as they are, or what was made of them.

    Raises `ValueError` for a template that is not the one we know.
    """
    changes = (
        (
            r"<link href=\"{{ favicon_url }}\" rel=\"shortcut icon\" />",
            r"{% set whole = needs_whole(elements) %}{% if whole %}\g<0>{% endif %}",
        ),
        (r"@import url\([^)]*fonts\.css\"\).*?nicegui\.css\"\) layer\(nicegui\);", r"{% if whole %}\g<0>{% endif %}"),
        (
            r"<script[^>]* type=\"importmap\">",
            rf'{{% if not whole %}}<link rel="stylesheet" href="{made.styles}" />{{% endif %}}\g<0>',
        ),
        (r"<script[^>]*static/socket\.io\.min\.js\"></script>", r"{% if whole %}\g<0>{% endif %}"),
        (
            r"{% if prod_js %}\s*<script[^>]*quasar\.umd\.prod\.js.*?static/lang/[^>]*></script>",
            rf'{{% if whole %}}\g<0>{{% else %}}<script nonce="{{{{ {NONCE} }}}}" defer src="{made.script}"></script>'
            "{% endif %}",
        ),
        (r"import DOMPurify from \"dompurify\";.*?};", SAFE_HTML),
    )
    for pattern, replacement in changes:
        source, count = re.subn(pattern, replacement, source, flags=re.DOTALL)
        if count != 1:
            raise ValueError(
                f"NiceGUI's page template has changed, and pages would be twice as heavy: no {pattern} in it"
            )
    return source


def bundled(imports: Collection[str], urls: Collection[str], made: Made) -> tuple[list[str], list[str]]:
    """Return a page's imports and what it loads ahead, with all our components from the one script.

    With those, too, that the page has no element of yet: nothing more is to be loaded when it gets one.
    """
    found = [IMPORT.fullmatch(line) for line in imports]
    gone = {each[2] for each in found if each and each[1] in made.components}
    if not gone:
        return [*imports], [*urls]
    others = [line for line in imports if not any(name in line for name in _lines_of(made.components))]
    names = ", ".join(f"{export} as {name}" for name, export in made.components.items())
    lines = [f'app.component("nicegui-{name}", {name});' for name in made.components]
    kept = [url for url in urls if url not in gone]
    return [*others, f'import {{ {names} }} from "{made.bundle}";', *lines], [*kept, made.bundle]


def _lines_of(components: Collection[str]) -> list[str]:
    """Return what stands in the lines that NiceGUI writes for these components."""
    return [part for name in components for part in (f"default as {name} }}", f'"nicegui-{name}"')]
