"""What programs can do with a token, and what they cannot."""

import sys
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest

from chat import accounts, messages, rooms
from chat.accounts import create_api_token, hash_token, revoke_api_token, start_session
from chat.accounts.items import UserItem
from chat.errors import TooMany
from chat.messages import MAX_CHANGES, delete_message, react, send_message
from chat.messages.events import MessageCreated, MessageDeleted, MessageEdited
from chat.rooms.items import RoomItem
from chat.storage.database import database
from chat.web.auth import COOKIE
from chat.web.server.body_limit import MAX_BODY_BYTES
from models import MAX_ID, ApiToken, Room, User, now_ms
from tests.people import somebody
from tests.web.api.conftest import Program, problem


def bodies(messages: list[dict[str, Any]]) -> list[str]:
    return [message["body"] for message in messages]


def messages_in(room: RoomItem) -> list[str]:
    return [message.body for message in messages.newest_messages(somebody(), room.id).messages]


async def say(author: UserItem, room: RoomItem, count: int) -> list[int]:
    return [(await send_message(author, room.id, f"message {number}")).id for number in range(1, count + 1)]


def at(room: RoomItem) -> str:
    return f"/rooms/{room.id}/messages"


# ---- reading


async def test_formatted_text_comes_as_it_was_typed_and_as_html(adas: Program, ben: UserItem, room: RoomItem) -> None:
    await send_message(ben, room.id, "**hello** `@ada`")
    [read] = (await adas.get(at(room))).json()["messages"]
    assert (read["body"], read["html"]) == ("**hello** `@ada`", "<p><strong>hello</strong> <code>@ada</code></p>")
    sent = await adas.post(at(room), json={"body": "```py\nx\n```"})
    assert sent.json()["html"] == '<pre data-language="Python"><code>x\n</code></pre>'


async def test_an_answer_says_what_it_answers(adas: Program, ben: UserItem, room: RoomItem) -> None:
    question = await send_message(ben, room.id, "lunch?")
    sent = await adas.post(at(room), json={"body": "yes", "reply_to": question.id})
    assert (sent.status_code, sent.json()["reply_to"], sent.json()["mentions"]) == (201, question.id, [])
    [_, read] = (await adas.get(at(room))).json()["messages"]
    assert read == sent.json()
    for wrong in (question.id + 100, MAX_ID):
        assert problem(await adas.post(at(room), json={"body": "yes", "reply_to": wrong})) == (404, "not_found")
    for wrong in ("1", 0, True, [question.id]):
        assert problem(await adas.post(at(room), json={"body": "yes", "reply_to": wrong}))[0] == 422
    await delete_message(ben, question.id)
    assert problem(await adas.post(at(room), json={"body": "yes", "reply_to": question.id})) == (409, "conflict")
    assert bodies((await adas.get(at(room))).json()["messages"]) == ["yes"]


async def test_a_thread_is_read_and_replied_in_by_the_message_above(
    adas: Program, ada: UserItem, ben: UserItem, room: RoomItem
) -> None:
    question = await send_message(ben, room.id, "lunch?")
    below = f"/messages/{question.id}/thread"
    assert (await adas.get(below)).json() == {"messages": [], "revision": 0, "more": False}
    sent = [await adas.post(below, json={"body": "yes", "client_id": "client-id-1"}) for _ in range(2)]
    assert [(one.status_code, one.json()["body"]) for one in sent] == [(201, "yes"), (200, "yes")]
    reply = sent[0].json()
    assert (await adas.get(below)).json() == {"messages": [reply], "revision": 1, "more": False}
    assert (await adas.get(f"{below}?since_revision=0")).json()["created"] == [reply]
    assert (await adas.get(f"/rooms/{reply['room_id']}/messages")).json()["messages"] == [reply]
    assert (await adas.post(below, json={"body": "at one", "also_in_room": True})).status_code == 201
    [above, copy] = (await adas.get(at(room))).json()["messages"]
    assert above["thread"] == {
        "id": reply["room_id"],
        "replies": 2,
        "people": [{"id": ada.id, "name": "Ada", "is_bot": False}],
        "last_at": above["thread"]["last_at"],
    }
    assert (copy["body"], copy["reply_to"], copy["thread"]) == ("at one", question.id, None)
    assert problem(await adas.post(f"/messages/{reply['id']}/thread", json={"body": "no"}))[0] == 422
    assert problem(await adas.get(f"/messages/{MAX_ID}/thread")) == (404, "not_found")
    assert [one["id"] for one in (await adas.get("/rooms")).json()["rooms"]] == [room.id]


