"""Pages and their guards, over HTTP and in NiceGUI's simulation of a user."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from secrets import token_urlsafe
from typing import Any

import pytest
from nicegui import Client, background_tasks
from nicegui.element import Element
from nicegui.events import GenericEventArguments
from nicegui.testing import User as Visitor
from nicegui.testing.user_simulation import user_simulation

from chat.accounts import end_session, user_item
from chat.elements.stream import Stream
from chat.errors import NotSignedIn
from chat.realtime.bus import bus
from chat.rooms import archive_room, rename_room, restore_room
from chat.storage.database import database
from chat.web.auth import COOKIE
from chat.web.components.layout import layout
from chat.web.components.layout.layout import Navigation
from chat.web.components.room_view.room_view import RoomView
from chat.web.server.limits import READING
from models import Message, Room, Session, User, db, now_ms
from tests.page_client import MAIN, entry, log_in


@pytest.mark.parametrize("path", ["/rooms", "/rooms/1", "/rooms/999"])
async def test_without_a_session_one_is_sent_to_the_login_page_and_back(visitor: Visitor, path: str) -> None:
    response = await visitor.http_client.get(path)
    assert response.status_code == 303
    assert response.headers["location"] == f"/login?return_to={path}"
    response = await log_in(visitor, return_to=path)
    assert response.status_code == 303
    assert response.headers["location"] == path
    assert not Client.instances, "a page that is refused must cost nothing"


async def test_the_start_is_the_list_of_rooms(visitor: Visitor) -> None:
    assert (await visitor.http_client.get("/")).headers["location"] == "/rooms"


async def test_rooms_greets_and_lists(visitor: Visitor) -> None:
    await log_in(visitor)
    await visitor.open("/rooms")
    await visitor.should_see("Welcome, Adam")
    await visitor.should_not_see(RoomView)


async def test_a_room_shows_its_messages_and_a_composer(visitor: Visitor) -> None:
    await log_in(visitor)
    await visitor.open("/rooms/1")
    await visitor.should_see(RoomView)
    page = (await visitor.http_client.get("/rooms/1")).text
    assert "Both welcome. Near the old oak, I will wave" in page
    assert "@streamchat.io" not in page


@pytest.mark.parametrize("name", ["999", "abc", "-1", "0", "99999999999999999999", "1%00", "1/2", "%F0%9F%99%82"])
async def test_a_room_that_does_not_exist_is_a_page_with_status_404(visitor: Visitor, name: str) -> None:
    await log_in(visitor)
    response = await visitor.http_client.get(f"/rooms/{name}")
    assert response.status_code == 404
    assert "Room not found." in response.text
    assert "Traceback" not in response.text


async def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(visitor: Visitor) -> None:
    wrong = await log_in(visitor, password="wrong")
    unknown = await log_in(visitor, email="nobody@streamchat.io")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text.replace("adam@", "nobody@") == unknown.text
    assert COOKIE not in wrong.cookies


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
async def test_login_never_leads_to_another_site(visitor: Visitor, target: str) -> None:
    assert (await log_in(visitor, return_to=target)).headers["location"] == "/rooms"


@pytest.mark.parametrize("path", ["/login", "/login/demo", "/logout"])
async def test_forms_posted_by_another_site_are_refused(visitor: Visitor, path: str) -> None:
    await log_in(visitor)
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        response = await visitor.http_client.post(path, data={"user_id": "1"}, headers=headers)
        assert response.status_code == 403
        assert COOKIE not in response.cookies
    assert (await visitor.http_client.get("/rooms")).status_code == 200


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(visitor: Visitor) -> None:
    cookie = (await log_in(visitor)).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    token = visitor.http_client.cookies[COOKIE]
    with db.connection_context():
        assert token not in str(list(Session.select().dicts()))


async def test_logging_out_ends_the_session_itself_not_just_the_cookie(visitor: Visitor) -> None:
    await log_in(visitor)
    stolen = visitor.http_client.cookies[COOKIE]
    await visitor.http_client.post("/logout")
    visitor.http_client.cookies.set(COOKIE, stolen)
    assert (await visitor.http_client.get("/rooms")).status_code == 303


async def test_logging_in_again_ends_the_session_before(visitor: Visitor) -> None:
    await log_in(visitor)
    before = visitor.http_client.cookies[COOKIE]
    await log_in(visitor)
    assert visitor.http_client.cookies[COOKIE] != before
    with db.connection_context():
        assert Session.select().count() == 1


async def test_one_click_logs_in_as_a_demo_person_and_as_nobody_else(visitor: Visitor) -> None:
    for user_id in ("", "999", "abc", "1 OR 1=1"):
        response = await visitor.http_client.post("/login/demo", data={"user_id": user_id})
        assert response.status_code == 403
    assert (await visitor.http_client.post("/login/demo", data={"user_id": "1"})).status_code == 303


async def test_on_a_database_with_people_of_its_own_there_is_no_one_click(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(sys, "argv", ["main.py", "--data-dir", str(tmp_path), "--port", "18080", "--no-demo"])
    async with user_simulation(main_file=MAIN) as visitor:
        with db.connection_context():
            User.create(name="Real", email="real@example.com", password_hash="-")
            Room.create(name="real")
        assert "Continue as" not in (await visitor.http_client.get("/login")).text
        assert (await visitor.http_client.post("/login/demo", data={"user_id": "1"})).status_code == 403
    database.close()
    db.close()


async def test_health_tells_whether_the_database_answers(visitor: Visitor) -> None:
    response = await visitor.http_client.get("/healthz")
    assert (response.status_code, response.json()["status"]) == (200, "ok")
    database.close()
    assert (await visitor.http_client.get("/healthz")).status_code == 503


async def test_who_is_signed_in_need_not_sign_in_again(visitor: Visitor) -> None:
    await log_in(visitor)
    response = await visitor.http_client.get("/login", params={"return_to": "/rooms/2"})
    assert (response.status_code, response.headers["location"]) == (303, "/rooms/2")


async def test_logging_out_takes_the_cookie_back_and_leads_to_the_login_page(visitor: Visitor) -> None:
    await log_in(visitor)
    response = await visitor.http_client.post("/logout")
    assert (response.status_code, response.headers["location"]) == (303, "/login")
    assert "Max-Age=0" in response.headers["set-cookie"]
    assert COOKIE not in visitor.http_client.cookies


async def test_logging_out_needs_a_post_and_harms_nobody_who_is_not_signed_in(visitor: Visitor) -> None:
    assert (await visitor.http_client.get("/logout")).status_code == 405
    assert (await visitor.http_client.post("/logout")).status_code == 303


async def test_an_expired_session_is_not_accepted(visitor: Visitor) -> None:
    await log_in(visitor)
    with db.connection_context():
        Session.update(expires_at=now_ms()).execute()
    assert (await visitor.http_client.get("/rooms")).status_code == 303


STRANGE_FIELDS = [
    {},
    {"email": "", "password": ""},
    {"email": "x" * 5000, "password": "y" * 5000},
    {"email": "adam@streamchat.io" + " " * 5000, "password": "passw0rd!passw0rd!"},
    {"email": "adam@streamchat.io\0", "password": "passw0rd!passw0rd!\0"},
    {"email": '"><script>alert(1)</script>', "password": "x"},
    {"email": "x", "password": "x", "return_to": "//["},
    {"email": "%", "password": "passw0rd!passw0rd!"},
]


async def test_strange_fields_are_a_wrong_login_and_nothing_worse(visitor: Visitor) -> None:
    for fields in STRANGE_FIELDS:
        response = await visitor.http_client.post("/login", data=fields)
        assert (fields, response.status_code) == (fields, 401)
        assert "Email or password is wrong." in response.text
        assert "<script>alert" not in response.text
        assert len(response.text) < 10_000


LOGIN_FIELDS = ("email", "password", "return_to")


async def test_half_a_character_does_not_come_in_by_another_charset(visitor: Visitor) -> None:
    """In UTF-7 a lone surrogate could be written."""
    parts = [f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n/+2AA-\r\n' for name in LOGIN_FIELDS]
    headers = {"content-type": "multipart/form-data; boundary=x; charset=utf-7"}
    response = await visitor.http_client.post("/login", content="".join([*parts, "--x--\r\n"]), headers=headers)
    assert response.status_code == 415


# ---- an open page: all that comes from it is distrusted, each time anew


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What the server tells the scripts of open pages."""
    calls: list[tuple[Any, ...]] = []
    monkeypatch.setattr(Element, "run_method", lambda _element, method, *args: calls.append((method, *args)))
    monkeypatch.setattr(Stream, "_run", Element.run_method)
    monkeypatch.setattr(layout, "call_once", Element.run_method)
    return calls


