"""What a page says of itself: its title, a description and a picture, as Open Graph has them or plain HTML.

Not by a parser for HTML: pages are whatever a stranger's server sends, and the standard library's takes minutes for
some of a megabyte. Only `<title>` and so many `<meta>` are looked at, each no longer than so much.
"""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin

from chat.link_previews.items import PageText
from chat.text import shortened_line

MAX_TITLE, MAX_DESCRIPTION, MAX_SITE = 200, 300, 80

MAX_TAGS = 200
"""How many `<meta>` are looked at."""

MAX_TAG = 4_000
"""Characters of a tag; longer ones are passed over."""

_ENCODING = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w-]{1,20})", re.ASCII | re.IGNORECASE)
_KNOWN = re.compile(
    r"utf-?8|us-ascii|iso-8859-\d\d?|windows-125\d|koi8-[ru]|shift_jis|euc-(?:jp|kr)|gbk|gb2312|gb18030|big5",
    re.IGNORECASE,
)
"""Encodings that pages have; Python knows others, such as some that take very long."""

_TAG = re.compile(r"<(?:meta|title)(?=[\s>])", re.IGNORECASE)
_TAG_END = re.compile(r"""(?:[^>"']|"[^"]*+"|'[^']*+')*+>""")
_ATTRIBUTE = re.compile(r"""([\w:.-]{1,40})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")


def read_page(content: bytes, content_type: str, address: str) -> PageText:
    """Return what a page says of itself; never raises, and takes linear time, whatever it is.

    Args:
        content: the page, or its beginning
        content_type: the header of that name
        address: where it was found, to which addresses in it are relative
    """
    said = dict(_said(_decoded(content, content_type)))
    title = said.get("og:title") or said.get("twitter:title") or said.get("title", "")
    description = said.get("og:description") or said.get("twitter:description") or said.get("description", "")
    picture = said.get("og:image") or said.get("og:image:url") or said.get("twitter:image", "")
    return PageText(
        shortened_line(title, MAX_TITLE),
        shortened_line(description, MAX_DESCRIPTION),
        shortened_line(said.get("og:site_name", ""), MAX_SITE),
        _joined(address, picture.strip()),
    )


def _decoded(content: bytes, content_type: str) -> str:
    declared = _ENCODING.search(content_type.encode("ascii", "replace")) or _ENCODING.search(content[:2_000])
    encoding = declared[1].decode() if declared else "utf-8"
    return content.decode(encoding if _KNOWN.fullmatch(encoding) else "utf-8", "replace")


def _said(text: str) -> Iterator[tuple[str, str]]:
    """Go through names and values, the last first: so that of several the first one holds."""
    found: list[tuple[str, str]] = []
    for start in _starts(text):
        window = text[start : start + MAX_TAG]
        end = _TAG_END.match(window, 5)
        if end and window[1] in "mM":
            values = {name.lower(): unescape("".join(value)) for name, *value in _ATTRIBUTE.findall(end[0])}
            if name := values.get("property") or values.get("name"):
                found.append((name.lower(), values.get("content", "")))
        elif end:
            found.append(("title", unescape(window[end.end() :].partition("<")[0])))
    return reversed(found)


def _starts(text: str) -> Iterator[int]:
    for number, found in enumerate(_TAG.finditer(text)):
        if number == MAX_TAGS:
            return
        yield found.start()


def _joined(address: str, picture: str) -> str:
    try:
        return urljoin(address, picture) if picture else ""
    except ValueError:
        return ""
