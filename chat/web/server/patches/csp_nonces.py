"""Adds the nonce of the content security policy to inline scripts and styles of NiceGUI's page template.

Why: the policy allows no inline script without a nonce, and NiceGUI gives it none.
Read in: nicegui 3.18.0
Without it: every live page stays blank, or the policy must allow all inline scripts
Can go when: NiceGUI puts a nonce into its template
"""

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
    if isinstance(templates.env.loader, DictLoader):
        return  # installed before
    source, _, _ = cast(BaseLoader, templates.env.loader).get_source(templates.env, NAME)
    templates.env.loader = DictLoader({NAME: with_nonces(source)})


def with_nonces(source: str) -> str:
    """Return the template with a nonce wherever one is needed; raises `ValueError` if it is not the one we know."""
    for pattern, replacement in CHANGES:
        source, count = re.subn(pattern, replacement, source)
        if not count:
            raise ValueError(f"NiceGUI's page template has changed, and its pages would be blank: no {pattern} in it")
    return source
