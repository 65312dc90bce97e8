"""What is done to the parsed text before its HTML is made: emoji, tasks, pictures as links, links that say where to."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from chat.messages.markdown.address_rule import BARE
from chat.messages.markdown.emoji_codes import with_emoji
from chat.messages.markdown.markers import without_marks
from chat.messages.markdown.web_addresses import find_addresses

TASK = re.compile(r"\[([ xX])\][ \t]+(?=\S)")

AS_TYPED = {BARE, "autolink"}
"""The `markup` of links whose text is their address."""

HEADINGS = {f"h{level}": f"h{min(level + 2, 6)}" for level in range(1, 7)}
"""The page and the room have the first two levels."""


def finish(state: StateCore) -> None:
    """Go through all tokens once."""
    before = Token("", "", 0)
    for number, token in enumerate(state.tokens):
        token.tag = HEADINGS.get(token.tag, token.tag)
        if token.type == "inline":
            item = state.tokens[number - 2] if number > 1 and before.type == "paragraph_open" else None
            children = list(_finished(token.children or []))
            if item and item.type == "list_item_open" and children and children[0].type == "text":
                _make_task(item, children)
            token.children = children
        elif token.type == "fence":
            token.content, token.info = without_marks(token.content), without_marks(token.info)
        before = token


def _make_task(item: Token, children: list[Token]) -> None:
    """Make a task of an item that begins with `[ ]` or `[x]`."""
    if found := TASK.match(children[0].content):
        is_done = found[1] != " "
        item.attrSet("class", "task done" if is_done else "task")
        box = Token("task_box", "span", 0, content="☑" if is_done else "☐")
        children[0].content = children[0].content[found.end() :]
        children.insert(0, box)


def _finished(tokens: Iterable[Token]) -> Iterator[Token]:
    link: Token | None = None
    shown = ""
    for token in _without_hollow(tokens):
        if token.type == "moment" and link:  # whose text must not turn into that of another address
            token.type, token.tag, token.attrs = "text", "", {}
        if token.type == "link_open":
            link, shown = token, ""
        elif token.type == "link_close":
            if link and link.markup not in AS_TYPED:
                yield from _named(link, shown)
            link = None
        elif token.type == "image":
            yield from _picture(token, is_in_link=link is not None)
            shown += token.content
            continue
        elif token.type in {"text", "code_inline"}:
            if link or token.type == "code_inline":
                token.content = without_marks(token.content)
            if token.type == "text" and not (link and link.markup in AS_TYPED):
                token.content = with_emoji(token.content)
            shown += token.content
        yield token


def _without_hollow(tokens: Iterable[Token]) -> Iterator[Token]:
    """Show links that lead nowhere as they were typed, such as `[words]()` without an address."""
    is_hollow = False
    for token in tokens:
        if token.type == "link_open":
            is_hollow = not token.attrGet("href")
        if is_hollow and token.type in {"link_open", "link_close"}:
            yield _text("[" if token.type == "link_open" else "]()")
        else:
            yield token


def _named(link: Token, shown: str) -> Iterator[Token]:
    """Mark a link whose text is not its address, and have one whose text is another address name its host."""
    address = str(link.attrGet("href"))
    if shown.strip() in {address, address.removeprefix("mailto:")}:
        return
    link.attrSet("class", "named")
    if any(urlsplit(one.url).hostname != _host(address) for one in find_addresses(shown)):
        yield _text(f" ({_host(address) or address})")


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _picture(token: Token, *, is_in_link: bool) -> Iterator[Token]:
    """Show a picture from elsewhere as a link: whoever looks at the room would tell that place of it."""
    address = str(token.attrGet("src"))
    text = _text(without_marks(token.content) or address)
    if is_in_link or not address:
        yield text
        return
    attributes: dict[str, str | int | float] = {"href": address, "class": "named"}
    yield Token("link_open", "a", 1, attrs=attributes)
    yield text
    yield Token("link_close", "a", -1)


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
