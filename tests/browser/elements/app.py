"""The program that the tests of the stream element drive: pages of streams as told, and what to do with them."""

import asyncio
import json
import logging
import os
import traceback
from html import escape
from itertools import count
from types import SimpleNamespace
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse, Response
from nicegui import Client, app, ui

from chat.elements import topic as topics
from chat.elements.stream import Changes, Stream, broadcast, followed_topics, row, signal

IMAGE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="{}"><rect width="90" height="900" fill="teal"/></svg>'
)

plan: list[dict[str, Any]] = []
"""The streams of pages to come."""


logged: list[str] = []
"""What the program has logged since the newest page was opened."""


class Notes(logging.Handler):
    """Notes what is logged: the error's own words, where there is one."""

    def emit(self, record: logging.LogRecord) -> None:
        logged.append(str(record.exc_info[1]) if record.exc_info else record.getMessage())


class Tab:
    """One browser's page, and what its streams are to do."""

    def __init__(self) -> None:
        self.client = ui.context.client
        self.streams: dict[str, Stream] = {}
        self.actions: list[Any] = []
        self.is_held = self.is_broken = False
        self.pages = 0

    def act(self, *args: Any) -> None:
        """Note what was pressed."""
        if self.is_broken:
            raise RuntimeError("broken, as the test wants it")
        self.actions.append(args)

    async def load(self, items: list[Any]) -> list[SimpleNamespace]:
        """Return items as soon as the test lets them go."""
        self.pages += 1
        while self.is_held:  # noqa: ASYNC110 (the test lets go from another request)
            await asyncio.sleep(0.01)
        if self.is_broken:
            raise RuntimeError("broken, as the test wants it")
        return [as_item(item) for item in items]


tab: Tab
"""The newest."""


class Feed:
    """A topic and all its changes."""

    def __init__(self, topic: str) -> None:
        self.topic, self.items, self.changes = topic, {}, []
        self.draws = self.asked = 0
        self.is_closed, self.last_page, self.most = False, 50, 100

    @property
    def revision(self) -> int:
        return len(self.changes)

    def draw(self, item: SimpleNamespace) -> str:
        self.draws += 1
        return draw(item)

    async def change(self, kind: str, *items: Any, lost: bool = False) -> None:
        """Create (`insert`), edit (`update`) or delete (`remove`) items, and tell, unless that gets lost."""
        for item in map(as_item, items):
            self.changes.append((kind, item))
            if kind == "remove":
                self.items.pop(item.id, None)
            else:
                self.items[item.id] = item
            if not lost:
                rows = [str(item.id)] if kind == "remove" else [row(item.id, self.draw(item))]
                await broadcast(self.topic, self.revision, kind, rows)

    async def signal(self, name: str, data: Any = None) -> None:
        await signal(self.topic, name, data)

    async def heartbeat(self) -> None:
        await broadcast(self.topic, self.revision)

    async def repeat(self, revision: int) -> None:
        """Deliver an old change once more."""
        kind, item = self.changes[revision - 1]
        await broadcast(self.topic, revision, kind, [row(item.id, f"<li>old {item.id}</li>")])

    def close(self) -> None:
        self.is_closed = True

    def reopen(self) -> None:
        self.is_closed = False

    def since(self, revision: int | None) -> Changes[SimpleNamespace]:
        self.asked += 1
        if self.is_closed:
            raise PermissionError("no longer a member")
        if revision is None or self.revision - revision > self.most:
            return Changes(self.revision, reset=list(self.items.values())[-self.last_page :])
        last = {item.id: kind for kind, item in self.changes[revision:]}
        created = {item.id for kind, item in self.changes[revision:] if kind == "insert"} & self.items.keys()
        return Changes(
            self.revision,
            created=[self.items[key] for key in self.items if key in created],
            edited=[self.items[key] for key in last if key in self.items and key not in created],
            deleted=[key for key in last if key not in self.items],
        )


feeds: dict[str, Feed] = {}