@pytest.fixture
async def desk(visitor: Visitor) -> Client:
    """Adam's open page of the first room."""
    await log_in(visitor)
    return await visitor.open("/rooms/1")


def part(page: Client, kind: type[Element]) -> Any:
    return next(element for element in page.elements.values() if isinstance(element, kind))


async def press(page: Client, action: str, key: str = "", **args: object) -> None:
    """Have the page's outbox send what somebody has done."""
    navigation = part(page, Navigation)
    sent = entry(action, key, **{"client_id": token_urlsafe(), **args})
    await navigation._handle_perform(GenericEventArguments(sender=navigation, client=page, args=sent))


async def send(page: Client, body: object, client_id: object = "client-id-1") -> None:
    await press(page, "send", client_id=client_id, body=body)


async def go(page: Client, path: object) -> None:
    navigation = part(page, Navigation)
    await navigation._handle_navigate(GenericEventArguments(sender=navigation, client=page, args={"path": path}))


def topics_of(page: Client) -> list[str]:
    """List what the streams of a page follow, besides its list of rooms."""
    streams = [part for part in page.elements.values() if isinstance(part, Stream) and part.topic]
    return [stream.topic for stream in streams if not stream.topic.startswith("room-list:")]


def said(text: str) -> list[int]:
    with db.connection_context():
        return [message.id for message in Message.select().where(Message.body == text)]


