"""What programs ask most often is answered before the API is asked, and as the API would."""

import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from chat import accounts, messages
from chat.accounts import hash_token
from chat.accounts.items import UserItem
from chat.messages.items import MessageItem
from chat.rooms.items import RoomItem
from chat.web.api.known_callers import callers
from chat.web.api.quick_operations import APPEND_WORDS, SEND_MESSAGE
from chat.web.api.quick_requests import QuickRequests
from chat.web.server import programs
from chat.web.server.body_limit import MAX_BODY_BYTES
from chat.web.server.limits import API, WORDS
from chat.web.server.programs import ProgramsMiddleware
from chat.web.server.security_headers import SecurityHeadersMiddleware
from models import ApiToken
from tests.web.api.exchange import Exchange, Headers

TOKEN = "the-token-of-a-program"
JSON = b"application/json"


class Doors:
    """The same API behind its quick way and without it, with all else that requests of programs pass."""

    def __init__(self, app: ASGIApp, monkeypatch: pytest.MonkeyPatch) -> None:
        self.passed_on = 0
        monkeypatch.setattr(programs, "_apps", {})
        programs.serve("/api", app, quick=self._quickly)
        _, self._quick = programs._apps.pop("/api/")
        programs.serve("/api", app)
        route, self._plain = programs._apps["/api/"]
        self._serve = lambda way: programs._apps.update({"/api/": (route, way)})
        self._stack = SecurityHeadersMiddleware(ProgramsMiddleware(PlainTextResponse("a page")))

    def _quickly(self, app: ASGIApp) -> ASGIApp:
        return QuickRequests(self._counting(app), (SEND_MESSAGE, APPEND_WORDS))

    def _counting(self, app: ASGIApp) -> ASGIApp:
        async def counted(scope: Scope, receive: Receive, send: Send) -> None:
            self.passed_on += 1
            await app(scope, receive, send)

        return counted

    def knock(self, path: str, headers: Headers, method: str = "POST", *, is_quick: bool = True) -> Exchange:
        """Begin a request."""
        self._serve(self._quick if is_quick else self._plain)
        return Exchange(self._stack, method, path, headers)

    async def both(
        self, message_id: int, *pieces: bytes, kind: bytes = JSON, token: str = TOKEN, method: str = "POST"
    ) -> tuple[int, Any, bool]:
        """Add to a message by both ways; return what was answered, and whether quickly."""
        headers = [(b"authorization", f"Bearer {token}".encode()), (b"content-type", kind)]
        return await self.both_at(f"/api/v1/messages/{message_id}/append", headers, *pieces, method=method)

    async def both_at(self, path: str, headers: Headers, *pieces: bytes, method: str = "POST") -> tuple[int, Any, bool]:
        """Ask by both ways what makes no difference if asked again; return what was answered, and whether quickly."""
        before, answers = self.passed_on, []
        for is_quick in (True, False):
            asked = self.knock(path, headers, method, is_quick=is_quick)
            for number, piece in enumerate(pieces, 1):
                asked.send(piece, is_last=number == len(pieces))
            answers.append((await asked.answered(), asked.headers))
        assert answers[0] == answers[1]
        return *answers[0][0], self.passed_on == before


@pytest.fixture
def doors(made_api: FastAPI, ada: UserItem, monkeypatch: pytest.MonkeyPatch) -> Doors:
    ApiToken.create(token_hash=hash_token(TOKEN), user=ada.id, name="a program")
    return Doors(made_api, monkeypatch)


@pytest.fixture
async def begun(doors: Doors, ada: UserItem, room: RoomItem) -> AsyncIterator[MessageItem]:
    """A message that is being written, by somebody whose token is known."""
    stop = callers.start()
    await callers.find(TOKEN)
    message, _ = await messages.start_message(ada, room.id, "Hello")
    yield message
    stop()


def words(text: object, offset: object = 5, **others: object) -> bytes:
    return json.dumps({"text": text, "offset": offset, **others}).encode()