def as_item(item: Any) -> SimpleNamespace:
    """Make an item of `3`, of `[3, "text"]`, of `[3, "<li>html</li>"]` or of `{"id": 3, …}`."""
    if isinstance(item, dict):
        return SimpleNamespace(**item)
    key, text = item if isinstance(item, list) else (item, f"row {item}")
    return SimpleNamespace(id=key, text=text)


def draw(item: SimpleNamespace) -> str:
    """Draw whatever the test gave."""
    text = getattr(item, "text", "")
    return text if text.startswith("<") else f"<li>{escape(text)}</li>"


def draw_entry(item: SimpleNamespace) -> str:
    """Draw one of the rows of a window: no two alike in height, and every fifth with an image of unknown size."""
    image = f'<img src="/image/{item.id % 7}" alt="">' if item.id % 5 == 0 else ""
    return f'<div style="padding: {item.id * 37 % 61}px 0"><span>entry {item.id}</span>{image}</div>'


def options_for(tab: Tab, name: str, spec: dict[str, Any]) -> dict[str, Any]:
    """Make a stream's arguments of what the test told of it."""
    spec = dict(spec)
    options: dict[str, Any] = {"render": draw, "on_action": tab.act}
    if span := spec.pop("range", None):
        options |= window_for(tab, name, *span, spec.pop("page", 50), spec.pop("window", 300), spec.pop("more", None))
        if not spec.pop("images", False):
            options["render"] = lambda item: draw_entry(item).partition("<img")[0]
        else:
            options["render"] = draw_entry
    if topic := spec.pop("topic", None):
        feed = feeds[topic]
        items = list(feed.items.values())[-feed.last_page :]
        options |= {"topic": topic, "revision": feed.revision, "changes_since": feed.since, "items": items}
        if page := spec.pop("page", None):
            options |= window_on(tab, name, feed, page, spec.pop("window", 300))
    if "items" in spec:
        options["items"] = [as_item(item) for item in spec.pop("items")]
    if "load" in spec:
        items = spec.pop("load")
        options["items"] = lambda: tab.load(items)
    if key := spec.pop("key", None):
        options["key"] = lambda item: getattr(item, key)
    return options | spec


def window_for(tab: Tab, name: str, first: int, last: int, page: int, window: int, more: bool | None) -> dict[str, Any]:
    """Page through entries `first` to `last`, beginning with the last page."""

    def entries(start: int, end: int) -> list[int]:
        return list(range(max(start, first), min(end, last) + 1))

    async def older(key: str) -> bool | None:
        items = await tab.load(entries(int(key) - page, int(key) - 1))
        tab.streams[name].prepend(*items, limit=window)
        return int(key) - page > first if more else None

    async def newer(key: str) -> bool | None:
        items = await tab.load(entries(int(key) + 1, int(key) + page))
        tab.streams[name].append(*items, limit=-window)
        return int(key) + page < last if more else None

    first_page = entries(last - page + 1, last)
    return {"items": lambda: tab.load(first_page), "on_top": older, "on_bottom": newer}


def window_on(tab: Tab, name: str, feed: Feed, page: int, window: int) -> dict[str, Any]:
    """Page through a feed's items; what is read is sent only when the test lets it go."""

    async def older(key: str) -> bool:
        items = [item for item in feed.items.values() if item.id < int(key)]
        revision = feed.revision
        await tab.load([])
        tab.streams[name].prepend(*items[-page:], limit=window, revision=revision)
        return len(items) > page

    async def newer(key: str) -> bool:
        items = [item for item in feed.items.values() if item.id > int(key)]
        revision = feed.revision
        await tab.load([])
        tab.streams[name].append(*items[:page], limit=-window, revision=revision)
        return len(items) > page

    return {"on_top": older, "on_bottom": newer}


@ui.page("/")
def page() -> None:
    make_streams()


@app.post("/again/{client_id}")
async def make_streams_again(client_id: str) -> bool:
    """Put the planned streams in place of those that a page has; tells whether it is still there."""
    client = Client.instances.get(client_id)
    if client and client.has_socket_connection:
        with client.content:
            client.content.clear()
            make_streams()
        return True
    return False