async def test_what_is_sent_is_stored_under_the_name_of_who_is_signed_in(desk: Client, sent: list[Any]) -> None:
    await send(desk, "hello there")
    assert sent == [("performed", "client-id-1", None)]
    [message_id] = said("hello there")
    with db.connection_context():
        assert Message.get_by_id(message_id).author.email == "adam@streamchat.io"


async def test_what_is_no_message_is_refused_with_a_reason(desk: Client, sent: list[Any]) -> None:
    bodies = [None, 7, [], {}, "", " \n ", "x" * 4001]
    for body in bodies:
        await send(desk, body)
    assert [(method, client_id) for method, client_id, *_ in sent] == [("refused", "client-id-1")] * len(bodies)
    assert all(message for _, _, message, _ in sent)


async def test_what_nobody_could_acknowledge_is_not_stored(desk: Client, sent: list[Any]) -> None:
    for client_id in (None, 7, [], {}):
        await send(desk, "hello there", client_id)
    assert (sent, said("hello there")) == ([], [])


async def test_ones_own_message_can_be_edited_and_deleted_by_its_row(desk: Client, sent: list[Any]) -> None:
    await send(desk, "hello there")
    [key] = map(str, said("hello there"))
    await press(desk, "edit", key, client_id="the-edit", body="hello again", base=None)
    assert said("hello again") == [int(key)]
    with db.connection_context():
        edited_at = Message.get_by_id(int(key)).edited_at
    await press(desk, "delete", key, client_id="the-deletion")
    assert said("hello again") == []
    assert sent[1:] == [("performed", "the-edit", edited_at), ("performed", "the-deletion", None)]


async def test_who_edits_a_text_that_has_changed_is_told(desk: Client, sent: list[Any]) -> None:
    await send(desk, "hello there")
    [key] = map(str, said("hello there"))
    for body in ("hello from here", "hello from elsewhere"):
        await press(desk, "edit", key, body=body, base=None)
    assert said("hello from here") == [int(key)]
    assert [(answer[0], answer[-1]) for answer in sent[2:]] == [("refused", "conflict")]


