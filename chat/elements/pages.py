"""What a browser asks a stream for: the first rows, those beyond an edge, and those around a row."""

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from inspect import Parameter, isawaitable, signature
from typing import Any

from .browser_call import BrowserCall

Handler = Callable[..., Any]

MAX_NUMBER = 2**53 - 1
"""The largest whole number that a browser can count to."""


@dataclass(slots=True)
class _Page:
    """Request that this task answers; the browser discards the answer if it no longer fits beside its rows."""

    pages: "Pages"
    request: dict[str, str | int]
    is_over: bool = False  # tasks that a handler has started outlive it, and what they do is no page


_page: ContextVar[_Page | None] = ContextVar("page", default=None)


class Pages:
    """The handlers that load a stream's pages, by the edge of the list they are for."""

    def __init__(self, run: Callable[..., object], handlers: Mapping[str, Handler | None]) -> None:
        """Take the handlers.

        Args:
            run: calls a method of stream.js
            handlers: by "first", "top", "bottom", "around" and "all"; called with a key, which is whatever a browser
                sent; if they take `overran`, also with whether the reader has gone to the very edge at once
        """
        self._run = run
        self._handlers = {edge: handler for edge, handler in handlers.items() if handler}
        self._take_overran = {edge for edge, handler in self._handlers.items() if _takes_overran(handler)}

    @property
    def edges(self) -> list[str]:
        """The edges at which the browser may ask for rows by itself."""
        return [edge for edge in self._handlers if edge not in ("around", "all")]

    @property
    def request(self) -> dict[str, str | int] | None:
        """The request that this task answers, if it answers one."""
        page = _page.get()
        return page.request if page and page.pages is self and not page.is_over else None

    async def answer(self, sent: Any) -> None:
        """Have a page loaded, and say whether there is more beyond it; `sent` is whatever a browser chose to send."""
        match sent:
            case {"edge": str(edge), "key": str(key)} if handler := self._handlers.get(edge):
                number = sent.get("number")  # which tells the answers to equal requests apart
            case _:
                return
        overran = sent.get("overran") is True
        known = isinstance(number, int) and 0 <= number <= MAX_NUMBER
        page = _Page(self, {"edge": edge, "key": key, **({"number": number} if known else {})})
        _page.set(page)
        try:
            more = await result_of(handler(key, overran) if edge in self._take_overran else handler(key))
        except Exception:
            self._run("pageFailed", page.request)
            raise
        finally:
            page.is_over = True
        self._run("paged", page.request, more if isinstance(more, bool) else None)


async def result_of(value: Any) -> Any:
    """Await what a handler has returned, if it is asynchronous."""
    if isinstance(value, BrowserCall):  # the last operation of a handler's, such as a lambda's: nobody waits for it
        return None
    return await value if isawaitable(value) else value


def _takes_overran(handler: Handler) -> bool:
    try:
        parameters = signature(handler).parameters.values()
    except (TypeError, ValueError):  # of some functions that are written in C nobody knows
        return False
    positional = [each for each in parameters if each.kind in (each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD)]
    required = [each for each in positional if each.default is Parameter.empty]
    return len(required) > 1 or any(each.name == "overran" for each in positional)
