"""Who is in a room, in real browsers: the room menu, joining, and a room that is lost while it is open."""

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from models import User
from tests.browser.conftest import Administrator, Person, TestRoom

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def item(person: Person, name: str) -> Locator:
    return person.page.get_by_role("menuitem", name=name, exact=True)


def makes_a_closed_room(boss: Administrator, name: str, *people: str) -> TestRoom:
    """Have the administrator make a closed room, with more people in it."""
    response = boss.client.post("/rooms/new", data={"name": name, "kind": "closed"})
    room = TestRoom(int(response.headers["location"].removeprefix("/rooms/")), name)
    for person in people:
        user_id = str(User.get(User.name.startswith(person)).id)
        assert boss.client.post(f"/rooms/{room.id}/members/add", data={"user_id": user_id}).status_code == 303
    return room


def removes(boss: Administrator, room: TestRoom, person: Person) -> None:
    user_id = str(User.get(User.name == person.name).id)
    assert boss.client.post(f"/rooms/{room.id}/members/remove", data={"user_id": user_id}).status_code == 303


def test_the_room_menu_works_by_mouse_and_by_keys(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    menu, button = adam.page.get_by_role("menu", name="Room menu"), adam.button("Room menu")
    expect(menu).to_have_count(0)
    button.click()
    expect(item(adam, "Members")).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(item(adam, "Settings")).to_have_count(0)
    adam.composer.click()
    expect(menu).to_have_count(0)
    expect(button).to_have_attribute("aria-expanded", "false")
    button.press("Enter")
    for key, name in (("End", "Leave"), ("ArrowDown", "Members"), ("n", "Notifications"), ("m", "Members")):
        adam.page.keyboard.press(key)
        expect(item(adam, name)).to_be_focused()
    adam.page.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    expect(button).to_be_focused()
    button.press("Enter")
    adam.page.keyboard.press("Tab")
    expect(menu).to_have_count(0)
    button.press("Enter")
    adam.page.keyboard.press("Enter")
    expect(adam.page.get_by_role("heading", name=f"Members of {room.name}")).to_be_visible()
    adam.page.go_back()
    adam.is_live()


def test_on_a_phone_the_room_menu_is_large_enough_for_fingers(
    person: Callable[..., Person], room: TestRoom, boss: Administrator
) -> None:
    jade = person("Jade", **PHONE).opens(room)
    jade.button("Room menu").tap()
    for one in (jade.button("Room menu"), item(jade, "Members"), item(jade, "Leave")):
        box = one.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44
        assert box["x"] + box["width"] <= 390
    item(jade, "Leave").tap()
    jade.button("Leave room").tap()
    expect(jade.page.get_by_role("status")).to_have_text(f"You have left {room.name}.")


def test_whoever_joins_a_room_or_writes_in_it_is_in_it(adam: Person, boss: Administrator) -> None:
    joined, written_in = (TestRoom(int(boss.makes_a_room(name)), name) for name in ("to be joined", "to be written in"))
    not_in_it = adam.page.get_by_role("note").filter(has_text="You are not in this room")
    adam.opens(joined)
    expect(adam.page.locator(f"#rooms-{joined.id}")).to_have_count(0)
    expect(not_in_it).to_be_visible()
    adam.button("Join room").click()
    expect(not_in_it).to_have_count(0)
    expect(adam.page.locator(f"#rooms-{joined.id}")).to_have_attribute("aria-current", "page")
    adam.opens(written_in)
    expect(not_in_it).to_be_visible()
    adam.says("hello from outside")
    adam.sees("hello from outside")
    expect(not_in_it).to_have_count(0)
    expect(adam.page.locator(f"#rooms-{written_in.id}")).to_be_visible()


def test_a_room_that_is_lost_while_it_is_open_is_closed_at_once(
    adam: Person, blake: Person, room: TestRoom, boss: Administrator
) -> None:
    closed = makes_a_closed_room(boss, "for few eyes", "Adam", "Blake")
    heard: list[str] = []
    adam.page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: heard.append(str(frame))))
    adam.opens(closed)
    blake.opens(closed).says("said before")
    adam.sees("said before")
    assert any("said before" in frame for frame in heard)
    removes(boss, closed, adam)
    expect(adam.page.get_by_role("heading", name="You can no longer see for few eyes.")).to_be_visible()
    expect(adam.page.locator(f"#rooms-{closed.id}")).to_have_count(0)
    expect(adam.log).to_have_count(0)
    blake.says("said behind his back")
    blake.sees("said behind his back")
    expect(blake.page.locator("[data-pending]")).to_have_count(0)
    boss.changes("change", room.id, name=f"{room.name} again")
    expect(adam.page.locator(f"#rooms-{room.id}")).to_contain_text("again")
    assert not any("behind his back" in frame for frame in heard)
    adam.page.reload()
    expect(adam.page.get_by_role("heading", name="Room not found.")).to_be_visible()


def test_a_room_that_is_closed_or_opened_is_so_on_every_open_page(
    adam: Person, blake: Person, boss: Administrator
) -> None:
    closed = makes_a_closed_room(boss, "ajar", "Adam")
    adam.opens(closed)
    expect(adam.page.locator(".room-title[data-kind=closed]")).to_be_visible()
    boss.client.post(f"/rooms/{closed.id}/settings/kind", data={"kind": "open"})
    expect(adam.page.locator(".room-title[data-kind=open]")).to_be_visible()
    blake.opens(closed)
    expect(blake.button("Join room")).to_be_visible()
    boss.client.post(f"/rooms/{closed.id}/settings/kind", data={"kind": "closed"})
    expect(blake.page.get_by_role("heading", name="You can no longer see ajar.")).to_be_visible()
    expect(adam.page.locator(".room-title[data-kind=closed]")).to_be_visible()


def test_the_header_counts_who_comes_and_goes(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.opens(room)
    blake.opens(room)
    people = adam.page.locator(".room-people > span:last-child")
    before = int(people.inner_text())
    blake.button("Room menu").click()
    item(blake, "Leave").click()
    blake.button("Leave room").click()
    expect(people).to_have_text(str(before - 1))
    blake.opens(room)
    blake.button("Join").click()
    expect(people).to_have_text(str(before))