async def test_the_rooms_in_use_are_listed_by_name(adas: Program, new_room: Callable[[str], RoomItem]) -> None:
    kitchen, attic, cellar = new_room("kitchen"), new_room("attic"), new_room("cellar")
    Room.update(archived_at=now_ms()).where(Room.id == cellar.id).execute()
    response = await adas.get("/rooms")
    assert response.status_code == 200
    assert response.json() == {
        "rooms": [
            {"id": attic.id, "name": "attic", "description": "", "kind": "open", "unread": 0, "mentions": 0},
            {"id": kitchen.id, "name": "kitchen", "description": "", "kind": "open", "unread": 0, "mentions": 0},
        ]
    }


async def test_a_message_tells_all_there_is_to_it(adas: Program, ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    message = await send_message(ben, room.id, "hello @ada", "client-id-1")
    await react(ada, message.id, "🎉", on=True)
    assert (await adas.get(at(room))).json() == {
        "messages": [
            {
                "id": message.id,
                "room_id": room.id,
                "author": {"id": ben.id, "name": "Ben", "is_bot": False},
                "posted_as": None,
                "body": "hello @ada",
                "html": f'hello <a class=mention data-person={ada.id} href=/people/{ada.id} data-typed="@ada">@Ada</a>',
                "client_id": "client-id-1",
                "created_at": message.created_at,
                "edited_at": None,
                "deleted_at": None,
                "revision": 2,
                "files": [],
                "reactions": [{"emoji": "🎉", "users": [{"id": ada.id, "name": "Ada", "is_bot": False}]}],
                "mentions": [{"id": ada.id, "name": "Ada", "is_bot": False}],
                "reply_to": None,
                "thread": None,
                "mentions_room": False,
                "streaming": False,
                "interrupted": False,
                "pinned": False,
                "kind": "",
                "state": None,
            }
        ],
        "revision": 2,
        "more": False,
    }


async def test_a_room_is_read_page_by_page_from_the_newest_to_the_first(
    adas: Program, ada: UserItem, room: RoomItem
) -> None:
    await say(ada, room, 5)
    read: list[str] = []
    before: dict[str, int] = {}
    is_more = True
    while is_more:
        page = (await adas.get(at(room), params={"limit": 2} | before)).json()
        read = bodies(page["messages"]) + read
        before, is_more = {"before": page["messages"][0]["id"]}, page["more"]
    assert read == [f"message {number}" for number in range(1, 6)]


async def test_a_page_has_50_messages_unless_one_asks_for_others_up_to_200(
    adas: Program, ada: UserItem, room: RoomItem
) -> None:
    await say(ada, room, 60)
    assert len((await adas.get(at(room))).json()["messages"]) == 50
    assert len((await adas.get(at(room), params={"limit": 200})).json()["messages"]) == 60
    for limit in ("0", "201", "-1", "1.5", "1_0", "ten", ""):
        assert problem(await adas.get(at(room), params={"limit": limit})) == (422, "invalid")


async def test_a_program_catches_up_exactly_by_the_revision_it_knows(
    adas: Program, ada: UserItem, room: RoomItem
) -> None:
    first, second, _third = await say(ada, room, 3)
    known = (await adas.get(at(room))).json()["revision"]
    await adas.patch(f"/messages/{first}", json={"body": "message one"})
    await adas.delete(f"/messages/{second}")
    await adas.post(at(room), json={"body": "message 4"})
    changes = (await adas.get(at(room), params={"since_revision": known})).json()
    assert (bodies(changes["created"]), bodies(changes["edited"])) == (["message 4"], ["message one"])
    assert (changes["deleted"], changes["revision"], changes["fresh_page_needed"]) == ([second], known + 3, False)
    nothing = (await adas.get(at(room), params={"since_revision": changes["revision"]})).json()
    assert nothing == {
        "created": [],
        "edited": [],
        "deleted": [],
        "revision": known + 3,
        "fresh_page_needed": False,
    }


async def test_who_asks_after_too_much_or_what_never_was_is_told_to_read_a_page(adas: Program, room: RoomItem) -> None:
    Room.update(revision=MAX_CHANGES + 1).where(Room.id == room.id).execute()
    for revision, is_needed in ((0, True), (1, False), (MAX_CHANGES + 2, True), (MAX_ID, True)):
        answer = (await adas.get(at(room), params={"since_revision": revision})).json()
        assert answer["fresh_page_needed"] is is_needed
        assert answer["revision"] == (revision if is_needed else MAX_CHANGES + 1)


async def test_changes_are_not_asked_for_in_pages(adas: Program, room: RoomItem) -> None:
    for other in ({"limit": 1}, {"before": 1}):
        assert problem(await adas.get(at(room), params={"since_revision": 0} | other)) == (422, "invalid")


async def test_a_parameter_that_is_not_known_is_not_overlooked(adas: Program, room: RoomItem) -> None:
    response = await adas.get(at(room), params={"limti": "5"})
    assert problem(response) == (422, "invalid")
    assert "“limti”" in response.json()["error"]["message"]


# ---- saying, editing, deleting


async def test_what_a_program_says_is_said_by_its_owner_and_told_to_everybody(
    adas: Program, ada: UserItem, room: RoomItem, published: list[Any]
) -> None:
    response = await adas.post(at(room), json={"body": "\n  hello "})
    assert response.status_code == 201
    assert response.json()["body"] == "  hello"
    assert response.json()["author"] == {"id": ada.id, "name": "Ada", "is_bot": False}
    [event] = published
    assert isinstance(event, MessageCreated)
    assert (event.message.id, event.message.author) == (response.json()["id"], ada)


async def test_sending_again_with_the_same_client_id_stores_one_message(adas: Program, room: RoomItem) -> None:
    sent = [await adas.post(at(room), json={"body": "hello", "client_id": "build-4711"}) for _ in range(2)]
    assert [response.status_code for response in sent] == [201, 200]
    assert sent[0].json() == sent[1].json()
    assert messages_in(room) == ["hello"]


@pytest.mark.parametrize(
    "key", ["0123456789abcdef0123456789abcdef", '"8e03978e-40d5-43dd-bc93-6894a57f9324"', "a" * 300]
)
async def test_what_a_proxy_sends_twice_is_stored_once(adas: Program, room: RoomItem, key: str) -> None:
    headers = {"Idempotency-Key": key}
    sent = [await adas.post(at(room), json={"body": "hello"}, headers=headers) for _ in range(2)]
    sent += [await adas.post(at(room), json={"body": "named", "client_id": "build-4711"}, headers=headers)]
    assert [response.status_code for response in sent] == [201, 200, 201]
    assert messages_in(room) == ["hello", "named"]


async def test_a_client_id_used_in_another_room_is_refused_rather_than_nothing_said(
    adas: Program, room: RoomItem, new_room: Callable[[str], RoomItem]
) -> None:
    await adas.post(at(room), json={"body": "hello", "client_id": "build-4711"})
    for other, refused in ((at(new_room("attic")), (422, "invalid")), ("/rooms/999/messages", (404, "not_found"))):
        response = await adas.post(other, json={"body": "hello", "client_id": "build-4711"})
        assert problem(response) == refused


async def test_one_may_say_the_longest_message_however_it_is_written_down(adas: Program, room: RoomItem) -> None:
    escaped = '{"body": "' + "\\ud83d\\ude42" * 4000 + '"}'
    response = await adas.post(at(room), content=escaped, headers={"Content-Type": "application/json; charset=utf-8"})
    assert response.status_code == 201
    assert messages_in(room) == ["🙂" * 4000]


async def test_ones_own_message_can_be_edited_and_deleted(
    adas: Program, ada: UserItem, room: RoomItem, published: list[Any]
) -> None:
    [message] = await say(ada, room, 1)
    edited = await adas.patch(f"/messages/{message}", json={"body": "better"})
    assert (edited.status_code, edited.json()["body"], edited.json()["revision"]) == (200, "better", 2)
    assert edited.json()["edited_at"]
    for _ in range(2):
        deleted = await adas.delete(f"/messages/{message}")
        assert (deleted.status_code, deleted.content) == (204, b"")
    assert messages_in(room) == []
    assert [type(event) for event in published] == [MessageCreated, MessageEdited, MessageDeleted]
    assert problem(await adas.patch(f"/messages/{message}", json={"body": "again"})) == (404, "not_found")


@pytest.mark.parametrize("named", ["client_id", "Idempotency-Key"])
async def test_an_edit_and_a_deletion_that_are_repeated_change_nothing(
    adas: Program, ada: UserItem, room: RoomItem, published: list[Any], named: str
) -> None:
    [message] = await say(ada, room, 1)
    is_field = named == "client_id"

    async def edit() -> dict[str, Any]:
        body = {"body": "better"} | ({"client_id": "edit-4711"} if is_field else {})
        headers = {} if is_field else {"Idempotency-Key": "edit"}
        answer: dict[str, Any] = (await adas.patch(f"/messages/{message}", json=body, headers=headers)).json()
        return answer

    first = await edit()
    await adas.patch(f"/messages/{message}", json={"body": "better still"})
    again = await edit()
    assert (again["body"], again["edited_at"]) == ("better still", first["edited_at"])
    params, headers = ({"client_id": "delete-4711"}, {}) if is_field else ({}, {"Idempotency-Key": "delete"})
    for _ in range(2):
        assert (await adas.delete(f"/messages/{message}", params=params, headers=headers)).status_code == 204
    assert [type(event) for event in published] == [MessageCreated, MessageEdited, MessageEdited, MessageDeleted]
    assert problem(await adas.delete(f"/messages/{message}", params={"client_id": "short"})) == (422, "invalid")


async def test_an_edit_of_a_text_that_has_changed_is_a_conflict(adas: Program, ada: UserItem, room: RoomItem) -> None:
    [message] = await say(ada, room, 1)
    at_message = f"/messages/{message}"
    edited_at = (await adas.patch(at_message, json={"body": "one", "base": None})).json()["edited_at"]
    assert problem(await adas.patch(at_message, json={"body": "other", "base": None})) == (409, "conflict")
    assert messages_in(room) == ["one"]
    assert (await adas.patch(at_message, json={"body": "other", "base": edited_at})).status_code == 200
    assert (await adas.patch(at_message, json={"body": "whatever"})).status_code == 200


async def test_somebody_elses_message_can_not(bens: Program, ada: UserItem, room: RoomItem) -> None:
    [message] = await say(ada, room, 1)
    assert problem(await bens.patch(f"/messages/{message}", json={"body": "forged"})) == (403, "forbidden")
    assert problem(await bens.delete(f"/messages/{message}")) == (403, "forbidden")
    assert messages_in(room) == ["message 1"]


async def test_an_administrator_may_delete_anybodys_message_and_edit_nobodys(
    bens: Program, ada: UserItem, ben: UserItem, room: RoomItem
) -> None:
    User.update(role="administrator").where(User.id == ben.id).execute()
    [message] = await say(ada, room, 1)
    assert problem(await bens.patch(f"/messages/{message}", json={"body": "forged"})) == (403, "forbidden")
    assert (await bens.delete(f"/messages/{message}")).status_code == 204
    assert messages_in(room) == []


async def test_an_archived_room_can_be_read_not_written_to(adas: Program, ada: UserItem, room: RoomItem) -> None:
    [message] = await say(ada, room, 1)
    Room.update(archived_at=now_ms()).where(Room.id == room.id).execute()
    assert bodies((await adas.get(at(room))).json()["messages"]) == ["message 1"]
    assert problem(await adas.post(at(room), json={"body": "hello"})) == (403, "forbidden")
    assert problem(await adas.patch(f"/messages/{message}", json={"body": "hello"})) == (403, "forbidden")


async def test_what_does_not_exist_is_not_found(adas: Program) -> None:
    for number in (999, MAX_ID):
        assert problem(await adas.get(f"/rooms/{number}/messages")) == (404, "not_found")
        assert problem(await adas.get(f"/rooms/{number}/messages?since_revision=0")) == (404, "not_found")
        assert problem(await adas.post(f"/rooms/{number}/messages", json={"body": "hello"})) == (404, "not_found")
        assert problem(await adas.patch(f"/messages/{number}", json={"body": "hello"})) == (404, "not_found")
        assert problem(await adas.delete(f"/messages/{number}")) == (404, "not_found")


@pytest.mark.parametrize(
    "number", ["0", "-1", "+1", "01", "1.0", "1_0", " 1", "1%00", "٣", "%ED%A0%80", "abc", str(MAX_ID + 1), "9" * 5000]
)
async def test_what_is_no_number_is_refused(adas: Program, number: str) -> None:
    response = await adas.get(f"/rooms/{number}/messages")
    assert problem(response) == (422, "invalid")
    assert "“room_id”" in response.json()["error"]["message"]
    assert problem(await adas.delete(f"/messages/{number}")) == (422, "invalid")


# ---- who may ask at all


async def everything(program: Program) -> list[httpx.Response]:
    """Ask for all that can be asked for, broken bodies included."""
    json = {"Content-Type": "application/json"}
    return [
        await program.get("/rooms"),
        await program.get("/rooms/1/messages"),
        await program.get("/rooms/abc/messages"),
        await program.post("/rooms/1/messages", json={"body": "hello"}),
        await program.post("/rooms/1/messages", content="{", headers=json),
        await program.post("/rooms/1/messages", content=b"x" * (MAX_BODY_BYTES + 1)),
        await program.patch("/messages/1", json={"body": "hello"}),
        await program.delete("/messages/1"),
    ]


async def refuses(program: Program) -> bool:
    responses = await everything(program)
    assert {problem(response) for response in responses} == {(401, "not_signed_in")}
    return all(response.headers["www-authenticate"] == "Bearer" for response in responses)


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer ", "Bearer wrong", "Basic dG9rZW4=", "token-of-1", "Bearer é"])
async def test_without_a_good_token_nothing_is_open(
    stranger: Program, adas: Program, room: RoomItem, given: str
) -> None:
    assert (await adas.get("/rooms")).status_code == 200
    stranger.headers = httpx.Headers([(b"Authorization", given.encode())])
    assert await refuses(stranger)


async def test_a_cookie_alone_opens_nothing(stranger: Program, ada: UserItem, room: RoomItem) -> None:
    stranger.cookies.set(COOKIE, await start_session(ada.id))
    assert await refuses(stranger)
    assert messages_in(room) == []


async def test_a_sessions_token_is_no_programs_token(stranger: Program, ada: UserItem, room: RoomItem) -> None:
    stranger.headers["Authorization"] = f"Bearer {await start_session(ada.id)}"
    assert await refuses(stranger)


async def test_a_token_made_by_its_owner_works_until_it_is_revoked(
    stranger: Program, ada: UserItem, room: RoomItem
) -> None:
    session = hash_token(await start_session(ada.id))
    identity = await database.read(accounts.identity, session)
    assert identity
    stranger.headers["Authorization"] = f"bearer {await create_api_token(identity, 'my script')}"
    assert (await stranger.get("/rooms")).status_code == 200
    [token] = accounts.api_tokens_of(ada.id)
    assert token.used_at
    await revoke_api_token(ada, token.id)
    assert await refuses(stranger)


@pytest.mark.parametrize("gone", ["deactivated_at", "deleted_at"])
async def test_who_has_been_shut_out_or_has_left_has_no_programs(
    adas: Program, ada: UserItem, room: RoomItem, gone: str
) -> None:
    assert (await adas.get("/rooms")).status_code == 200
    User.update({gone: now_ms()}).where(User.id == ada.id).execute()
    assert await refuses(adas)
    assert messages_in(room) == []


async def test_that_a_token_is_used_is_noted_only_now_and_then(adas: Program, ada: UserItem) -> None:
    for used_at, is_noted in ((now_ms() - 1000, False), (now_ms() - 3_600_000, True)):
        ApiToken.update(used_at=used_at).execute()
        await adas.get("/rooms")
        assert (accounts.api_tokens_of(ada.id)[0].used_at != used_at) is is_noted


# ---- what cannot be understood

NO_MESSAGES: list[tuple[bytes, str]] = [
    (b"", "missing"),
    (b"{", "JSON"),
    (b"\xff\xfe\xff", "JSON"),
    (b"[" * 60_000, "JSON"),
    (b'{"body": ' + b"9" * 5000 + b"}", "JSON"),
    (b"[]", "object"),
    (b"null", "object"),
    (b'"hello"', "object"),
    (b"{}", "empty"),
    (b'{"body": null}', "“body” must be text"),
    (b'{"body": 7}', "“body” must be text"),
    (b'{"body": NaN}', "“body” must be text"),
    (b'{"body": ' + b"[" * 500 + b"]" * 500 + b"}", "“body” must be text"),
    (b'{"body": ""}', "empty"),
    (b'{"body": " \\n "}', "empty"),
    (b'{"body": "\\u0000"}', "empty"),
    (b'{"body": "half \\ud83d"}', "“body” contains an invalid character"),
    (b'{"body": "' + b"x" * 4001 + b'"}', "“body” can have at most 4,000 characters"),
    (b'{"body": "hello", "room": 2}', "“room” is unknown"),
    (b'{"body": "hello", "\\ud83d": 2}', "The"),
    (b'{"body": "hello", "' + b"x" * 9000 + b'": 2}', "xxx” is unknown"),
    (b'{"body": "hello", "client_id": "short"}', "“client_id” must match"),
    (b'{"body": "hello", "client_id": "line-end\\n"}', "“client_id” must match"),
    (b'{"body": "hello", "client_id": 12345678}', "“client_id” must be text"),
]


@pytest.mark.parametrize(("sent", "reason"), NO_MESSAGES, ids=lambda value: str(value)[:40])
async def test_what_is_no_message_is_refused_with_a_reason(
    adas: Program, room: RoomItem, sent: bytes, reason: str
) -> None:
    response = await adas.post(at(room), content=sent, headers={"Content-Type": "application/json"})
    assert problem(response) == (422, "invalid")
    assert reason in response.json()["error"]["message"]
    assert len(response.content) < 500
    assert messages_in(room) == []


async def test_control_characters_are_dropped_as_everywhere(adas: Program, room: RoomItem) -> None:
    assert (await adas.post(at(room), json={"body": "a\0b"})).status_code == 201
    assert messages_in(room) == ["ab"]


@pytest.mark.parametrize("media_type", ["", "text/plain", "application/x-www-form-urlencoded", "application/xml"])
async def test_a_body_has_to_be_said_to_be_json(adas: Program, room: RoomItem, media_type: str) -> None:
    headers = {"Content-Type": media_type} if media_type else {}
    response = await adas.post(at(room), content=b'{"body": "hello"}', headers=headers)
    assert problem(response) == (415, "unsupported_media_type")


async def test_a_body_that_is_too_large_is_not_read_to_its_end(adas: Program, room: RoomItem) -> None:
    given = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal given
        while given < 100:
            given += 1
            yield b"x" * 10_000

    response = await adas.post(at(room), content=endless(), headers={"Content-Type": "application/json"})
    assert problem(response) == (413, "too_large")
    assert given < 10


async def test_an_unknown_address_is_not_found(adas: Program, stranger: Program) -> None:
    for path in ("/nothing", "/rooms/", "/messages", "/rooms/1/messages/", "/%00"):
        assert problem(await adas.get(path)) == (404, "not_found")
    assert problem(await stranger.get("http://test/api/")) == (404, "not_found")


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/me", "GET, PATCH"),
        ("/people", "GET"),
        ("/rooms", "GET, POST"),
        ("/rooms/1/members", "GET"),
        ("/rooms/1/members/1", "DELETE, PATCH, PUT"),
        ("/direct", "POST"),
        ("/rooms/1/messages", "GET, POST"),
        ("/messages/1", "DELETE, GET, PATCH"),
    ],
)
async def test_a_wrong_method_is_told_the_right_ones(adas: Program, path: str, allowed: str) -> None:
    for method in {"PUT", "OPTIONS", "HEAD", "TRACE"} - set(allowed.split(", ")):
        response = await adas.request(method, path)
        assert (response.status_code, response.headers["allow"]) == (405, allowed)
        assert method == "HEAD" or problem(response) == (405, "method_not_allowed")