async def test_what_comes_twice_is_done_once_and_answered_alike(desk: Client, sent: list[Any]) -> None:
    await send(desk, "hello there")
    [key] = map(str, said("hello there"))
    for body in ("first", "second"):
        await press(desk, "edit", key, client_id=f"the-{body}-edit", body=body, base=sent[-1][-1])
    await press(desk, "edit", key, client_id="the-first-edit", body="first", base=None)
    assert said("second") == [int(key)]
    assert sent[-1] == sent[1]


async def test_somebody_elses_row_can_not(desk: Client, sent: list[Any]) -> None:
    with db.connection_context():
        theirs = Message.select().join(User).where(User.email != "adam@streamchat.io").get()
    await press(desk, "edit", str(theirs.id), body="forged")
    await press(desk, "delete", str(theirs.id))
    assert [method for method, *_ in sent] == ["refused"] * 2
    assert said(theirs.body)


async def test_a_forged_key_names_no_message(desk: Client, sent: list[Any]) -> None:
    for key in ("", "0", "-1", "abc", "1.5", " 1", "1\n", "٣", "²", "\0", "9" * 19, "9" * 5000):
        await press(desk, "edit", key, body="forged")
        await press(desk, "delete", key)
        assert [(method, message) for method, _, message, _ in sent] == [("refused", "Message not found.")] * 2
        sent.clear()
    assert said("forged") == []


async def test_an_unknown_action_does_nothing_and_says_so(desk: Client, sent: list[Any]) -> None:
    for action in ("", "promote", "__class__"):
        await press(desk, action, "1", client_id="client-id-1")
        assert sent.pop()[:2] == ("refused", "client-id-1")
    assert sent == []


async def test_what_is_no_entry_of_an_outbox_is_refused_so_that_it_does_not_block_the_others(
    desk: Client, sent: list[Any]
) -> None:
    navigation = part(desk, Navigation)
    for changes in ({"key": 1}, {"room": 1}, {"args": []}, {"args": None}, {"action": None}):
        forged = entry("send", body="forged") | changes
        await navigation._handle_perform(GenericEventArguments(sender=navigation, client=desk, args=forged))
        assert sent.pop()[:2] == ("refused", "client-id-1")
    for client_id in (7, None, [], "x" * 65):
        forged = entry("send", body="forged") | {"client_id": client_id}
        await navigation._handle_perform(GenericEventArguments(sender=navigation, client=desk, args=forged))
    assert (sent, said("forged")) == ([], [])


async def test_types_that_no_browser_sends_are_refused(desk: Client, sent: list[Any]) -> None:
    await send(desk, "hello there")
    [key] = map(str, said("hello there"))
    forged = [
        ("edit", {"body": ["a list"]}),
        ("edit", {"body": "a dict for a base", "base": {"after": "x"}}),
        ("edit", {"body": "true for a base", "base": True}),
        ("react", {"emoji": {}, "add": "true"}),
    ]
    for action, args in forged:
        await press(desk, action, key, **args)
    assert [method for method, *_ in sent[1:]] == ["refused"] * len(forged)
    assert said("hello there") == [int(key)]


async def test_rooms_are_changed_without_a_new_page_and_the_old_room_is_left(desk: Client) -> None:
    await go(desk, "/rooms/2")
    assert topics_of(desk) == ["room:2"]
    await go(desk, "/rooms")
    assert topics_of(desk) == []


