"""The rule of the parser for text between marks: it knows where web addresses are, which may have such marks inside."""

from bisect import bisect_right
from itertools import islice

from markdown_it.rules_inline import StateInline

from chat.messages.markdown.plain import MAX_LINKS
from chat.messages.markdown.web_addresses import MAYBE, Address, find_addresses

BARE = "address"
"""The `markup` of a link that is an address as it was typed."""


def text_or_address(state: StateInline, silent: bool) -> bool:
    """Take the text up to the next mark or address, or an address with all that is in it."""
    addresses, starts = _addresses(state)
    address = addresses.get(state.pos)
    if address is None or address.end > state.posMax:
        following = bisect_right(starts, state.pos)
        return _take_text(state, starts[following] if following < len(starts) else state.posMax, silent)
    if not silent:
        _push(state, address)
    state.pos = address.end
    return True


def _take_text(state: StateInline, limit: int, silent: bool) -> bool:
    mark = state.md.inline.terminator_re.search(state.src, state.pos)
    end = min(mark.start() if mark else state.posMax, limit, state.posMax)
    if end <= state.pos:
        return False
    if not silent:
        state.append_pending(state.src[state.pos : end])
    state.pos = end
    return True


def _addresses(state: StateInline) -> tuple[dict[int, Address], list[int]]:
    """Return the addresses of a paragraph, cell or heading by where they begin: looked for once in each."""
    known: dict[str, tuple[dict[int, Address], list[int]]] = state.env.setdefault("addresses", {})
    if state.src not in known:
        found = find_addresses(state.src) if MAYBE.search(state.src) else ()
        addresses = {one.start: one for one in islice(found, MAX_LINKS)}
        known[state.src] = addresses, list(addresses)
    return known[state.src]


def _push(state: StateInline, address: Address) -> None:
    text = state.src[address.start : address.end]
    links = state.env["links"] = state.env.get("links", 0) + 1
    if state.linkLevel or links > MAX_LINKS:
        state.append_pending(text)
        return
    opening = state.push("link_open", "a", 1)
    opening.attrs, opening.markup = {"href": address.url}, BARE
    state.push("text", "", 0).content = text
    state.push("link_close", "a", -1).markup = BARE
