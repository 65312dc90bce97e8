"""What a row adds to a message's HTML: a button to copy code, ways into what scrolls, and which texts are folded."""

from markupsafe import Markup

LONG, MANY_LINES = 3_000, 40
"""Characters and lines up to which a message is shown whole."""

MANY_LINES_OF_CODE = 18
"""Lines of a block of code up to which it is: it is 400 px high then."""

COPY = '<div class=code><button type=button class=copy-code aria-label="Copy code" title=Copy></button><pre tabindex=0'

SCROLL = "<div class=table-scroll tabindex=0>"


def with_controls(html: Markup) -> Markup:
    """Add what one can press to code, and have tables and code take the focus, to be scrolled by keys."""
    if "<pre" not in html and "<table>" not in html:
        return html
    # Every `<` that somebody has typed is escaped: these are our own elements.
    code = str(html).replace("<pre", COPY).replace("</pre>", "</pre></div>")
    return Markup(code.replace("<table>", f"{SCROLL}<table>").replace("</table>", "</table></div>"))  # noqa: S704


def is_long(text: str) -> bool:
    """Tell whether a message is folded until somebody wants to see all of it."""
    return len(text) > LONG or text.count("\n") >= MANY_LINES or ("```" in text and _has_long_code(text))


def _has_long_code(text: str) -> bool:
    return any(block.count("\n") > MANY_LINES_OF_CODE for block in text.split("```")[1::2])
