"""What is somebody's own, as a program sees to it: marks, levels, stars, saved messages, threads, a profile."""

from collections.abc import Callable

import pytest

from chat import accounts, messages, notifications, rooms
from chat.accounts.items import UserItem
from chat.rooms.items import RoomItem
from chat.web.api import auth
from chat.web.server.throttle import Throttle
from models import ApiToken
from tests.web.api.conftest import Program, problem


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    """No time passes in tests: what is allowed in a while would be used up."""
    monkeypatch.setattr(auth, "API", Throttle("tests", rate=1e6, burst=1_000_000))


async def done(program: Program, method: str, path: str, body: object = None) -> None:
    response = await program.request(method, path, json=body) if body else await program.request(method, path)
    assert response.status_code in (200, 201, 204), (method, path, response.text)


async def test_what_a_room_is_to_somebody(adas: Program, ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    first, second = [await messages.send_message(ben, room.id, text) for text in ("one", "two")]
    await done(adas, "PUT", f"/rooms/{room.id}/members/{ada.id}")
    await done(adas, "PUT", "/read")
    for method, name, body in (
        ("PUT", "star", None),
        ("PUT", "level", {"level": "everything"}),
        ("PUT", "unread", {"message": second.id}),
        ("PUT", "typing", None),
        ("DELETE", "typing", None),
    ):
        await done(adas, method, f"/rooms/{room.id}/{name}", body)
    shown = (await adas.get(f"/rooms/{room.id}")).json()
    assert (shown["joined"], shown["starred"], shown["level"]) == (True, True, "everything")
    assert (shown["read"], shown["unread"], shown["mentions"]) == (first.id, 1, 0)
    await done(adas, "PUT", "/read")
    await done(adas, "DELETE", f"/rooms/{room.id}/star")
    shown = (await adas.get(f"/rooms/{room.id}")).json()
    assert (shown["starred"], shown["unread"]) == (False, 0)
    direct = await rooms.open_direct(ada, [ben.id])
    await done(adas, "DELETE", f"/direct/{direct.id}")
    assert direct.id not in [own.id for own in rooms.room_list(ada).rooms]


async def test_saved_messages_and_threads(adas: Program, ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    said = await messages.send_message(ben, room.id, "lunch?")
    await done(adas, "PUT", f"/saved/{said.id}/reminder", {"when": "2030-11-30T09:00", "zone": "Europe/Vienna"})
    [saved] = (await adas.get("/saved")).json()["saved"]
    assert (saved["message"]["body"], saved["remind_at"]) == ("lunch?", 1_922_256_000_000)
    await done(adas, "DELETE", f"/saved/{said.id}/reminder")
    assert (await adas.get("/saved")).json()["saved"][0]["remind_at"] is None
    await done(adas, "DELETE", f"/saved/{said.id}")
    await done(adas, "PUT", f"/messages/{said.id}/thread/following")
    thread = await messages.open_thread(ben, said.id)
    await messages.send_message(ben, thread.id, "or not")
    [followed] = (await adas.get("/threads")).json()["threads"]
    assert (followed["root"]["id"], followed["unread"]) == (said.id, 1)
    assert [reply["body"] for reply in followed["last"]] == ["or not"]
    await done(adas, "DELETE", f"/messages/{said.id}/thread/following")
    assert (await adas.get("/threads")).json()["total"] == 0


async def test_oneself_and_how_one_is_told(adas: Program, ada: UserItem, ben: UserItem) -> None:
    await done(adas, "PATCH", "/me", {"name": "Ada L.", "title": "Gardener", "zone": "Asia/Tokyo"})
    await done(adas, "PATCH", "/me", {"shows_presence": False})
    await done(adas, "PUT", "/me/status", {"emoji": "🌴", "text": "On vacation"})
    shown = (await adas.get(f"/people/{ada.id}")).json()
    assert (shown["person"]["name"], shown["title"], shown["zone"]) == ("Ada L.", "Gardener", "Asia/Tokyo")
    assert shown["status"] == {"emoji": "🌴", "text": "On vacation", "until": None}
    assert accounts.hides_presence(ada.id)
    assert (await adas.delete("/me/status")).json()["status"] is None
    week = {"days": "12345", "begins": 540, "ends": 1080}
    await done(adas, "PATCH", "/me/notifications", {"mail": False, "replies": False, "week": week})
    told = (await adas.get("/me/notifications")).json()
    assert told == {"paused_until": 0, "mail": False, "replies": False, "week": week | {"zone": "Asia/Tokyo"}}
    assert (await adas.put("/me/notifications/pause", json={"how_long": "30"})).json()["paused_until"] > 0
    assert (await adas.delete("/me/notifications/pause")).json()["paused_until"] == 0
    assert notifications.settings(ada).wants_mail is False
    await done(adas, "PUT", f"/blocked/{ben.id}")
    assert [one["id"] for one in (await adas.get("/blocked")).json()["people"]] == [ben.id]
    await done(adas, "DELETE", f"/blocked/{ben.id}")


async def test_bots_outgoing_webhooks_and_roles(adas: Program, ada: UserItem, ben: UserItem) -> None:
    room = (await adas.post("/rooms", json={"name": "garden"})).json()["id"]
    bot = (await adas.post("/bots", json={"name": "Robot"})).json()["id"]
    for person in (ben.id, bot):
        await done(adas, "PUT", f"/rooms/{room}/members/{person}")
    await done(adas, "PATCH", f"/rooms/{room}/members/{ben.id}", {"role": "manager"})
    assert rooms.may_manage(ben, room)
    hooks = f"/rooms/{room}/outgoing-hooks"
    made = await adas.post(hooks, json={"bot": bot, "address": "https://example.com/hook"})
    [hook] = (await adas.get(hooks)).json()["hooks"]
    assert (made.status_code, hook["bot"]["id"], "secret" in hook) == (201, bot, False)
    assert (await adas.post(f"{hooks}/{hook['id']}/secret")).json() != made.json()
    await done(adas, "POST", f"{hooks}/{hook['id']}/enable")
    elsewhere = (await adas.post("/rooms", json={"name": "attic"})).json()["id"]
    refused = await adas.delete(f"/rooms/{elsewhere}/outgoing-hooks/{hook['id']}")
    assert problem(refused) == (404, "not_found")
    await done(adas, "DELETE", f"{hooks}/{hook['id']}")
    await done(adas, "PATCH", f"/bots/{bot}", {"name": "Guard", "active": False})
    [listed] = [one for one in (await adas.get("/bots")).json()["bots"] if one["id"] == bot]
    assert listed["person"]["name"] == "Guard"
    assert listed["deactivated_at"]
    [token] = (await adas.get("/tokens")).json()["tokens"]
    await done(adas, "DELETE", f"/tokens/{token['id']}")
    assert problem(await adas.get("/me")) == (401, "not_signed_in")


async def test_a_token_for_one_room_reaches_no_other_by_any_of_it(
    adas: Program, ada: UserItem, new_room: Callable[[str], RoomItem]
) -> None:
    kitchen, attic = new_room("kitchen"), new_room("attic")
    there = await messages.send_message(ada, attic.id, "hm")
    direct = await rooms.open_direct(ada, [ada.id])
    ApiToken.update(room_id=kitchen.id).execute()
    for method, name in (("GET", ""), ("PUT", "/star"), ("DELETE", "/star"), ("PUT", "/typing"), ("DELETE", "/typing")):
        assert problem(await adas.request(method, f"/rooms/{attic.id}{name}")) == (404, "not_found")
        await done(adas, method, f"/rooms/{kitchen.id}{name}")
    for name, body in (("level", {"level": "nothing"}), ("unread", {"message": there.id})):
        assert problem(await adas.put(f"/rooms/{attic.id}/{name}", json=body)) == (404, "not_found")
    for method in ("PUT", "DELETE"):
        following = await adas.request(method, f"/messages/{there.id}/thread/following")
        assert problem(following) == (404, "not_found")
    for method, path in (
        ("PUT", "/read"),
        ("GET", "/saved"),
        ("PUT", f"/saved/{there.id}"),
        ("DELETE", f"/saved/{there.id}"),
        ("GET", "/threads"),
        ("DELETE", f"/direct/{direct.id}"),
        ("DELETE", "/me/status"),
        ("GET", "/bots"),
        ("GET", "/tokens"),
        ("DELETE", "/tokens/1"),
    ):
        assert problem(await adas.request(method, path)) == (403, "forbidden")
