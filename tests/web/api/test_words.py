"""Messages that programs write word by word."""

from chat.accounts.items import UserItem
from chat.messages import send_message
from chat.rooms.items import RoomItem
from tests.web.api.conftest import Program, problem


async def test_a_program_writes_word_by_word(adas: Program, ben: UserItem, room: RoomItem) -> None:
    at = f"/rooms/{room.id}/messages"
    begun = await adas.post(at, json={"streaming": True, "client_id": "the-answer"})
    assert (begun.status_code, begun.json()["streaming"], begun.json()["body"]) == (201, True, "")
    assert (await adas.post(at, json={"streaming": True, "client_id": "the-answer"})).status_code == 200
    one = f"/messages/{begun.json()['id']}"
    for offset, text, length in ((0, "It is ", 6), (6, "**42**", 12), (6, "**42**", 12)):
        answer = await adas.post(f"{one}/append", json={"text": text, "offset": offset})
        assert (answer.status_code, answer.json()) == (200, {"length": length})
    missing = await adas.post(f"{one}/append", json={"text": "!", "offset": 20})
    assert (missing.status_code, missing.json()["error"]["code"], missing.json()["error"]["length"]) == (
        409,
        "conflict",
        12,
    )
    assert "length" not in (await adas.post("/messages/999/append", json={"text": "!", "offset": 0})).json()["error"]
    [read] = (await adas.get(at)).json()["messages"]
    assert (read["body"], read["streaming"], read["interrupted"]) == ("It is **42**", True, False)
    done = await adas.post(f"{one}/finish")
    assert (done.status_code, done.json()["streaming"]) == (200, False)
    assert done.json()["html"] == "<p>It is <strong>42</strong></p>"
    assert (await adas.post(f"{one}/finish", json={})).json() == done.json()
    assert problem(await adas.post(f"{one}/append", json={"text": "!", "offset": 12})) == (409, "conflict")


async def test_only_its_author_does_and_what_is_wrong_says_so(adas: Program, ben: UserItem, room: RoomItem) -> None:
    bens = await send_message(ben, room.id, "mine")
    for what, body in (("append", {"text": "x", "offset": 0}), ("finish", {"body": "x"})):
        assert problem(await adas.post(f"/messages/{bens.id}/{what}", json=body)) == (403, "forbidden")
    at = f"/rooms/{room.id}/messages"
    assert problem(await adas.post(at, json={"streaming": True, "files": [1]})) == (422, "invalid")
    begun = (await adas.post(at, json={"streaming": True})).json()["id"]
    for wrong in ({"text": "x"}, {"offset": 0}, {"text": "", "offset": 0}, {"text": "x", "offset": -1}, {}):
        assert problem(await adas.post(f"/messages/{begun}/append", json=wrong)) == (422, "invalid")
    assert problem(await adas.post(f"/messages/{begun}/finish")) == (422, "invalid")