async def test_a_room_that_is_chosen_while_an_earlier_choice_waits_is_the_one_that_is_shown(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting, go_on = asyncio.Event(), asyncio.Event()

    async def wait(_key: str) -> None:
        waiting.set()
        await go_on.wait()

    monkeypatch.setattr(READING, "pace", wait)
    earlier = asyncio.create_task(go(desk, "/rooms"))
    await waiting.wait()
    later = asyncio.create_task(go(desk, "/rooms/2"))
    await asyncio.sleep(0)  # it has been chosen, and waits for the earlier one
    go_on.set()
    await asyncio.gather(earlier, later)
    assert topics_of(desk) == ["room:2"]


async def all_is_shown() -> None:
    """Wait for what open pages do upon an event."""
    names = ("show a changed room", "catch up")
    await asyncio.gather(*[task for task in background_tasks.running_tasks if task.get_name().startswith(names)])


async def test_a_room_that_is_renamed_keeps_its_messages_and_the_box_on_every_open_page(desk: Client) -> None:
    column = part(desk, RoomView)
    with db.connection_context():
        boss = user_item(User.get(User.role == "administrator"))
    await rename_room(boss, 1, "holiday plans", "and who drives")
    await all_is_shown()
    assert part(desk, RoomView) == column
    assert (column.stream.is_deleted, column.props["placeholder"]) == (False, "Message holiday plans")
    header = next(element for element in desk.elements.values() if "room-header" in element.classes)
    assert "holiday plans" in header.props["innerHTML"]
    assert "and who drives" in header.props["innerHTML"]
    await archive_room(boss, 1)
    await all_is_shown()
    assert (part(desk, RoomView), bool(column.props["read-only"])) == (column, True)
    await restore_room(boss, 1)
    await all_is_shown()
    assert (part(desk, RoomView), bool(column.props["read-only"])) == (column, False)


async def test_a_change_of_the_room_that_was_not_heard_of_is_shown_when_the_bus_is_back(desk: Client) -> None:
    with db.connection_context():
        Room.update(name="holiday plans").where(Room.id == 1).execute()
    bus.set_degraded(is_degraded=False)
    await all_is_shown()
    assert part(desk, RoomView).props["placeholder"] == "Message holiday plans"


async def test_a_forged_path_leads_nowhere(visitor: Visitor, desk: Client) -> None:
    for path in ("/rooms/999", "/rooms/abc", "/login", "//evil.example", "", "x" * 100_000, "/rooms/1/../2", "\0"):
        await go(desk, "/rooms/1")
        await go(desk, path)
        await visitor.should_see("Room not found.")
        assert topics_of(desk) == []


async def test_what_is_no_path_changes_nothing(desk: Client) -> None:
    for path in (None, 7, [], {}):
        await go(desk, path)
        assert topics_of(desk) == ["room:1"]


async def test_when_the_session_ends_its_open_pages_close_at_once_and_no_others(visitor: Visitor) -> None:
    await log_in(visitor)
    ended = await visitor.open("/rooms/1")
    token = visitor.http_client.cookies[COOKIE]
    visitor.http_client.cookies.clear()
    await log_in(visitor, email="blake@streamchat.io")
    other = await visitor.open("/rooms/1")
    await end_session(token)
    assert (topics_of(ended), topics_of(other)) == ([], ["room:1"])


@pytest.mark.parametrize(
    "attempt",
    [
        lambda page: send(page, "too late"),
        lambda page: press(page, "edit", "1", body="too late"),
        lambda page: press(page, "delete", "1"),
        lambda page: go(page, "/rooms/2"),
        lambda page: part(page, RoomView)._prepend_older("50"),
        lambda page: part(page, RoomView)._append_newer("50"),
        lambda page: part(page, RoomView).stream._handle_jump(),
    ],
    ids=["send", "edit", "delete", "navigate", "older", "newer", "catch up"],
)
async def test_a_page_whose_session_ran_out_can_do_nothing_and_closes(
    desk: Client, sent: list[Any], attempt: Callable[[Client], Awaitable[None]]
) -> None:
    with db.connection_context():
        Session.update(expires_at=now_ms()).execute()
        before = list(Message.select().tuples())
    with suppress(NotSignedIn):
        await attempt(desk)
    with db.connection_context():
        assert list(Message.select().tuples()) == before
    assert topics_of(desk) == []
    assert [call for call in sent if call[0] == "apply"] == []


async def test_a_page_that_goes_leaves_no_subscription_behind(visitor: Visitor, desk: Client) -> None:
    with db.connection_context():
        topic = f"person:{Session.get().user_id}"
    await go(desk, "/rooms/2")
    await go(desk, "/rooms/1")
    assert bus.subscriber_count(topic) == 2  # the end of the session, and the account
    desk.delete()
    assert bus.subscriber_count(topic) == 0
