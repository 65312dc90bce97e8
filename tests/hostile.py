"""Texts of somebody who means no good: to run scripts, to break out of where they stand, to wreck a page."""

from collections.abc import Iterator
from itertools import product

RUN = "window.wasRun=1"

SCRIPTS = (
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<svg/onload={RUN}>",
    f"<details open ontoggle={RUN}>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f"<iframe src=javascript:parent.{RUN}>",
    f"<body onpageshow={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f"<video><source onerror={RUN}></video>",
    f"<style onload={RUN}></style>",
    f"<a href=javascript:{RUN}>click</a>",
    f"<form action=javascript:{RUN}><button autofocus>press</button></form>",
    f"<math><mtext><table><mglyph><style><img src onerror={RUN}>",
    f"<template shadowrootmode=open><img src=x onerror={RUN}></template>",
    f"<noscript><p title='</noscript><img src=x onerror={RUN}>'>",
    "<link rel=stylesheet href=https://evil.example/a.css>",
    "<img src=https://evil.example/pixel.png>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    f"{{{{constructor.constructor('{RUN}')()}}}}",
    f"${{{RUN}}}",
    f"{{% import os %}}{{{{ config }}}}{{{{ self.__init__.__globals__ }}}}<%={RUN}%>",
    f"`${{{RUN}}}`;{RUN}//",
    f"');{RUN}//",
    f'");{RUN}//',
    f"\\');{RUN}//\\u0027",
    f"javascript:{RUN}",
    f"https://evil.example/'onmouseover='{RUN}",
    f'https://evil.example/"onmouseover="{RUN}" ',
    f"http://x<img/src/onerror={RUN}>",
    f"https://a.example/<b onclick={RUN}>",
    "data:text/html,<script>parent.wasRun=1</script>",
    "Robert'); DROP TABLE message;--",
    "&lt;script&gt;&#60;script&#62;&#x3C;",
    '{"_id":1,"code":"window.wasRun=1"}',
    '42["run_javascript",{"code":"window.wasRun=1"}]',
)
"""What would set `window.wasRun` or ask another server, if any of it were taken for more than words."""

WRAPPINGS = (
    "{}",
    '"{}',
    "'>{}",
    '">{}<"',
    "</div></div>{}",
    "--><!--{}",
    "]]>{}<![CDATA[",
    "</title></textarea></style></script>{}",
    "\u202e{}\u202c",
    "\u200b{}\ufeff",
    "x" * 60 + "{}",
    "{}\n\n{}",
    "\t{}\u0301\u0301",
    "{} 👩\u200d👩\u200d👧",
)
"""Where it could be standing, and what could hide it."""

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
    "\u0e4f\u0e47\u0e47\u0e47\u0e47\u0e47\u0e47\u0e47\u0e47\u0e47\u0e47" * 20,
    "|" * 3000,
    "\u00ad" * 500 + "soft",
    "\u3000" * 20 + "wide",
    "[" * 3000,
)
"""What could push a page out of shape."""


def texts() -> Iterator[str]:
    """List them all, some five hundred."""
    for wrapping, script in product(WRAPPINGS, SCRIPTS):
        yield wrapping.replace("{}", script)
    yield from WRECKERS
