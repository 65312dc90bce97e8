"""The panel with what a search has found, as a stream whose next page comes when somebody nears its end."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

from nicegui.element import Element
from nicegui.events import GenericEventArguments

from chat.accounts.items import UserItem
from chat.elements.stream import Stream
from chat.errors import ChatError, NotSignedIn
from chat.search.items import Found, FoundMessage
from chat.text import parse_id
from chat.web.components import composer, dialogs, search, shared
from chat.web.components.shared.templates import template

MAX_TEXT = 1000
"""Characters of a search; the box takes no more."""

MAX_SHOWN = 1000
"""Results that a browser holds; whoever has read so many narrows the search down."""

MOST_ROUNDS = 40
"""How often the search goes on by itself before anything is found; then the browser asks whether to go on."""

_result = template("search/result.html")


Order = Literal["newest", "relevance"]


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody searches for, where, and what is to come first."""

    text: str
    room_id: int | None
    order: Order


People = tuple[Sequence[UserItem], bool]
"""Whom the beginning of a name may mean, and whether there are more."""


class SearchPanel(
    Element,
    component="search_panel.js",
    dependencies=[part.SCRIPTS for part in (composer, dialogs, search, shared)],
):
    """Shows what was found; its script is loaded when the panel is opened first."""

    def __init__(
        self,
        viewer: UserItem,
        *,
        on_search: Callable[[Question, Any], Awaitable[Found]],
        on_complete: Callable[[str], Awaitable[People]],
    ) -> None:
        """Show nothing yet.

        Args:
            viewer: who searches
            on_search: finds what a question asks for, after a cursor that it returned before, or None
            on_complete: finds whom the beginning of a name may mean
        """
        super().__init__()
        self._on_search, self._on_complete = on_search, on_complete
        self._asked = 0  # the number of the newest question
        self._question: Question | None = None  # whose results are shown
        self._next: Any = None
        self._count = 0
        self._props["me"] = str(viewer.id)
        self.on("ask", self._handle_ask)
        self.on("complete", self._handle_complete)
        with self:
            self._stream = Stream(
                "found",
                render=render_result,
                key=lambda found: found.message.id,
                on_bottom=self._append,
                opens_at="start",
            )

    async def _handle_ask(self, event: GenericEventArguments) -> None:
        match event.args:
            case {
                "number": int(number),
                "text": str(text),
                "room": str(room),
                "order": "newest" | "relevance" as order,
            }:
                question = Question(text[:MAX_TEXT].strip(), parse_id(room) or None, order)
                self._asked = number
                after = event.args.get("after")  # of an answer in which nothing was found
                await self._answer(number, question, after if isinstance(after, str) else None)

    async def _answer(self, number: int, question: Question, after: str | None) -> None:
        error, found = "", Found()
        try:
            if question.text:
                found = await self._on_search(question, after)
                for _ in range(MOST_ROUNDS):  # it looks at so many messages at a time
                    if found.items or not found.more or not self._is_wanted(number):
                        break
                    found = await self._on_search(question, found.next)
        except NotSignedIn:
            return
        except ChatError as failure:
            error = failure.message
        except Exception:
            self._show(number, question, found, "That did not work. Please try again.")
            raise
        self._show(number, question, found, error)

    def _show(self, number: int, question: Question, found: Found, error: str) -> None:
        if not self._is_wanted(number):
            return
        self._question, self._next, self._count = question, found.next, len(found.items)
        self._stream.reset(*found.items)
        told = {"error": error, "more": found.more, "indexing": found.is_indexing}
        if not found.items:
            told["further"] = found.next
        self.run_method("answered", number, told)

    def _is_wanted(self, number: int) -> bool:
        """Return whether nobody has asked anything else since."""
        return number == self._asked and not self.is_deleted

    async def _append(self, _last_key: str) -> bool:
        question = self._question
        if question is None or self._next is None:
            return False
        found = await self._on_search(question, self._next)
        if question is not self._question or self.is_deleted:
            return True  # the browser discards it
        self._next, self._count = found.next, self._count + len(found.items)
        self._stream.append(*found.items)
        self.run_method("paged", found.more)
        return found.more and self._count < MAX_SHOWN

    async def _handle_complete(self, event: GenericEventArguments) -> None:
        match event.args:
            case {"text": str(text)}:
                with suppress(ChatError):  # the box is there to type the whole name in
                    people, has_more = await self._on_complete(text)
                    if not self.is_deleted:
                        rows = [(user.id, user.name, user.avatar or "", True) for user in people]
                        self.run_method("completed", text, rows, has_more)


def render_result(found: FoundMessage) -> str:
    """Draw a message that was found, as a link to it; times are added by search_results.js."""
    return _result.render(found=found)
