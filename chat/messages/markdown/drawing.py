"""From a source to the HTML that is stored: parsed, drawn, cleaned; or nothing, where it is best shown as typed."""

import re

import nh3
from markdown_it.token import Token

from chat.messages.markdown.address_rule import BARE
from chat.messages.markdown.bars import COLOURS
from chat.messages.markdown.code import CLASSES
from chat.messages.markdown.html_text import text_of_html
from chat.messages.markdown.limits import Shape, is_too_much
from chat.messages.markdown.markers import with_marks, without_marks
from chat.messages.markdown.markup import has_markup
from chat.messages.markdown.parser import MAX_NESTING, parser

VERSION = 2
"""To be raised whenever a source may get other HTML than before: messages are then drawn anew when they are read."""

LONGEST = 64_000
"""Characters of HTML; what gets more is shown as typed. Honest texts of 4,000 characters get 20,000 at most."""

SHRUG = "¯\\_(ツ)_/¯"
"""Whose arm the parser would take for an escape."""

PLAIN = {"text", "softbreak", "link_open", "link_close"}
"""What a text without markup has."""

_cleaner = nh3.Cleaner(
    tags={
        *("a", "bdi", "blockquote", "br", "code", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s"),
        *("span", "strong", "table", "tbody", "td", "th", "thead", "time", "tr", "ul"),
    },
    attributes={
        "a": {"href", "rel", "target"},
        "ol": {"start"},
        "pre": {"data-language"},
        "time": {"data-at", "data-form"},
    },
    allowed_classes={
        "a": {"named"},
        "blockquote": set(COLOURS),
        "li": {"task", "done"},
        "span": {"box", *CLASSES},
        **{cell: {"center", "right"} for cell in ("th", "td")},
    },
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)


def draw(source: str) -> str | None:
    """Return a text's HTML, with marks where names may begin; None where it is to be shown as typed.

    That is where nothing in it is formatted, where it would take too long or get too large, and where nothing would be
    left to read, as of a lonely dash.
    """
    if not has_markup(source):
        return None
    shape = Shape.of(source)
    if is_too_much(shape):
        return None
    markdown = parser(has_tables=shape.has_small_tables)
    env: dict[str, object] = {}
    tokens = markdown.parse(with_marks(source).replace(SHRUG, "¯\\\\\\_(ツ)\\_/¯"), env)
    if _is_plain(tokens, source) or any(token.level >= MAX_NESTING - 2 for token in tokens):
        return None
    html = _cleaner.clean(markdown.renderer.render(tokens, markdown.options, env)).strip("\n")
    return html if len(html) <= LONGEST and text_of_html(html).strip() else None


def _is_plain(tokens: list[Token], source: str) -> bool:
    """Tell whether nothing was formatted and only white space may have been lost."""
    if any(token.type not in {"paragraph_open", "inline", "paragraph_close"} or token.level > 1 for token in tokens):
        return False
    children = [child for token in tokens for child in token.children or ()]
    if any(child.type not in PLAIN or (child.type == "link_open" and child.markup != BARE) for child in children):
        return False
    return _letters("".join(child.content for child in children)) == _letters(source)


def _letters(text: str) -> str:
    return re.sub(r"\s", "", without_marks(text))
