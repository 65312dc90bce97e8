"""Webhooks that programs post to: by the libraries that people have, and as nobody would."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import apprise
import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from slack_sdk.webhook import WebhookClient

import chat
from chat import accounts, messages, programs, rooms
from chat.accounts.items import Guise
from chat.errors import Forbidden, NotFound
from chat.messages.guises import allowed
from chat.notifications.loading import notice_items
from chat.storage.database import database
from chat.web.api.schemas import Message as ApiMessage
from chat.web.components.message_list.message import render_message
from chat.web.pages import hooks
from chat.web.server import body_limit
from chat.web.server.limits import HOOKS
from chat.web.server.logs import FORMATTERS
from models import IncomingHook, Membership, Mention, Message, MessageGuise, Setting, User, now_ms
from tests.people import register_person, sign_in
from tests.ports import free_port

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def app(opened) -> FastAPI:
    app = FastAPI(openapi_url=None)
    app.get(hooks.PATH)(hooks.explain)
    app.post(hooks.PATH, max_body_size=body_limit.UNLIMITED)(hooks.receive)
    return app


@pytest.fixture
async def outside(app) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        yield client


@pytest.fixture
async def garden(ada):
    return await rooms.create_room(ada, "garden", "", "closed")


@pytest.fixture
async def path(ada, garden) -> str:
    _, token = await programs.create_hook(ada, garden.id, "Alerts")
    return f"/hooks/{token}"


@pytest.fixture
async def address(app, path) -> AsyncIterator[str]:
    """The address of the webhook at a server that one can reach."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning", lifespan="off"))
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 (uvicorn tells nobody)
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{port}{path}"
    server.should_exit = True
    await running


def bodies(room) -> list[str]:
    return [row.body for row in Message.select().where(Message.room == room.id).order_by(Message.id)]


async def said(outside, path, **payload) -> tuple[int, str]:
    response = await outside.post(path, json=payload)
    return response.status_code, response.text


async def test_slacks_own_client_posts_by_another_address_alone(address, garden, ada):
    client = WebhookClient(address)
    answer = await asyncio.to_thread(
        client.send,
        text="fallback",
        blocks=[{"type": "section", "text": {"type": "mrkdwn", "text": "*built* <https://a.example|here>"}}],
    )
    assert (answer.status_code, answer.body) == (200, "ok")
    [item] = (await database.read(messages.newest_messages, ada, garden.id)).messages
    assert (item.body, item.author.name, item.author.is_bot) == ("**built** [here](https://a.example)", "Alerts", True)


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # apprise loads all that it knows
async def test_apprise_posts_by_another_address_alone(address, garden, ada):
    there = apprise.Apprise()
    assert there.add(address.replace("http://", "mmost://build@").replace("/hooks", ""))
    assert await there.async_notify(title="Done", body="All **214** tests passed")
    [item] = (await database.read(messages.newest_messages, ada, garden.id)).messages
    assert item.body.endswith("All **214** tests passed")
    assert item.guise.name == "build"