def make_streams() -> None:
    """Make the planned streams in the page at hand, as if it was new."""
    global tab
    tab = Tab()
    logged.clear()
    for spec in json.loads(json.dumps(plan)):
        name, props, style = spec.pop("name", "list"), spec.pop("props", ""), spec.pop("style", "")
        at_once, children = spec.pop("at_once", []), spec.pop("children", [])
        tab.is_held, tab.is_broken = spec.pop("held", False), spec.pop("broken", False)
        into = ui.teleport(spec.pop("into")) if "into" in spec else ui.element()
        with into:
            stream = tab.streams[name] = Stream(name, **options_for(tab, name, spec))
        stream.props(props).style(style)
        with stream:
            for child in children:
                ui.label(child)
        for order in at_once:
            carry_out(stream, order)


def carry_out(stream: Stream, order: list[Any]) -> Any:
    """Do what an order says: a method's name, its items or plain arguments, and its options."""
    method, arguments, options = order
    if method in ("move", "remove", "remove_by_dom_id", "unfollow", "delete", "props"):
        return getattr(stream, method)(*arguments, **options)
    return getattr(stream, method)(*map(as_item, arguments), **options)


@app.post("/plan")
async def make_plan(request: Request) -> None:
    """Take the streams of pages to come, and the topics they follow."""
    plan[:] = await request.json()
    topics._latest.clear()  # these are other topics, though they may have the same names
    feeds.clear()
    feeds.update({spec["topic"]: Feed(spec["topic"]) for spec in plan if "topic" in spec})


@app.post("/do/{name}")
async def do(name: str, request: Request) -> JSONResponse:
    """Carry out orders on one of the newest page's streams, and answer with what went wrong."""
    try:
        with tab.client:
            results = [carry_out(tab.streams[name], order) for order in await request.json()]
    except Exception as error:
        return JSONResponse({"error": f"{type(error).__name__}: {error}"})
    return JSONResponse({"result": results[0] if isinstance(results[0], str) else None})


@app.post("/feed/{topic}")
async def change_feed(topic: str, request: Request) -> dict[str, Any]:
    """Call methods of a topic's feed, and answer with what it has counted."""
    feed = feeds[topic]
    for method, arguments, options in await request.json():
        result = getattr(feed, method)(*arguments, **options)
        if asyncio.iscoroutine(result):
            await result
    return {"draws": feed.draws, "asked": feed.asked, "revision": feed.revision, "followed": followed_topics()}


@app.post("/tab")
async def change_tab(request: Request) -> dict[str, Any]:
    """Set the newest page's attributes, and answer with what has happened there."""
    vars(tab).update(await request.json())
    kept = {name: stream._props["items"] for name, stream in tab.streams.items()}
    return {"actions": tab.actions, "pages": tab.pages, "kept": kept, "logged": logged}


@app.post("/python")
async def python(request: Request) -> JSONResponse:
    """Run the rare thing that needs more than an order: a coroutine function `run(tab)`."""
    names: dict[str, Any] = {"asyncio": asyncio, "count": count, "ui": ui, "Stream": Stream, "as_item": as_item}
    try:
        exec((await request.body()).decode(), names)
        with tab.client:
            return JSONResponse({"result": await names["run"](tab)})
    except Exception:
        return JSONResponse({"error": traceback.format_exc()})


@app.get("/image/{number}")
async def image(number: int) -> Response:
    """Serve an image late, so that its height is a surprise."""
    await asyncio.sleep(0.15)
    headers = {"Cache-Control": "no-store"}
    return Response(IMAGE.format(40 + 35 * number), media_type="image/svg+xml", headers=headers)


if __name__ == "__main__":
    logging.getLogger().addHandler(Notes(logging.ERROR))
    ui.run(host="127.0.0.1", port=int(os.environ["PORT"]), show=False, reload=False, tailwind=False)