async def test_who_asks_too_often_is_told_when_to_come_back(
    adas: Program, room: RoomItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_args: object, **_named: object) -> None:
        raise TooMany("Not so fast.", retry_after=7)

    monkeypatch.setattr(sys.modules["chat.messages"], "send_message_once", refuse)
    response = await adas.post(at(room), json={"body": "hello"})
    assert problem(response) == (429, "too_many")
    assert response.headers["retry-after"] == "7"


async def test_a_failure_of_the_server_is_told_in_the_same_form_and_gives_nothing_away(adas: Program) -> None:
    database.close()
    response = await adas.get("/rooms")
    assert problem(response) == (500, "internal_error")
    assert "database" not in response.text


# ---- pinning


async def test_programs_pin_messages_unpin_them_and_list_what_is_pinned(
    adas: Program, ada: UserItem, ben: UserItem, room: RoomItem
) -> None:
    message, other = [await send_message(ben, room.id, body) for body in ("the plan", "another")]
    pinned = await adas.put(f"/messages/{message.id}/pin")
    assert (pinned.status_code, pinned.json()["pinned"]) == (200, True)
    await adas.put(f"/messages/{other.id}/pin")
    [_, first] = (await adas.get(f"/rooms/{room.id}/pins")).json()["pins"]
    assert (first["message"], first["by"]) == (pinned.json(), {"id": ada.id, "name": "Ada", "is_bot": False})
    assert abs(first["at"] - now_ms()) < 60_000
    assert (await adas.delete(f"/messages/{other.id}/pin")).json()["pinned"] is False
    assert len((await adas.get(f"/rooms/{room.id}/pins")).json()["pins"]) == 1
    assert problem(await adas.put("/messages/999/pin")) == (404, "not_found")
    assert problem(await adas.get("/rooms/999/pins")) == (404, "not_found")