async def test_what_is_as_it_should_be_is_answered_quickly(doors: Doors, begun: MessageItem) -> None:
    assert await doors.both(begun.id, words(" world")) == (200, {"length": 11}, True)
    assert await doors.both(begun.id, words(" world")) == (200, {"length": 11}, True)
    status, said, is_quick = await doors.both(begun.id, words("!", 20))
    assert (status, said["error"]["code"], said["error"]["length"], is_quick) == (409, "conflict", 11, True)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (words("x", -1), 422),
        (words("", 5), 422),
        (words("x", "5"), 422),
        (words("x", 5, more=1), 422),
        (words("x\0"), 422),
        (words("\ud800"), 422),
        (b"\xef\xbb\xbf" + words("x"), 200),
        (words("x").decode().encode("utf-16"), 422),
        (b'{"text": "\xff", "offset": 5}', 422),
        (b"", 422),
        (b"[]", 422),
        (words("x" * 4_000), 422),
        (b" " * MAX_BODY_BYTES + words("x"), 413),
    ],
)
async def test_what_is_not_is_answered_as_ever(doors: Doors, begun: MessageItem, body: bytes, status: int) -> None:
    assert (await doors.both(begun.id, body))[0] == status


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (JSON, 200),
        (b"application/json; charset=utf-8", 200),
        (b"Application/JSON", 200),
        (b"application/json; charset=punycode", 415),
        (b"text/plain", 415),
        (b"", 415),
    ],
)
async def test_another_kind_of_body_goes_on(doors: Doors, begun: MessageItem, kind: bytes, status: int) -> None:
    answer = await doors.both(begun.id, words(" world"), kind=kind)
    is_quick = kind == JSON
    assert (answer[0], answer[2]) == (status, is_quick)


async def test_a_body_in_pieces_goes_on_whole(doors: Doors, begun: MessageItem) -> None:
    body = words(" wörld")
    assert await doors.both(begun.id, body[:14], b"", body[14:]) == (200, {"length": 11}, False)
    assert (await doors.both(begun.id, words("x"), b" " * MAX_BODY_BYTES))[0] == 413


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "OPTIONS"])
async def test_other_methods_go_on(doors: Doors, begun: MessageItem, method: str) -> None:
    status, _, is_quick = await doors.both(begun.id, words("x"), method=method)
    assert (status, is_quick) == (405, False)


async def test_a_message_that_is_finished_or_gone_or_not_ones_own_is_refused(
    doors: Doors, begun: MessageItem, ada: UserItem, ben: UserItem, room: RoomItem
) -> None:
    await messages.finish_message(ada, begun.id)
    bens, _ = await messages.start_message(ben, room.id, "mine")
    for message_id, status in ((begun.id, 409), (bens.id, 403), (999, 404)):
        answer = await doors.both(message_id, words("x"))
        assert (answer[0], answer[2]) == (status, True)
    for odd in (0, 10**18):
        assert not (await doors.both(odd, words("x")))[2]


async def limited(**columns: object) -> None:
    ApiToken.update(columns).execute()
    callers._known.clear()
    await callers.find(TOKEN)


async def test_a_token_is_good_for_no_more_than_it_is(
    doors: Doors, begun: MessageItem, new_room: Callable[[str], RoomItem], room: RoomItem
) -> None:
    await limited(scopes="read")
    assert (await doors.both(begun.id, words("x")))[::2] == (403, False)
    await limited(scopes="read write", room_id=new_room("attic").id)
    assert (await doors.both(begun.id, words("x")))[::2] == (404, True)
    await limited(room_id=room.id)
    assert (await doors.both(begun.id, words("x")))[::2] == (200, True)


async def test_a_token_that_is_revoked_is_refused_at_once(doors: Doors, begun: MessageItem, ada: UserItem) -> None:
    await accounts.revoke_api_token(ada, ApiToken.get().id)
    assert (await doors.both(begun.id, words("x")))[::2] == (401, False)
    assert (await doors.both(begun.id, words("x"), token="another"))[::2] == (401, False)


async def test_too_many_are_refused(doors: Doors, begun: MessageItem, ada: UserItem) -> None:
    await WORDS.acquire(str(ada.id), 199.5)
    status, said, is_quick = await doors.both(begun.id, words("x"))
    assert (status, said["error"]["code"], is_quick) == (429, "too_many", True)


