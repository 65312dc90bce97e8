"""The parser: CommonMark with tables, strikethrough and moments, line breaks as typed, without raw HTML.

Four things are not as in CommonMark, because people do not mean them in talk: a line of dashes below a text does not
make a heading of it, spaces before a line do not make it code, `&nbsp;` stays as typed, and links lead to `http`,
`https` and `mailto` alone.
"""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink

from chat.messages.markdown.address_rule import text_or_address
from chat.messages.markdown.bars import colour_bars
from chat.messages.markdown.finishing import finish
from chat.messages.markdown.markers import without_marks
from chat.messages.markdown.moments import moment
from chat.messages.markdown.rendering import Renderer

MAX_NESTING = 14
"""How deep quotes and lists may stand in each other, a list counting twice: the parser leaves out what is deeper."""

SAFE = re.compile(r"https?://[^/?#@]+(?:[/?#]|\Z)|mailto:[^?]+\Z", re.IGNORECASE)
"""Where links may lead: nowhere that a script runs, and to no host after a user's name, which looks like the host."""


@cache
def parser(*, has_tables: bool) -> MarkdownIt:
    """Return the parser, made once."""
    markdown = MarkdownIt(
        "commonmark", {"html": False, "breaks": True, "maxNesting": MAX_NESTING}, renderer_cls=Renderer
    )
    markdown.enable("strikethrough").disable(["code", "entity", "lheading", "html_block", "html_inline"])
    if has_tables:
        markdown.enable("table")
    markdown.inline.ruler.at("text", text_or_address)
    markdown.inline.ruler.before("autolink", "moment", moment)
    markdown.core.ruler.push("bars", colour_bars)
    markdown.core.ruler.push("finish", finish)
    markdown.normalizeLink = lambda url: normalizeLink(without_marks(url))  # type: ignore[method-assign]
    markdown.normalizeLinkText = lambda link: without_marks(link)  # type: ignore[method-assign]
    markdown.validateLink = lambda url: bool(SAFE.match(url))  # type: ignore[method-assign]
    return markdown
