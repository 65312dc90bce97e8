"""The stream element: a keyed list whose rows live in the browser alone.

After Phoenix LiveView's streams (`stream/4`, `stream_insert/4`, `stream_delete/3`): the server draws an item once,
sends it and keeps nothing. See docs/streams.md for the idea and for what happens on the wire.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Literal, TypeVar

from nicegui.events import GenericEventArguments

from .browser_call import BrowserCall
from .following import ChangesSince, Follower
from .operations import check_callable, check_limit
from .pages import Pages, result_of
from .topic import (
    Changes,
    Drawn,
    Row,
    Topic,
    broadcast,
    broadcast_now,
    followed_topics,
    follower_count,
    has_followers,
    row,
    signal,
    signal_now,
)
from .traffic import traffic

__all__ = [
    "Changes",
    "ChangesSince",
    "Drawn",
    "Row",
    "Stream",
    "broadcast",
    "broadcast_now",
    "followed_topics",
    "follower_count",
    "has_followers",
    "row",
    "signal",
    "signal_now",
]

T = TypeVar("T")

Load = Callable[[], Sequence[T] | Changes[T] | Awaitable[Sequence[T] | Changes[T]]]
LoadAround = Callable[[str], Sequence[T] | Changes[T] | Awaitable[Sequence[T] | Changes[T]]]

TABLE_TAGS = frozenset({"table", "thead", "tbody", "tfoot"})
"""Elements that browsers do not let scroll by themselves."""


class Stream(
    Follower[T],
    component="stream.js",
    dependencies=[
        # without DOM: Node.js tests them
        *("stream_model.js", "stream_follower.js", "stream_heard.js", "stream_pager.js", "stream_edges.js"),
        "stream_seek.js",
        *("stream_rows.js", "stream_dom.js", "stream_morph.js", "stream_pairs.js"),
        *("stream_transitions.js", "stream_order.js", "stream_scroll.js", "stream_scroller.js"),
        *("stream_view.js", "stream_events.js", "stream_styles.js"),
    ],
):
    """A keyed list of rows that the browser holds and the server merely operates on."""

    def __init__(
        self,
        name: str,
        *,
        render: Callable[[T], str],
        key: Callable[[T], Any] = lambda item: item.id,  # type: ignore[attr-defined]
        items: Sequence[T] | Load[T] = (),
        limit: int | None = None,
        empty: str | None = None,
        loading: str | None = None,
        failed: str | None = None,
        on_action: Callable[[str, str, dict[str, str]], Any] | None = None,
        on_top: Callable[[str], Any] | Callable[[str, bool], Any] | None = None,
        on_bottom: Callable[[str], Any] | Callable[[str, bool], Any] | None = None,
        topic: str | None = None,
        revision: int = 0,
        changes_since: ChangesSince[T] | None = None,
        scroll: bool | Literal["page"] = True,
        opens_at: Any = "end",
        has_last: bool = False,
        around: LoadAround[T] | None = None,
        is_sorted: bool = False,
        tag: str = "div",
        entering: str | None = None,
        leaving: str | None = None,
    ) -> None:
        """Create the list with its first rows.

        Args:
            name: the container's DOM id and the prefix of its rows'; unique on the page
            render: draws an item as one root element of safe HTML, the same for every viewer
            key: tells items apart; compared as a string
            items: the first rows, a part of the page's first HTML and then forgotten; `Drawn` ones are sent as they
                are, here and wherever else items are given; or a function that
                loads them once the page is shown, with a placeholder until then and a retry if it fails
            limit: how many rows stay: the last ten for -10, the first ten for 10; for calls that name none
            empty: safe HTML that is shown while there is no row
            loading: safe HTML to show instead of "Loading…" while rows are loaded
            failed: safe HTML for the button that loads again what could not be loaded
            on_action: called with (action, key, args) for a `data-action` button, form or other event in a row;
                all three are whatever a browser chose to send
            on_top: called with the first key when the reader nears the top and there may be more; loads by
                `prepend`. If it takes a second argument, `overran`, that is whether the reader has gone to the very
                edge at once, past rows that were not loaded. Returning False says that there is no more, True that
                there is; otherwise there may be more as long as calls bring rows
            on_bottom: the same for the last key, the end and `append`
            topic: what `broadcast` calls this list, to follow its changes
            revision: the topic's revision at which `items` were read
            changes_since: reads the topic's changes after a revision, or with None its last page; it may raise.
                Whether the viewer may have them is decided by `Topic.authorize`, after the read
            scroll: the element is a scrolling window that keeps the reader's place; with "page", the page is, or an
                element around the list
            opens_at: "end" where the first rows are the list's last, "start" where they are its first, or the key of
                one of them, which is shown in the middle; None, such as where nothing is unread, means the end
            has_last: with a key as `opens_at`: the first rows go on to the list's last one
            around: loads the rows around one that is not there, for `scroll_to`, and for scripts that go to a row or to
                a place; returns what the `load` of `scroll_to` does
            is_sorted: rows that come later, or change, are put where their `data-sort` attribute says, by code points
                and then by numbers in keys, whatever `at` is; the first rows and those of a reset come in that order
            tag: the element's name: "ul" for rows that are `<li>`, "tbody" for `<tr>`, which does not scroll
            entering: CSS classes, separated by spaces, that a new row has while their animation runs
            leaving: the same for a removed row, whose element goes once that is over; to every operation it is gone
        """
        if topic is not None and changes_since is None:
            raise ValueError("a stream that follows a topic needs changes_since to catch up with it")
        scroll = _checked_scroll(scroll, tag, needs_window=bool(on_top or on_bottom))
        check_limit(limit)
        check_callable(key=key, render=render)
        super().__init__()  # after the checks: what they refuse leaves nothing in the page
        self.name = name
        self._render, self._key, self._limit, self._is_sorted = render, key, limit, is_sorted
        self.topic = topic
        self._topic = None if topic is None else Topic(topic)
        self._changes_since = changes_since
        self._on_action = on_action
        self._load = items if callable(items) else None
        self._load_around = around
        self._around: tuple[str, LoadAround[T]] | None = None  # the one of `scroll_to`, until it is answered
        self._reloads = 0  # that are not answered: a browser may ask for no more
        first = self._load and self._prepend_first
        own = {"around": self._show_around, "all": self._load and self._reset_all}
        self._pages = Pages(self._run, {"first": first, "top": on_top, "bottom": on_bottom, **own})
        self._props.update(
            {
                "id": name,
                "name": name,
                "items": [] if callable(items) else self._rows(items),
                "limit": limit,
                "empty": empty,
                "topic": topic,
                "since": revision if topic is not None else None,
                "pages": self._pages.edges,
                "scroll": scroll,
                "sorted": is_sorted,
            }
        )
        opening = None if opens_at in (None, "end") else str(opens_at)
        rare: dict[str, Any] = {"opens-at": opening, "loading": loading, "failed": failed}
        rare |= {"has-last": (has_last and opening is not None) or None, "around": around is not None or None}
        rare |= {"tag": None if tag == "div" else tag, "entering": entering, "leaving": leaving}
        self._props.update({name: value for name, value in rare.items() if value is not None})
        self._listen()

    def _listen(self) -> None:
        """Register all listeners, once: one that is added later makes NiceGUI mount the element anew, without rows."""
        if self._on_action:
            self.on("action", self._handle_action)
        self.on("page", self._handle_page)
        self.on("follow", self._handle_follow)
        self.on("jump", self._handle_jump)

    def scroll_to(self, key: Any, load: LoadAround[T] | None = None) -> BrowserCall:
        """Show the row with this key in the middle, such as for a permalink, a search hit or the first unread item.

        In the browser, the element then dispatches `stream:target`, whether the row could be shown or not.

        Args:
            key: the item's key
            load: called with the key if the row is not there; returns the rows to show instead of all others, the
                item among them. With a topic, return `Changes(revision, reset=rows)`, read at that revision.
                Without it, the constructor's `around` is called
        """
        self._around = None if load is None else (str(key), load)
        return self._apply([["seek", str(key), load is not None or self._load_around is not None]])

    def reload(self) -> BrowserCall:
        """Replace all rows by what `items`, a function, loads now, with a placeholder meanwhile and a retry."""
        if not self._load:
            raise ValueError("reload() needs a function as items, which loads them; without one, use reset()")
        self._reloads += 1
        return self._apply([["reload"]])

    @property
    def html_id(self) -> str:
        """The DOM id, by which tooltips and teleports find the element."""
        return self.name

    # ---- events from the browser

    async def _handle_action(self, event: GenericEventArguments) -> None:
        match event.args:
            case {"action": str(action), "key": str(key), "args": dict(args)} if self._on_action:
                strings = {str(name): str(value) for name, value in args.items()}
                try:
                    await result_of(self._on_action(action, key, strings))
                finally:
                    if isinstance(busy := event.args.get("busy"), int):
                        self._run("settle", busy)

    async def _handle_page(self, event: GenericEventArguments) -> None:
        await self._pages.answer(event.args)

    async def _handle_jump(self) -> None:
        if self._load and self.topic is None:
            rows, _ = self._found(await result_of(self._load()))
            self._apply([["reset", rows], ["toEnd"]])
        else:
            await self._catch_up(None)

    async def _prepend_first(self, _key: str | None) -> None:
        if self._load:
            rows, revision = self._found(await result_of(self._load()))
            self._apply([["insert", rows, 0, self._limit, False]], revision)

    async def _reset_all(self, _key: str) -> None:
        if self._load and self._reloads:
            rows, revision = self._found(await result_of(self._load()))
            self._reloads -= 1
            self._apply([["reset", rows]], revision)

    async def _show_around(self, key: str) -> None:
        around = self._around if self._around and self._around[0] == key else None
        if load := around[1] if around else self._load_around:
            rows, revision = self._found(await result_of(load(key)))
            self._around = None if self._around is around else self._around
            self._apply([["around", rows, key]], revision)

    def _found(self, found: Sequence[T] | Changes[T]) -> tuple[Sequence[Row], int | None]:
        """Render what was loaded, and tell at which revision it was read, if that is known."""
        if isinstance(found, Changes):
            return self._rows(found.reset or ()), found.revision
        return self._rows(found), None

    # ---- sending

    def _to_dict(self) -> dict[str, Any]:
        data = super()._to_dict()
        data["props"] = dict(self._props)
        with self._props.suspend_updates():
            self._props["items"] = None  # sent: the browser holds them now
        return data

    def _apply(self, operations: list[list[Any]], revision: int | None = None) -> BrowserCall:
        traffic.count_operations(operations)
        return self._run("apply", operations, revision, self._pages.request)


def _checked_scroll(scroll: bool | Literal["page"], tag: str, *, needs_window: bool) -> bool | Literal["page"]:
    """Return how the element scrolls: a table does not by itself; raises `ValueError` if it has to and does not."""
    if scroll not in (True, False, "page"):
        raise ValueError(f"scroll={scroll!r}: use True, False or 'page'")
    checked = False if tag in TABLE_TAGS and scroll is True else scroll
    if not checked and needs_window:
        advice = "a table does not: use scroll='page'" if tag in TABLE_TAGS else "leave out scroll=False"
        raise ValueError(f"on_top and on_bottom need a window that scrolls: {advice}")
    return checked