async def test_a_program_reacts_and_takes_it_back(
    adas: Program, bens: Program, ada: UserItem, ben: UserItem, room: RoomItem
) -> None:
    said = await send_message(ben, room.id, "lunch?")
    one = f"/messages/{said.id}/reactions/🎉"
    for _ in range(2):
        response = await adas.put(one)
        assert (response.status_code, response.json()["reactions"][0]["users"][0]["id"]) == (200, ada.id)
    assert (await bens.delete(one)).json()["reactions"][0]["emoji"] == "🎉"
    assert (await adas.delete(one)).json()["reactions"] == []
    assert problem(await adas.put(f"/messages/{said.id}/reactions/x")) == (422, "invalid")
    assert problem(await adas.put(f"/messages/{MAX_ID}/reactions/🎉")) == (404, "not_found")


# ---- live messages


async def test_live_messages_are_sent_pressed_and_read(adas: Program, ben: UserItem, room: RoomItem) -> None:
    poll = {"kind": "poll", "state": {"title": "Lunch?", "options": ["Pizza", "Sushi"]}, "client_id": "client-id"}
    sent = await adas.post(at(room), json=poll)
    assert (sent.status_code, sent.json()["kind"], sent.json()["body"]) == (201, "poll", "Poll: Lunch? Pizza · Sushi")
    assert (await adas.post(at(room), json=poll)).status_code == 200
    action = f"/messages/{sent.json()['id']}/actions/vote"
    voted = await adas.post(action, json={"args": {"arg": "1"}, "client_id": "press-id-1"})
    assert (voted.status_code, voted.json()["state"]["counts"]) == (200, [0, 1])
    await adas.post(action, json={"args": {"arg": "1"}, "client_id": "press-id-1"})
    [read] = (await adas.get(at(room))).json()["messages"]
    assert read == voted.json()
    assert [one["kind"] for one in [(await adas.post(at(room), json={"body": "hi"})).json()]] == [""]


