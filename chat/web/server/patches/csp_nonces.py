"""Adds the CSP nonce to inline scripts and styles of NiceGUI's page template."""

import re
from typing import cast

from jinja2 import BaseLoader, DictLoader
from nicegui.client import templates

NAME = "index.html"
NONCE = "request.state.nonce"

CHANGES = (
    (r"<(script|style)\b(?! nonce)", rf'<\1 nonce="{{{{ {NONCE} }}}}"'),
    # The styles of components: NiceGUI puts them in front of all that is meant for the body.
    (
        r"{{ body_html \| safe }}",
        f"""{{{{ body_html.replace('<style>', '<style nonce="' ~ {NONCE} ~ '">', 1) | safe }}}}""",
    ),
    (r'style="display: none"', "hidden"),
)


def install() -> None:
    """Change the template itself: all that it then costs a page is the bytes of the nonce."""
    source, _, _ = cast(BaseLoader, templates.env.loader).get_source(templates.env, NAME)
    for pattern, replacement in CHANGES:
        source = re.sub(pattern, replacement, source)
    templates.env.loader = DictLoader({NAME: source})
