"""Slack's rich text, as people type it there: sections, lists, quotes and code, in Slack's own way of formatting."""

from chat.json_values import Object, number_in, objects_of, text_in

MAX_INDENT = 8

TICK = "&#96;"
"""A backtick that ends no code."""

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
    text = _inline(element).strip("\n")
    if kind == "rich_text_preformatted":
        return f"```\n{text.replace('`', TICK)}\n```"
    return "\n".join(f"&gt; {line}" for line in text.split("\n")) if kind == "rich_text_quote" else text


def _inline(element: Object) -> str:
    return "".join(map(_piece, objects_of(element, "elements")))


def _piece(piece: Object) -> str:
    kind, text = text_in(piece, "type"), text_in(piece, "text")
    if kind == "text":
        return _styled(escaped(text), piece)
    if kind == "link":
        return link(text_in(piece, "url"), text)
    if kind == "emoji":
        return f":{text_in(piece, 'name')}:"
    told = {
        "user": f"@{text_in(piece, 'user_id')}",
        "channel": f"#{text_in(piece, 'channel_id')}",
        "broadcast": f"!{text_in(piece, 'range')}",
    }
    return f"<{told[kind]}>" if len(told.get(kind, "")) > 1 else ""


def _styled(text: str, piece: Object) -> str:
    """Set marks around a text, without the white space at its ends."""
    inner, style = text.strip(), piece.get("style")
    if not inner or not isinstance(style, dict):
        return text
    begin, end = text[: text.index(inner)], text[text.index(inner) + len(inner) :]
    for name, mark in MARKS:
        if style.get(name) is True:
            inner = f"{mark}{inner.replace('`', TICK) if name == 'code' else inner}{mark}"
            if name == "code":
                break
    return begin + inner + end


def link(address: str, label: str) -> str:
    """Return a link with a label, or without."""
    return f"<{escaped(address)}|{escaped(label)}>" if label else f"<{escaped(address)}>" if address else ""


def escaped(text: str) -> str:
    """Escape what begins links and mentions."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