async def test_answers_are_those_of_slack(outside, path, garden, ada):
    assert await said(outside, path, text="hi") == (200, "ok")
    assert await said(outside, path) == (400, "no_text")
    assert (await outside.post(path, content=b"[")).text == "invalid_payload"
    assert await said(outside, "/hooks/x", text="hi") == (403, "invalid_token")
    assert await said(outside, f"/hooks/{'0' * 48}", text="hi") == (404, "no_service")
    form = await outside.post(path, data={"payload": json.dumps({"text": "form", "channel": "#elsewhere"})})
    assert (form.status_code, form.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    too_large = await outside.post(path, content=b'{"text": "' + b"x" * 70_000 + b'"}', headers=JSON)
    assert (too_large.status_code, too_large.text) == (413, "payload_too_large")
    assert bodies(garden) == ["hi", "form"]
    await rooms.archive_room(ada, garden.id)
    assert await said(outside, path, text="hi") == (410, "channel_is_archived")


async def test_a_slash_too_many_is_none(outside, path, garden):
    """Programs put addresses together; a redirect is not followed by all, and a body may get lost on its way."""
    for slashes in ("/", "//"):
        answer = await outside.post(path + slashes, json={"text": slashes})
        assert (answer.status_code, answer.text) == (200, "ok")
        assert f"{path}\n" in (await outside.get(path + slashes)).text
    assert bodies(garden) == ["/", "//"]
    for elsewhere in ("/hooks/", "/hooks/x/", f"{path}/more"):
        assert await said(outside, elsewhere, text="hi") == (403, "invalid_token")
        assert (await outside.get(elsewhere)).status_code == 404


async def test_a_body_that_is_too_large_is_not_read_to_its_end(outside, path, garden):
    taken = []

    async def endless():
        while True:
            taken.append(1)
            yield b" " * 10_000

    response = await outside.post(path, content=endless())
    assert response.status_code == 413
    assert len(taken) < 10
    assert bodies(garden) == []


async def test_a_webhook_that_is_revoked_ends_at_once_and_so_does_one_of_somebody_gone(outside, path, garden, ada):
    [hook] = await database.read(programs.hooks_of, ada, garden.id)
    User.update(deactivated_at=now_ms()).where(User.id == ada.id).execute()
    assert await said(outside, path, text="hi") == (404, "no_service")
    User.update(deactivated_at=None).where(User.id == ada.id).execute()
    assert await said(outside, path, text="hi") == (200, "ok")
    [hook] = await database.read(programs.hooks_of, ada, garden.id)
    assert hook.used_at
    await programs.delete_hook(ada, garden.id, hook.id)
    assert await said(outside, path, text="hi") == (404, "no_service")
    assert Membership.get(user=hook.bot.id, room=garden.id).left_at
    assert bodies(garden) == ["hi"]


async def test_a_bot_that_was_removed_from_a_closed_room_posts_no_more(outside, path, garden, ada):
    [hook] = await database.read(programs.hooks_of, ada, garden.id)
    await rooms.remove_member(ada, garden.id, hook.bot.id)
    assert await said(outside, path, text="hi") == (404, "channel_not_found")


async def test_it_ends_with_its_makers_sight_of_the_room(outside, path, garden, ada, ben):
    await rooms.add_member(ada, garden.id, ben.id)
    await rooms.set_member_role(ada, garden.id, ben.id, "manager")
    await rooms.leave_room(ada, garden.id)
    answer = await outside.post(path, json={"text": "hello"})
    assert (answer.status_code, answer.text) == (404, "channel_not_found")


async def test_a_bot_that_was_removed_from_an_open_room_stays_out(outside, room, ada):
    Membership.update(role="manager").execute()
    hook, token = await programs.create_hook(ada, room.id, "Alerts")
    await rooms.remove_member(ada, room.id, hook.bot.id)
    answer = await outside.post(f"/hooks/{token}", json={"text": "hello"})
    assert (answer.status_code, answer.text) == (404, "channel_not_found")
    assert rooms.member_listing(ada, room.id, "Alerts", 1).total == 0
    await rooms.add_member(ada, room.id, hook.bot.id)
    assert (await outside.post(f"/hooks/{token}", json={"text": "hello"})).text == "ok"


async def test_what_nobody_can_see_is_no_text(outside, path):
    answer = await outside.post(path, json={"text": "\u200b"})
    assert (answer.status_code, answer.text) == (400, "no_text")


async def test_a_name_that_is_taken_leaves_no_guise(outside, path, garden, ada):
    assert (await outside.post(path, json={"text": "hello", "username": ada.name})).text == "ok"
    assert ApiMessage.model_validate(messages.newest_messages(ada, garden.id).messages[-1]).posted_as is None


async def test_it_posts_about_one_a_second_after_a_burst(outside, path, garden):
    for _ in range(30):
        assert (await outside.post(path, json={"text": "x"})).status_code == 200
    response = await outside.post(path, json={"text": "x"})
    assert (response.status_code, response.text, response.headers["retry-after"]) == (429, "rate_limited", "1")
    HOOKS.forget()
    assert await said(outside, path, text="x" * 60_000) == (200, "ok")
    assert len(bodies(garden)) == 30 + 12


async def test_nobody_guesses_addresses_for_long(outside, path):
    answers = {(await outside.post(f"/hooks/{'0' * 48}", json={})).status_code for _ in range(60)}
    assert answers == {404, 429}


async def test_names_are_the_bots_own_or_nobodys(outside, path, garden, ada, ben):
    for name in ("Build", "Ada", "аda", "  ADA ", ""):
        assert await said(outside, path, text="x", username=name, icon_emoji=":fire:") == (200, "ok")
    items = (await database.read(messages.newest_messages, ada, garden.id)).messages
    assert [item.guise.name for item in items] == ["Build", "", "", "", ""]
    assert all(item.author.is_bot and item.guise.sign == "🔥" for item in items)


MISTAKABLE = (
    "StreamChat",
    "Our Team",
    "Steven Brooks.",
    "Steven Brooks ✓",
    "5teven Brooks",
    "Steven Brooks (CEO)",
    "s-t-even brook5",
    "Dr. Steven Brooks",
    "Message from ѕteven brooks:",
    "Administrator",
    "admin (you can trust me)",
    "Former member",
    "deploy bot",
    "Deploy-Bot v2",
    "DepІoy ВOT",
    "d e p l o y bot",
    "The Deploy Bot",
    "Steven Brooks " + "ﷺ" * 9,  # longer than any key
)


async def test_names_that_are_almost_somebodys_are_not_taken(ada):
    register_person("Steven Brooks")
    bot, _ = await accounts.create_bot(ada, "Guest"), await accounts.create_bot(ada, "Deploy Bot")
    Setting.create(name="team_name", value="Our Team")
    shown = [await database.read(allowed, Guise(name, "🔥"), bot.id) for name in MISTAKABLE]
    assert shown == [Guise("", "🔥")] * len(MISTAKABLE)
    for free in ("Stevenson", "Deployment", "Deploy", "Administration", "Even Brooks", "Guest", "Guest (staging)"):
        assert (await database.read(allowed, Guise(free), bot.id)).name == free


async def test_the_bot_of_a_webhook_that_was_revoked_is_nobody_to_those_outside_still(garden, ada, ben):
    hook, _ = await programs.create_hook(ada, garden.id, "Layoffs")
    await programs.delete_hook(ada, garden.id, hook.id)
    assert await database.read(programs.hooks_of, ada, garden.id) == []
    with pytest.raises(NotFound):
        await database.read(rooms.require_known, ben, hook.bot.id)
    await database.read(rooms.require_known, ada, hook.bot.id)
    await accounts.reactivate_bot(ada, hook.bot.id)
    await database.read(rooms.require_known, ben, hook.bot.id)  # as of any bot that somebody makes


async def test_the_bot_of_a_webhook_is_held_to_its_room(room, garden, ada):
    hook, _ = await programs.create_hook(ada, garden.id, "Alerts")
    identity = await sign_in(ada.id)
    with pytest.raises(Forbidden, match="address alone"):
        await accounts.create_api_token(identity, "x", bot_id=hook.bot.id)
    for come in (rooms.join_room, rooms.enter_room):
        with pytest.raises(Forbidden, match="room of the webhook alone"):
            await come(hook.bot, room.id)
    with pytest.raises(Forbidden, match="room of the webhook alone"):
        await messages.send_message(hook.bot, room.id, "hello")


async def test_wherever_a_message_is_shown_it_has_the_name_under_which_it_was_posted(outside, path, garden, ada):
    assert await said(outside, path, text="It burns", username="Grafana", icon_emoji=":fire:") == (200, "ok")
    [item] = (await database.read(messages.newest_messages, ada, garden.id)).messages
    answer = await messages.send_message(ada, garden.id, "Where?", reply_to=item.id)
    assert item.shown_name == answer.reply_to.said_as == "Grafana"
    assert item.author.name == answer.reply_to.author.name == "Alerts"
    assert "<b>Grafana</b>" in render_message(answer)
    assert ApiMessage.model_validate(item).model_dump()["posted_as"] == {"name": "Grafana", "emoji": "🔥"}
    assert ApiMessage.model_validate(answer).posted_as is None
    assert await database.read(messages.first_lines, ada, [item.id]) == {item.id: ("Grafana", "It burns")}
    notices = await database.read(notice_items, [(ada.id, item.id), (ada.id, answer.id)])
    assert [notice.author for notice in notices.values()] == ["Grafana", "Ada"]
    await messages.delete_message(ada, answer.id)
    [last] = await database.read(messages.last_messages, ada)
    assert last.author == "Grafana"


def test_templates_show_that_name():
    """What shows a message's author by name does so where there is no other name, or beside it."""
    root, told = Path(chat.__file__).parent, {}
    for template in root.rglob("*.html"):
        if found := template.read_text().count("author.name"):
            told[template.relative_to(root).as_posix()] = found
    assert told == {
        "web/components/message_list/message.html": 1,
        "web/components/message_list/quote.html": 1,
        "web/pages/admin/invitations.html": 2,  # of invitations
        "exporting/pages/message.html": 1,  # of a quote
    }


async def test_the_bot_of_a_closed_room_is_nobody_to_those_outside(room, path, garden, ada, ben):
    [hook] = await database.read(programs.hooks_of, ada, garden.id)
    bot = hook.bot.id
    assert "Alerts" not in [one.name for one in accounts.directory().items]
    assert rooms.people_to_mention(ada, room.id, "Alerts") == []
    assert [one.user.id for one in rooms.people_to_mention(ada, garden.id, "Alerts")] == [bot]
    await messages.send_message(ben, room.id, "@Alerts hello")
    assert Mention.select().count() == 0
    with pytest.raises(NotFound):
        await rooms.open_direct(ben, [bot])
    with pytest.raises(NotFound):
        await rooms.add_member(ben, room.id, bot)
    with pytest.raises(NotFound):
        rooms.require_known(ben, bot)
    with pytest.raises(Forbidden):
        await rooms.open_direct(ada, [bot])
    with pytest.raises(Forbidden):
        await rooms.add_member(ada, room.id, bot)
    rooms.require_known(ada, bot)
    await rooms.remove_member(ada, garden.id, bot)
    assert bot in [one.id for one in rooms.people_to_add(ada, garden.id).items]
    await rooms.add_member(ada, garden.id, bot)


async def test_other_ways_than_post_are_answered_in_words(outside, app, path):
    app.api_route(hooks.PATH, methods=["PUT"])(hooks.refuse)
    answer = await outside.put(path, json={"text": "x"})
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")
    assert answer.text.startswith("Send POST")


async def test_a_form_in_several_parts_is_taken(outside, path, garden):
    payload = {"payload": (None, json.dumps({"text": "from curl -F"}))}
    assert (await outside.post(path, files={"other": (None, "x"), **payload})).text == "ok"
    assert (await outside.post(path, files={"other": (None, "x")})).text == "invalid_payload"
    assert bodies(garden) == ["from curl -F"]


async def test_everybody_is_told_only_where_the_webhook_may(outside, path, garden, ada):
    assert await said(outside, path, text="<!channel> and @room, @Ada") == (200, "ok")
    assert [row.user_id for row in Mention.select()] == [ada.id]
    _, token = await programs.create_hook(ada, garden.id, "Fire", may_tell_all=True)
    assert await said(outside, f"/hooks/{token}", text="<!here>") == (200, "ok")
    assert [row.user_id for row in Mention.select().order_by(Mention.id)] == [ada.id, None]


async def test_it_replies_in_the_thread_of_a_message_of_its_room_alone(outside, path, garden, ada, room):
    root = await messages.send_message(ada, garden.id, "deploying")
    elsewhere = await messages.send_message(ada, room.id, "elsewhere")
    assert await said(outside, path, text="done", thread_ts=str(root.id)) == (200, "ok")
    assert await said(outside, path, text="else", root_id=str(elsewhere.id)) == (200, "ok")
    assert bodies(garden) == ["deploying", "else"]
    thread = await messages.open_thread(ada, root.id)
    assert [row.body for row in Message.select().where(Message.room == thread.id)] == ["done"]
    assert bodies(room) == ["elsewhere"]


async def test_who_has_the_address_may_ask_what_it_is(outside, path):
    answer = await outside.get(path)
    assert answer.status_code == 200
    assert "curl" in answer.text
    assert path in answer.text
    page = await outside.get(path, headers={"Accept": "text/html"})
    assert "<h1>A webhook</h1>" in page.text
    assert path in page.text
    wrong = await outside.get(f"/hooks/{'0' * 48}"), await outside.get("/hooks/x")
    assert {(one.status_code, one.text) for one in wrong} == {(404, "no_service")}


async def test_the_same_name_is_there_for_webhooks_of_several_rooms(ada, garden):
    made = [(await programs.create_hook(ada, garden.id, "CI"))[0].name for _ in range(3)]
    assert made == ["CI", "CI 2", "CI 3"], "the name of its room is not for everybody"


async def test_addresses_stay_out_of_the_log(path):
    record = logging.LogRecord("chat", logging.ERROR, "", 0, "failed: POST %s", (path,), None)
    for formatter in FORMATTERS.values():
        assert path.removeprefix("/hooks/") not in formatter.format(record)


async def test_only_hashes_of_addresses_are_stored(path):
    [hook] = IncomingHook.select()
    assert hook.token_hash == accounts.hash_token(path.removeprefix("/hooks/"))


async def test_whoever_does_not_manage_the_room_learns_nothing_of_its_webhooks(path, garden, ben):
    with pytest.raises(NotFound):
        await database.read(programs.hooks_of, ben, garden.id)


async def test_what_it_posted_is_deleted_with_its_name(outside, path, garden, ada):
    assert await said(outside, path, text="secret", username="Build") == (200, "ok")
    [item] = (await database.read(messages.newest_messages, ada, garden.id)).messages
    await messages.delete_message(ada, item.id)
    assert MessageGuise.select().count() == 0