@pytest.mark.parametrize(
    "wrong",
    [
        *(
            {"kind": "poll"},
            {"kind": "nothing", "state": {}},
            {"kind": "poll", "state": []},
            {"body": "x", "state": {}},
        ),
        *({"kind": "poll", "state": {"title": "x", "options": ["a", "b"]}, "body": "x"}, {"kind": "__class__"}),
    ],
)
async def test_what_is_no_live_message_is_refused(adas: Program, room: RoomItem, wrong: dict[str, Any]) -> None:
    assert problem(await adas.post(at(room), json=wrong))[0] == 422
    assert messages_in(room) == []


@pytest.mark.parametrize("action", ["nothing", "vote", "__class__", "a" * 40])
async def test_what_cannot_be_pressed_is_refused(adas: Program, room: RoomItem, ada: UserItem, action: str) -> None:
    poll, _ = await messages.send_live(ada, room.id, "poll", {"text": "Lunch? | Pizza | Sushi"})
    for args in ({}, {"arg": "9"}, {"arg": None}, {"arg": {}}):
        assert problem(await adas.post(f"/messages/{poll.id}/actions/{action}", json={"args": args}))[0] == 422
    assert problem(await adas.post(f"/messages/{poll.id + 9}/actions/vote", json={}))[0] == 404


async def test_one_message_is_read_by_its_number(adas: Program, ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    said = await messages.send_message(ben, room.id, "hello")
    reply = await messages.send_message(ben, (await messages.open_thread(ada, said.id)).id, "below")
    for one in (said, reply):
        assert (await adas.get(f"/messages/{one.id}")).json()["body"] == one.body
    den = await rooms.create_room(ben, "den", kind="closed")
    aside = await messages.send_message(ben, den.id, "aside")
    await messages.delete_message(ben, reply.id)
    for number in (aside.id, reply.id, 10**6):
        assert problem(await adas.get(f"/messages/{number}")) == (404, "not_found")
