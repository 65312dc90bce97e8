"""What it costs to open a room and to page back in it, in a small database and in a very large one."""

import asyncio
import gzip
import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass
from pathlib import Path

from aiohttp import ClientSession

from bench.clients.page import Page, elements_literal, get_page, log_in, new_session
from bench.figures import Figure, figure
from bench.seeding import seed
from bench.server import ROOM, Server
from chat import accounts, messages
from chat.accounts.items import UserItem
from chat.storage.database import database
from models import MAX_ID, Message, User

ROOMS, PEOPLE = 8, 20
"""In addition to the demo's, in both databases; as in `growth`, with which they are shared."""

SMALL = 1_000


@dataclass(frozen=True, slots=True)
class Opened:
    """One opening of a room."""

    seconds: float
    cpu: float
    page: Page


def measure(*, quick: bool, large: int) -> list[Figure]:
    """Open the same room of both databases in turn, then page back in both."""
    times = 5 if quick else 20
    with tempfile.TemporaryDirectory() as folder:
        folders = {size: Path(folder) / str(size) for size in (SMALL, large)}
        for size, data_dir in folders.items():
            data_dir.mkdir()
            seed(data_dir, rooms=ROOMS, users=PEOPLE, messages=size)
        with ExitStack() as stack:
            servers = {size: stack.enter_context(Server(data_dir)) for size, data_dir in folders.items()}
            opened = open_in_turn(servers, times)
        figures = [one for size, runs in opened.items() for one in _opening(size, runs)]
        paging = [one for size, data_dir in folders.items() for one in asyncio.run(_paging(size, data_dir, times))]
    return [*figures, *paging]


def open_in_turn(servers: dict[int, Server], times: int) -> dict[int, list[Opened]]:
    """Open a room of several servers in turn, so many times; whatever else the machine does happens to all."""
    return asyncio.run(_open_in_turn(servers, times))


async def _open_in_turn(servers: dict[int, Server], times: int) -> dict[int, list[Opened]]:
    opened: dict[int, list[Opened]] = {size: [] for size in servers}
    async with AsyncExitStack() as stack:
        browsers = {size: await stack.enter_async_context(new_session(0)) for size in servers}
        for size, server in servers.items():
            await log_in(browsers[size], server.url, 0)
        for turn in range(-2, times):
            for size, server in servers.items():
                one = await _open(browsers[size], server)
                if turn >= 0:  # the first ones warm up
                    opened[size].append(one)
    return opened


async def _open(browser: ClientSession, server: Server) -> Opened:
    await asyncio.sleep(0.02)
    cpu, start = server.cpu(), time.perf_counter()
    page = await get_page(browser, server.url, ROOM)
    return Opened(time.perf_counter() - start, server.cpu() - cpu, page)


def _opening(size: int, runs: list[Opened]) -> Iterator[Figure]:
    name, page = f"opening, {size:,} messages", runs[0].page
    elements = len(elements_literal(page.html).encode())
    rows = page.stream["items"]
    rows_bytes = len(json.dumps(rows, separators=(",", ":"), ensure_ascii=False).encode())
    plain = len(page.html.encode())
    yield figure(f"{name}: time", "ms", *(1e3 * run.seconds for run in runs))
    yield figure(f"{name}: CPU", "ms", *(1e3 * run.cpu for run in runs))
    yield figure(f"{name}: as served, gzipped", "bytes", *(run.page.wire_bytes for run in runs))
    yield figure(f"{name}: unpacked", "bytes", *(len(run.page.html.encode()) for run in runs))
    yield figure(f"{name}: … {len(rows)} rows", "bytes", rows_bytes)
    yield figure(f"{name}: … escaping them, all other elements", "bytes", elements - rows_bytes)
    yield figure(f"{name}: … NiceGUI's frame, head", "bytes", plain - elements)
    yield figure(f"{name}: … rows alone, gzipped", "bytes", len(gzip.compress(json.dumps(rows).encode())))


async def _paging(size: int, data_dir: Path, times: int) -> list[Figure]:
    """Page back through the bridge to the database, from the end and from the middle of the room."""
    database.open(f"sqlite:///{data_dir}/streamchat.db")
    try:
        viewer, middle = await database.read(_viewer), await database.read(_middle)
        return [
            figure(f"paging back, {size:,} messages: from the {place}", "ms", *await _page_back(viewer, before, times))
            for place, before in (("end", MAX_ID), ("middle", middle))
        ]
    finally:
        database.close()


def _viewer() -> UserItem:
    return accounts.user_item(User.select().where(accounts.is_active()).get())


def _middle() -> int:
    count = Message.select().where(Message.room == ROOM).count()
    query = Message.select(Message.id).where(Message.room == ROOM).order_by(Message.id)
    middle: int = query.offset(count // 2).limit(1).scalar()
    return middle


async def _page_back(viewer: UserItem, before: int, times: int) -> list[float]:
    took = []
    for _ in range(times + 1):
        start = time.perf_counter()
        await database.read(messages.messages_before, viewer, ROOM, before)
        took.append(1e3 * (time.perf_counter() - start))
    return took[1:]
