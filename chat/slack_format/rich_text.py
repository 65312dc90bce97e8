"""Slack's rich text, as people type it there: sections, lists, quotes and code, in Slack's own way of formatting."""

from chat.json_values import Object, number_in, objects_of, text_in
from chat.slack_format.spans import as_it_is

MAX_INDENT = 8

TICK = "&#96;"
"""A backtick that ends no code."""

OTHERS = {"usergroup": "usergroup_id", "color": "value", "team": "team_id"}
"""What stands for elements that mean nothing here."""

MARKS = (("code", "`"), ("italic", "_"), ("strike", "~"), ("bold", "*"))
"""From the innermost one on: bold is none within italic."""


def rich_text(element: Object) -> str:
    """Return a section, a list, a quote or a block of code."""
    kind = text_in(element, "type")
    if kind == "rich_text_list":
        indent = "    " * min(max(number_in(element, "indent"), 0), MAX_INDENT)
        is_ordered = text_in(element, "style") == "ordered"
        items = enumerate(objects_of(element, "elements"), start=1)
        return "\n".join(f"{indent}{f'{number}.' if is_ordered else '•'} {_inline(item)}" for number, item in items)
    is_code = kind == "rich_text_preformatted"
    text = _inline(element, is_code=is_code).strip("\n")
    if is_code:
        return f"```\n{text.replace('`', TICK)}\n```"
    return "\n".join(f"&gt; {line}" for line in text.split("\n")) if kind == "rich_text_quote" else text


def _inline(element: Object, *, is_code: bool = False) -> str:
    return "".join(_piece(piece, is_code) for piece in objects_of(element, "elements"))


def _piece(piece: Object, is_code: bool) -> str:
    kind, text = text_in(piece, "type"), text_in(piece, "text")
    if kind == "text":
        return escaped(text) if is_code else _styled(text, piece)
    if kind == "link":
        return link(text_in(piece, "url"), text)
    if kind == "emoji":
        return f":{text_in(piece, 'name')}:"
    if kind == "date":
        return _moment(piece)
    if kind in OTHERS:
        return as_it_is(text_in(piece, OTHERS[kind]))
    told = {
        "user": f"@{text_in(piece, 'user_id')}",
        "channel": f"#{text_in(piece, 'channel_id')}",
        "broadcast": f"!{text_in(piece, 'range')}",
    }
    return f"<{told[kind]}>" if len(told.get(kind, "")) > 1 else as_it_is(text or text_in(piece, "fallback"))


def _moment(piece: Object) -> str:
    form, otherwise = (escaped(" ".join(text_in(piece, name).split())) for name in ("format", "fallback"))
    return f"<!date^{number_in(piece, 'timestamp')}^{form}|{otherwise}>" if form or otherwise else ""


def _styled(text: str, piece: Object) -> str:
    """Set marks around a text, without the white space at its ends."""
    inner, style = text.strip(), piece.get("style")
    if not inner or not isinstance(style, dict):
        return as_it_is(text)
    begin, end = text[: text.index(inner)], text[text.index(inner) + len(inner) :]
    is_code = style.get("code") is True
    shown = escaped(inner).replace("`", TICK) if is_code else as_it_is(inner)
    for name, mark in MARKS:
        if style.get(name) is True:
            shown = f"{mark}{shown}{mark}"
    return begin + shown + end


def link(address: str, label: str) -> str:
    """Return a link with a label, or without."""
    return f"<{escaped(address)}|{escaped(label)}>" if label else f"<{escaped(address)}>" if address else ""


def escaped(text: str) -> str:
    """Escape what begins links and mentions."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
