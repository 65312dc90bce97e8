"""Words that come by one request, each shown as soon as it has come."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from typing import Any, Self

import httpx
import pytest
from fastapi import FastAPI
from starlette.responses import PlainTextResponse

from chat import accounts, messages, rooms
from chat.accounts import hash_token
from chat.accounts.items import UserItem
from chat.messages import running
from chat.messages.events import WordsAdded
from chat.messages.items import MessageItem
from chat.realtime.bus import EVERY_TOPIC, bus
from chat.realtime.events import Event
from chat.rooms.items import RoomItem
from chat.text import MAX_BODY
from chat.web.api import streamed_words
from chat.web.api.known_callers import callers
from chat.web.api.quick_operations import APPEND_WORDS
from chat.web.api.quick_requests import QuickRequests
from chat.web.api.streamed_words import MAX_OF_ACCOUNT, MAX_TOGETHER
from chat.web.server import long_bodies, programs
from chat.web.server.body_limit import MAX_BODY_BYTES
from chat.web.server.long_bodies import LONG, MAX_BYTES
from chat.web.server.patches import http_protocol
from chat.web.server.programs import ProgramsMiddleware
from models import ApiToken, Room
from tests.web.api.exchange import Exchange
from tests.web.api.hearer import served

TOKEN = "the-token-of-a-program"
LINES = b"application/x-ndjson"

Begin = Callable[..., Exchange]
Told = Callable[[], Coroutine[Any, Any, tuple[int, str]]]


@pytest.fixture(autouse=True)
def _hearing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for module in (long_bodies, streamed_words):
        monkeypatch.setattr(module, "PAUSE", 0)
    ends = [messages.hear_words(), callers.start()]
    yield
    for end in ends:
        end()


@pytest.fixture
async def begun(ada: UserItem, room: RoomItem) -> MessageItem:
    ApiToken.create(token_hash=hash_token(TOKEN), user=ada.id, name="a program")
    await callers.find(TOKEN)  # now requests begin in order, without a look into the database
    return (await messages.start_message(ada, room.id))[0]


@pytest.fixture
def begin(made_api: FastAPI, monkeypatch: pytest.MonkeyPatch) -> Begin:
    """Begin to add to a message."""
    monkeypatch.setattr(programs, "_apps", {})
    programs.serve("/api", made_api, quick=lambda app: QuickRequests(app, [APPEND_WORDS]))
    stack = ProgramsMiddleware(PlainTextResponse("a page"))

    def begin(message_id: object, token: str = TOKEN) -> Exchange:
        headers = [(b"authorization", f"Bearer {token}".encode()), (b"content-type", LINES)]
        return Exchange(stack, "POST", f"/api/v1/messages/{message_id}/append", headers)

    return begin


@pytest.fixture
async def told() -> AsyncIterator[Told]:
    """Wait for what is told next: how many characters come before it, and what it is."""
    pieces: asyncio.Queue[tuple[int, str]] = asyncio.Queue()

    def hear(event: Event) -> None:
        if isinstance(event, WordsAdded):
            pieces.put_nowait((event.offset, event.text))

    unsubscribe = bus.subscribe(EVERY_TOPIC, hear)
    yield pieces.get
    unsubscribe()


def line(text: object, **others: object) -> bytes:
    return json.dumps({"text": text, **others}, ensure_ascii=False).encode() + b"\n"


def text_of(message: MessageItem) -> str:
    known = running.known(message.id)
    return known.text if known else ""


async def test_each_line_is_told_when_it_has_come(begin: Begin, begun: MessageItem, told: Told) -> None:
    asked = begin(begun.id)
    asked.send(line("Well "))
    assert await told() == (0, "Well ")
    asked.send(b"\n" + line("👍, ") + b" \r\n" + line("it is ", offset=8))
    assert await told() == (5, "👍, it is ")
    head, _, tail = line("schön").partition("ö".encode())
    for piece in (head, "ö".encode()[:1], b"", "ö".encode()[1:], tail[:-1]):
        asked.send(piece)
    asked.send(b"", is_last=True)
    assert await told() == (14, "schön")
    assert await asked.answered() == (200, {"length": 19})


async def test_the_same_once_more_adds_what_is_missing(begin: Begin, begun: MessageItem, told: Told) -> None:
    for said, is_new in (("One two", "One two"), ("One two three", " three")):
        asked = begin(begun.id)
        asked.send(b"".join(line(said[at : at + 2]) for at in range(0, len(said), 2)), is_last=True)
        assert (await told())[1] == is_new
        assert await asked.answered() == (200, {"length": len(said)})
    again = begin(begun.id)
    again.send(line("two three four", offset=4), is_last=True)
    assert await told() == (13, " four")
    assert await again.answered() == (200, {"length": 18})


@pytest.mark.parametrize(
    ("wrong", "status", "stays"),
    [
        (b"{\n", 422, "One "),
        (b"[]\n", 422, "One "),
        (b'{"text": "\xff"}\n', 422, "One "),
        (line("two", more=1), 422, "One "),
        (line(""), 422, "One "),
        (line("two", offset=-1), 422, "One "),
        (line("two", offset="4"), 422, "One "),
        (line("two\0"), 422, "One "),
        (line("x" * (MAX_BODY - 3)), 422, "One "),
        (line("x" * (MAX_BODY - 4)) + line("y"), 422, "One " + "x" * (MAX_BODY - 4)),
        (line("two", offset=5), 409, "One "),
        (line("two", offset=2), 409, "One "),
        (line("two ") + line("four", offset=9), 409, "One two "),
        (b" " * MAX_BODY_BYTES + b"x", 413, "One "),
        (b"\n" * MAX_BYTES, 413, "One "),
    ],
)
async def test_the_first_line_that_is_wrong_ends_it_and_what_came_before_stays(
    begin: Begin, begun: MessageItem, wrong: bytes, status: int, stays: str
) -> None:
    asked = begin(begun.id)
    asked.send(line("One ") + wrong)
    asked.send(line("never"))
    answered, said = await asked.answered()
    assert (answered, text_of(begun)) == (status, stays)
    assert said["error"].get("length") == (len(stays) if status == 409 else None)


async def test_very_many_lines_are_added_in_pieces(begin: Begin, begun: MessageItem, told: Told) -> None:
    asked = begin(begun.id)
    asked.send(line("x") * (MAX_TOGETHER + 1), is_last=True)
    assert await told() == (0, "x" * MAX_TOGETHER)
    assert await asked.answered() == (200, {"length": MAX_TOGETHER + 1})


async def test_who_may_not_any_more_adds_nothing_more(
    begin: Begin,
    begun: MessageItem,
    ada: UserItem,
    room: RoomItem,
    told: Told,
) -> None:
    async def revoke() -> None:
        await accounts.revoke_api_token(ada, ApiToken.get().id)

    async def finish() -> None:
        await messages.finish_message(ada, begun.id)

    async def end(how: Callable[[], object], status: int, offset: int) -> None:
        asked = begin(begun.id)
        asked.send(line("said ", offset=offset))
        await told()
        await how()  # type: ignore[misc]
        asked.send(line("never"))
        assert (await asked.answered())[0] == status

    async def limit() -> None:
        ApiToken.update(scopes="read").execute()
        callers._known.clear()

    await end(limit, 403, 0)
    ApiToken.update(scopes="read write").execute()
    callers._known.clear()
    await end(finish, 409, 5)
    begun, _ = await messages.start_message(ada, room.id)
    await end(revoke, 401, 0)
    ApiToken.create(token_hash=hash_token(TOKEN), user=ada.id, name="a program")
    begun, _ = await messages.start_message(ada, room.id)
    Room.update(kind="closed").execute()
    await end(lambda: rooms.leave_room(ada, room.id), 404, 0)


async def test_who_may_not_is_refused_before_anything_is_read(
    begin: Begin, begun: MessageItem, ben: UserItem, room: RoomItem
) -> None:
    assert (await begin(begun.id, "another").answered())[0] == 401
    assert (await begin("x").answered())[0] == 422
    ApiToken.update(scopes="read").execute()
    callers._known.clear()
    refused = begin(begun.id)
    assert (await refused.answered())[0] == 403
    assert LONG not in refused.state


async def test_nothing_is_nothing_to_add(begin: Begin, begun: MessageItem) -> None:
    for nothing in (b"", b"\n\r\n"):
        asked = begin(begun.id)
        asked.send(nothing, is_last=True)
        assert (await asked.answered())[0] == 422
    assert (await begin(999).ended_with(line("x")))[0] == 404


async def test_a_connection_that_ends_leaves_what_was_added(begin: Begin, begun: MessageItem, told: Told) -> None:
    asked = begin(begun.id)
    asked.send(line("said ") + b'{"text": "half')
    await told()
    asked.break_off()
    await asked.answered()
    assert text_of(begun) == "said "
    assert not streamed_words._open


async def test_silence_ends_it(begin: Begin, begun: MessageItem, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_bodies, "SILENCE", 0)
    status, said = await begin(begun.id).answered()
    assert (status, said["error"]["code"]) == (408, "too_slow")


async def test_a_server_that_stops_ends_it(begin: Begin, begun: MessageItem, told: Told) -> None:
    waiting, meanwhile = begin(begun.id), begin(begun.id)
    waiting.send(line("said "))
    await told()
    waiting.state[LONG].end()
    status, said = await waiting.answered()
    assert (status, said["error"]["code"], waiting.header(b"retry-after")) == (503, "unavailable", b"3")
    meanwhile.state[LONG].end()
    meanwhile.send(line("never"))
    assert (await meanwhile.answered())[0] == 503
    assert text_of(begun) == "said "


async def test_there_may_be_so_many_at_a_time(begin: Begin, begun: MessageItem, told: Told) -> None:
    several = [begin(begun.id) for _ in range(MAX_OF_ACCOUNT)]
    several[0].send(line("said"))
    await told()
    assert (await begin(begun.id).answered())[0] == 429
    several[0].send(b"", is_last=True)
    assert (await several[0].answered())[0] == 200
    assert (await begin(begun.id).ended_with(line("said more")))[0] == 200
    for one in several[1:]:
        one.break_off()
        await one.answered()


async def test_they_may_last_longer_than_other_bodies_and_end_with_the_server(
    begun: MessageItem, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, seconds in (("BODY_SECONDS", 0.05), ("LINGER_SECONDS", 0.05), ("TICK", 0.01)):
        monkeypatch.setattr(http_protocol, name, seconds)
    async with served() as (url, server), Talker(url, begun.id) as one, Talker(url, begun.id) as two:
        one.writer.write(one.head(b"Expect: 100-continue") + chunk(line("One ")))
        assert await one.reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        assert await told() == (0, "One ")
        async with Talker(url, begun.id, "another") as stranger:
            stranger.writer.write(stranger.head() + chunk(line("x")))
            assert (await stranger.reader.read()).startswith(b"HTTP/1.1 401 ")  # and is not waited for
        two.writer.write(two.head() + chunk(line("One ")) + chunk(line("two ")))
        assert await told() == (4, "two ")
        two.writer.write(b"0\r\n\r\n")
        assert (await two.reader.readuntil(b"}")).startswith(b"HTTP/1.1 200 ")
        one.writer.write(chunk(line("two three")))
        assert await told() == (8, "three")
        for connection in list(server.server_state.connections):
            connection.shutdown()
        assert (await one.reader.read()).startswith(b"HTTP/1.1 503 ")


class Talker:
    """A connection by which somebody adds."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    def __init__(self, url: str, message_id: int, token: str = TOKEN) -> None:
        self._url, self._message_id, self._token = httpx.URL(url), message_id, token

    async def __aenter__(self) -> Self:
        self.reader, self.writer = await asyncio.open_connection(self._url.host, self._url.port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.writer.close()

    def head(self, *others: bytes) -> bytes:
        line = f"POST /api/v1/messages/{self._message_id}/append HTTP/1.1".encode()
        asked = (b"Authorization: Bearer " + self._token.encode(), b"Transfer-Encoding: chunked", *others)
        return b"\r\n".join((line, b"Host: test", b"Content-Type: " + LINES, *asked, b"", b""))


def chunk(piece: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(piece), piece)