async def test_a_connection_that_ends_before_its_body_has_come_is_nothing(doors: Doors, begun: MessageItem) -> None:
    headers = [(b"authorization", f"Bearer {TOKEN}".encode()), (b"content-type", JSON)]
    asked = doors.knock(f"/api/v1/messages/{begun.id}/append", headers)
    asked.break_off()
    assert (await asked.answered())[0] == 422


HEADERS = [(b"authorization", f"Bearer {TOKEN}".encode()), (b"content-type", JSON)]


def new_message(**fields: object) -> bytes:
    return json.dumps({"body": "Hello", "client_id": "a-message"} | fields).encode()


@pytest.fixture
def path(begun: MessageItem) -> str:
    """Where messages are sent to, by somebody whose token is known."""
    return f"/api/v1/rooms/{begun.room_id}/messages"


async def test_a_message_is_sent_quickly(doors: Doors, path: str) -> None:
    asked = doors.knock(path, HEADERS)
    status, sent = await asked.ended_with(new_message())
    assert (status, sent["body"], doors.passed_on) == (201, "Hello", 0)
    assert await doors.both_at(path, HEADERS, new_message()) == (200, sent, True)
    answering = new_message(client_id="another-one", body="**Hi** @Ben", reply_to=sent["id"])
    _, sent = await doors.knock(path, HEADERS).ended_with(answering)
    assert await doors.both_at(path, HEADERS, answering) == (200, sent, True)


@pytest.mark.parametrize(
    ("fields", "status", "is_quick"),
    [
        ({"body": ""}, 422, True),
        ({"reply_to": 999}, 404, True),
        ({"files": [999]}, 422, True),
        ({"files": ["1"]}, 422, False),
        ({"body": 5}, 422, False),
        ({"body": "x" * 4_001}, 422, False),
        ({"client_id": "short"}, 422, False),
        ({"kind": "riddle"}, 422, False),
        ({"kind": "", "state": {}}, 422, False),
        ({"streaming": 1}, 422, False),
        ({"more": 1}, 422, False),
    ],
)
async def test_a_message_that_cannot_be_sent_is_refused_as_ever(
    doors: Doors, path: str, fields: dict[str, object], status: int, *, is_quick: bool
) -> None:
    answer = await doors.both_at(path, HEADERS, new_message(**fields))
    assert (answer[0], answer[2]) == (status, is_quick)


async def test_what_is_sent_in_other_ways_goes_on(doors: Doors, path: str) -> None:
    keyed = [*HEADERS, (b"idempotency-key", b"key")]
    await doors.knock(path, keyed).ended_with(new_message(client_id=None))
    assert (await doors.both_at(path, keyed, new_message(client_id=None)))[::2] == (200, False)
    await doors.knock(path, keyed).ended_with(new_message())
    assert (await doors.both_at(path, keyed, new_message()))[::2] == (200, True)


async def test_a_token_that_may_not_read_is_answered_of_its_message_what_it_may_know(doors: Doors, path: str) -> None:
    await limited(scopes="write")
    await doors.knock(path, HEADERS).ended_with(new_message())
    status, said, is_quick = await doors.both_at(path, HEADERS, new_message())
    assert (status, "body" in said, is_quick) == (200, False, False)


async def test_requests_to_send_are_counted_with_all_others(doors: Doors, path: str, ada: UserItem) -> None:
    await API.acquire(str(ada.id), 49.5)
    status, said, is_quick = await doors.both_at(path, HEADERS, new_message())
    assert (status, said["error"]["code"], is_quick) == (429, "too_many", True)


async def test_an_error_of_our_own_is_answered_as_ever(
    doors: Doors, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_args: object, **_options: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(messages, "send_message_once", fail)
    asked = doors.knock(path, HEADERS)
    with pytest.raises(ZeroDivisionError):
        await asked.ended_with(new_message())
    assert (asked.status, json.loads(asked.body)["error"]["code"]) == (500, "internal_error")
