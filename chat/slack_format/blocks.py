"""Slack's blocks, of which messages of apps consist, become text in Slack's own way of formatting."""

from chat.json_values import Object, list_in, number_in, objects_of, text_in

MAX_INDENT = 8

MARKS = (("code", "`"), ("italic", "_"), ("strike", "~"), ("bold", "*"))
"""From the innermost one on: bold is none within italic."""


def text_of(blocks: list[Object]) -> str:
    """Return the text of blocks, each on lines of its own; pictures, buttons and the like are left out."""
    return "\n".join(filter(None, map(_block, blocks)))


def _block(block: Object) -> str:
    kind = text_in(block, "type")
    if kind == "rich_text":
        return "\n".join(filter(None, map(_rich, objects_of(block, "elements"))))
    if kind == "header":
        return f"*{text}*" if (text := _text(block.get("text"))) else ""
    if kind == "section":
        texts = [block.get("text"), *list_in(block, "fields")]
    else:
        texts = list_in(block, "elements") if kind == "context" else []
    return "\n".join(filter(None, map(_text, texts)))


def _text(found: object) -> str:
    """Return a text, which may be formatted or plain."""
    text = text_in(found, "text")
    return _escaped(text) if text_in(found, "type") == "plain_text" else text


def _rich(element: Object) -> str:
    """Return a section, a list, a quote or a block of code."""
    kind = text_in(element, "type")
    if kind == "rich_text_list":
        indent = "    " * min(max(number_in(element, "indent"), 0), MAX_INDENT)
        is_ordered = text_in(element, "style") == "ordered"
        items = enumerate(objects_of(element, "elements"), start=1)
        return "\n".join(f"{indent}{f'{number}.' if is_ordered else '•'} {_inline(item)}" for number, item in items)
    text = _inline(element).strip("\n")
    if kind == "rich_text_preformatted":
        return f"```\n{text}\n```"
    return "\n".join(f"&gt; {line}" for line in text.split("\n")) if kind == "rich_text_quote" else text


def _inline(element: Object) -> str:
    return "".join(map(_piece, objects_of(element, "elements")))


def _piece(piece: Object) -> str:
    kind, text = text_in(piece, "type"), text_in(piece, "text")
    if kind == "text":
        return _styled(_escaped(text), piece)
    if kind == "link":
        return _link(text_in(piece, "url"), text)
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
            inner = f"{mark}{inner}{mark}"
            if name == "code":
                break
    return begin + inner + end


def _link(address: str, label: str) -> str:
    return f"<{_escaped(address)}|{_escaped(label)}>" if label else f"<{_escaped(address)}>" if address else ""


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
