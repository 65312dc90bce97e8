"""HTML from the parsed text; it is cleaned once more before it is stored."""

from collections.abc import Sequence
from html import escape

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from chat.messages.markdown.code import SECONDS, language_of
from chat.messages.markdown.colouring import coloured
from chat.messages.markdown.plain import BIDI_CONTROLS

OUTSIDE = {"rel": "noopener noreferrer nofollow", "target": "_blank"}


class Renderer(RendererHTML):
    """Draws what markdown-it draws otherwise."""

    def text(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        """Escape; what turns directions is kept from what follows."""
        content = tokens[idx].content
        html = escape(content, quote=False)
        return html if content.isascii() or not BIDI_CONTROLS.search(content) else f"<bdi>{html}</bdi>"

    def link_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Open beside the page, and tell nothing of it."""
        tokens[idx].attrs.pop("title", None)
        tokens[idx].attrs.update(OUTSIDE)
        return self.renderToken(tokens, idx, options, env)

    def fence(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, env: EnvType) -> str:
        """Draw code, coloured if its language is known."""
        word = next(iter(tokens[idx].info.split()), "")
        label, alias = language_of(word)
        html, env["seconds"] = coloured(tokens[idx].content, alias, env.get("seconds", SECONDS))
        language = f' data-language="{escape(label)}"' if label else ""
        return f"<pre{language}><code>{html}</code></pre>\n"

    def code_inline(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        """Draw code within a line."""
        return f"<code>{escape(tokens[idx].content, quote=False)}</code>"

    def task_box(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        """Draw the box of a task, which the style sheet makes one."""
        return f'<span class="box">{tokens[idx].content}</span> '

    def moment(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        """Draw a moment; moments.js shows it by the viewer's clock."""
        return f"<time{self.renderAttrs(tokens[idx])}>{tokens[idx].content}</time>"

    def th_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Say by a class how a column is aligned."""
        style = str(tokens[idx].attrs.pop("style", ""))
        if (side := style.removeprefix("text-align:")) in {"center", "right"}:
            tokens[idx].attrSet("class", side)
        return self.renderToken(tokens, idx, options, env)

    td_open = th_open
