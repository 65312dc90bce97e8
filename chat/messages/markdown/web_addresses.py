"""Finding web addresses in what people type: where each begins and ends, and where it leads.

No library passed the cases in tests/messages/markdown/links_catalogue.py. linkify-it-py, the best of them, takes
closing quotes and Chinese and Japanese punctuation into the address, misses an address after a letter without a space,
and links `user@host`.
"""

import ipaddress
import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

import idna

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uffdc"
    "\U00020000-\U0003ffff"  # Chinese, Japanese, Korean
)
"""Letters of scripts in which no space stands between a word and an address."""

TOP_LEVEL = "com|org|net|edu|gov|eu|uk|de|fr|nl|ch|se|dk|fi|cz|jp|cn|kr|nz|ca|mx|za"
"""Names ending so are linked without `https://` or `www.`: far more often addresses than files (`app.js.br`, `song.au`)
or words; `notes.org` is taken for an address.
"""

ENDS = (
    r"\s\x00-\x1f\x7f-\x9f<>\"`\\"
    "\u061c\u200b\u200e\u200f\u2028-\u202f\u2060-\u206f\ufeff"  # invisible ones, except joiners inside words and emoji
    "\u00ab\u00bb\u2018\u201a-\u201f\u2039\u203a"  # quotes
    "\u2014\u2015\u2025\u2026"  # dashes and ellipses
    "\u3000-\u3003\u3008-\u3011\u3014-\u301b\u301d-\u301f"  # Chinese and Japanese punctuation
    "\uff01\uff02\uff07-\uff09\uff0c\uff0e\uff1a-\uff1c\uff1e\uff1f\uff3b\uff3d\uff5b-\uff5d\uff5f-\uff64"
)
"""Characters that no address contains, in a regular expression's brackets."""

DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
SELECTORS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
UNSEEN = (
    rf"{SELECTORS}\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0"
    "\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""What is not shown (Default_Ignorable_Code_Point, but joiners and directions): a host with it shows another."""

_ADDRESS = r"https?://|www\."
_OTHER_SCHEMES = ("blob", "data", "filesystem", "javascript", "vbscript", "view-source")

MAYBE = re.compile(rf"://|www\.|\.(?:{TOP_LEVEL})(?![a-z0-9])", re.IGNORECASE)
"""Found in every text with an address, and fast."""

START = re.compile(
    rf"(?<![a-z0-9]){''.join(f'(?<!{scheme}:)' for scheme in _OTHER_SCHEMES)}(?P<scheme>https?://)"
    rf"|(?<![^\W_{UNSPACED}])(?<![@./\\{UNSEEN}-])(?=www\.[^\W_])"
    rf"|(?<![^\W{UNSPACED}])(?<![@./:\\{UNSEEN}-])"
    rf"(?=[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?-i:{TOP_LEVEL})(?![^\W{UNSPACED}]|[@-]|\.[\w-]))",
    re.IGNORECASE,
)

HOST = re.compile(rf"\[[0-9a-f:.]{{2,45}}\]|[^{ENDS}!#-,/:-@\[-^{{-~]+", re.IGNORECASE)
ASCII_OTHERS = re.compile(r"[\x00-,/:-@\[-^`{-\x7f]")
PORT = re.compile(r"\.?:?(?=/|[?#]\w)|(?:\.(?=:[0-9]+[/?#]))?:([0-9]+)")
NO_HOST = re.compile(rf"\.\.[^\W_{UNSPACED}]|:+[0-9/]")
"""After host and port: an empty label, or another port."""
HIDDEN = re.compile(rf"[-._:\u200c\u200d]*(?:[{UNSEEN}]|[{DIRECTIONS}]+[\w.{UNSEEN}-])")
HIDDEN_INSIDE = re.compile(rf"[{UNSEEN}]")
WORD = re.compile(r"\S*")
AFTER_HOST = re.compile(rf"(?:[^{ENDS}/?#()\[\]{{}}']|\\){{0,100}}")
RUN = re.compile(rf"[^{ENDS}]*")
UNSPACED_AFTER_LATIN = re.compile(rf"[a-z0-9][a-z0-9-]*(?=[{UNSPACED}])", re.IGNORECASE)
_MORE = rf"(?=[_/.&=(),;-])[_!#-&(-/:;=?@\[\]~]{{1,8}}(?!{_ADDRESS})[^\W_]"
MARKS = re.compile(
    rf"(?P<end>[,;|(\[{{](?={_ADDRESS})|\[(?=/))|(?:(?<==)|(?<=%20))''|''(?={_MORE}|[^\W_])|[()\[\]{{}}'\u2019]",
    re.IGNORECASE,
)
MORE = re.compile(_MORE, re.IGNORECASE)
QUOTATION = {
    "'": re.compile(r"(?<!\w)'(?!\s)(?:[^'\n]|(?<=\w)'(?=\w))*\Z"),
    "\u2019": re.compile(r"(?:[\u2018\u201a]|(?<!\w)\u2019(?!\s))(?:[^\u2018-\u201a\n]|(?<=\w)\u2019(?=\w))*\Z"),
}
"""Quotations that are still open where a text ends, by the quote that closes them."""
EMPHASIS = re.compile(r"(?<!\w)_{1,3}(?=[^\s_]|$)")

OPENING = {")": "(", "]": "[", "}": "{"}
TRAILING = ".,:;!?*~|"
JOINERS = "\u200c\u200d"


class Address(NamedTuple):
    """A web address: `text[start:end]`, and the URL to open."""

    start: int
    end: int
    url: str


def find_addresses(text: str) -> Iterator[Address]:
    """Find the web addresses in a text, in linear time."""
    at = run_end = 0
    while found := START.search(text, at):
        start, host = found.start(), found.end()
        end, at = _authority(text, host, is_full=bool(found["scheme"]))
        if not end:
            continue
        if text[end : end + 1] in {"/", "?", "#"}:
            if run_end <= end and (run := RUN.match(text, end)):  # looked for once, however many addresses are in it
                run_end = run.end()
            path_end, at = _path(text, start, end, run_end)
            end = _without_trailing(text, start, end, path_end)
        at = max(at, end)
        yield Address(start, end, ("" if found["scheme"] else "https://") + text[start:end])


def _authority(text: str, start: int, *, is_full: bool) -> tuple[int, int]:
    """Return where host and port end, or 0 where there is none, and where to go on looking."""
    end = start + len(host := _host(text, start))
    if text.startswith("://", end):  # "http://https://…": the second one may be meant
        return 0, start if is_full and host else end + 3
    if _is_hidden(text, start, end):
        word = WORD.match(text, end)
        return 0, word.end() if word else end
    is_valid = bool(host) and (is_full or not host.lower().startswith("www.") or host.count(".") > 1)
    if port := PORT.match(text, end):
        number = port[1] or "0"
        is_valid = is_valid and len(number) < 6 and int(number) < 65536
        end = port.end()
    is_valid = is_valid and not NO_HOST.match(text, end)
    rest = AFTER_HOST.match(text, end)
    if rest and (not is_valid or "@" in rest[0]):  # before an @ stands a user's name, which looks like the host
        return 0, rest.end()
    return end, end


def _host(text: str, start: int) -> str:
    found = HOST.match(text, start)
    host = found[0] if found else ""
    if host.startswith("["):
        return host if _is_ipv6(host[1:-1]) else ""
    host = host.partition("..")[0]
    if not host.isascii():
        host = host[: next((at for at, one in enumerate(host) if not _is_in_hosts(one)), None)]
        last = host.rfind(".") + 1
        if cut := UNSPACED_AFTER_LATIN.match(host, last):  # no such domain: "example" and then the sentence
            host = host[: cut.end()]
    host = host.rstrip(f"-._{JOINERS}")
    return host if len(host) <= 253 and not host.startswith(("-", ".")) and _is_accepted(host) else ""


def _is_hidden(text: str, start: int, end: int) -> bool:
    """Tell whether a character that is not shown is in a host or touches it, but for a selector after an emoji."""
    if HIDDEN.match(text, end):
        return True
    return any(
        not re.match(f"[{SELECTORS}]", text[found.start()]) or unicodedata.category(text[found.start() - 1]) != "So"
        for found in HIDDEN_INSIDE.finditer(text, start, end)
    )


def _is_accepted(host: str) -> bool:
    """Tell whether browsers accept a host's characters (UTS 46; CONTEXTJ of RFC 5892)."""
    if host.isascii():
        return True
    try:
        has_others = ASCII_OTHERS.search(idna.uts46_remap(host, std3_rules=False))  # such as ℀, which becomes a/c
        labels = host.split(".")
        is_joined = all(
            idna.valid_contextj(label, at) for label in labels for at, one in enumerate(label) if one in JOINERS
        )
    except (idna.IDNAError, ValueError):
        return False
    return (
        is_joined and not has_others and not any(label and unicodedata.category(label[0])[0] == "M" for label in labels)
    )


def _is_in_hosts(character: str) -> bool:
    category = unicodedata.category(character)
    return character in f"-._{JOINERS}" or category[0] in "LMN" or category in {"So", "Sk"}  # emoji are, too


def _is_ipv6(text: str) -> bool:
    with suppress(ValueError):
        return bool(ipaddress.IPv6Address(text))
    return False


def _path(text: str, address: int, start: int, run_end: int) -> tuple[int, int]:
    """Return where the path ends, and how far was looked: brackets are closed, quotes are apostrophes or in pairs."""
    opened: dict[str, list[int]] = {"(": [], "[": [], "{": []}
    before = text[address - 1 : address]
    around: dict[str, bool] = {}
    is_quoted = False
    end = run_end
    for found in MARKS.finditer(text, start, run_end):
        at, mark = found.start(), found[0]
        if mark in opened and not found["end"]:
            opened[mark].append(at)
        elif mark in OPENING and opened[OPENING[mark]]:
            opened[OPENING[mark]].pop()
        elif mark[0] in "'\u2019" and any(opened.values()):
            pass
        elif mark == "'" and is_quoted and before != "'":
            is_quoted = False
        elif mark in {"'", "\u2019"} and _is_apostrophe(text[at - 1 : at + 2], before):
            is_quoted = not text[at - 1].isalpha()
        elif mark[0] in "'\u2019" and not _is_in_quotation(text, address, mark[0], around):
            if len(mark) == 1 and not (MORE.match(text, at + 1, run_end) or text[at : at + 2] in {"'-", "'%"}):
                end = at
                break
            is_quoted = is_quoted if len(mark) == 2 else not text[at - 1].isalpha()
        else:
            end = at
            break
    return min([end, *(at for places in opened.values() for at in places)]), end


def _is_apostrophe(triple: str, before: str) -> bool:
    """Tell from a quote with its neighbours whether it stands in a word: `Devil's`."""
    after = triple[2:]
    if triple[1] == "\u2019" or before in {"\u2018", "\u201a"}:
        return triple[0].isalpha() and after.isalpha() and not re.match(f"[{UNSPACED}]", after)
    return after.isalnum()


def _is_in_quotation(text: str, address: int, quote: str, known: dict[str, bool]) -> bool:
    """Tell whether such a quote may close a quotation around the address, which the one of `Bayes'_a` does not."""
    if quote not in known:
        known[quote] = bool(QUOTATION[quote].search(text[max(0, address - 200) : address]))
    return known[quote]


def _without_trailing(text: str, address: int, start: int, end: int) -> int:
    """Leave off what ends the sentence or the emphasis around the address."""
    is_emphasised: bool | None = None
    while end > start:
        last = text[end - 1]
        if last == "_":
            if is_emphasised is None:
                is_emphasised = bool(EMPHASIS.search(text[max(0, address - 200) : address]))
            if not is_emphasised:
                break
        elif not (last in TRAILING or last in JOINERS or (last > "\x7f" and unicodedata.category(last)[0] == "P")):
            break
        end -= 1
    return end
