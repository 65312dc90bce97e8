"""Going from room to room, in and out."""

import re
from collections.abc import Callable

from playwright.sync_api import Browser, expect

from models import Membership, Message, User
from tests.browser.conftest import Person, Server, TestRoom, title_of

PHONE = {"viewport": {"width": 390, "height": 844}}

HOLD = "() => { window.waiting = []; window.socket.emit = (...sent) => window.waiting.push(sent); }"
SEND = "() => { delete window.socket.emit; for (const one of window.waiting) window.socket.emit(...one); }"
LOSE = "() => { delete window.socket.emit; window.socket.io.engine.close(); }"


def test_changing_rooms_changes_the_address_without_loading_the_page(adam: Person, new_room) -> None:
    here, there = new_room("about here"), new_room()
    adam.opens(here)
    adam.page.evaluate("window.mark = 'same page'")
    expect(adam.page.locator(f"#rooms-{here.id}")).to_have_attribute("aria-current", "page")
    adam.page.get_by_role("navigation", name="Rooms").get_by_role("link", name=there.name).click()
    expect(adam.page).to_have_url(re.compile(f"/rooms/{there.id}$"))
    expect(adam.page).to_have_title(title_of(there.name))
    expect(adam.page.locator("[aria-current=page]")).to_have_attribute("id", f"rooms-{there.id}")
    adam.is_live().says("over there")
    adam.sees("over there")
    adam.page.go_back()
    expect(adam.page.get_by_role("heading", name=here.name)).to_be_visible()
    adam.sees_no("over there")
    adam.page.go_forward()
    adam.sees("over there")
    assert adam.page.evaluate("window.mark") == "same page"


def test_a_room_left_is_heard_no_more(adam: Person, blake: Person, new_room) -> None:
    here, there = new_room(), new_room()
    adam.opens(here)
    blake.opens(here)
    adam.page.locator(f"#rooms-{there.id}").click()
    expect(adam.log).to_have_attribute("aria-label", f"Messages in {there.name}")
    adam.is_live()
    adam.page.evaluate("window.heard = []; window.socket.on('stream', (topic) => window.heard.push(topic))")
    blake.says("in the old room")
    blake.sees("in the old room")
    adam.says("in the new room")
    adam.sees("in the new room")
    heard = set(adam.page.evaluate("window.heard"))
    assert {topic for topic in heard if not topic.startswith("room-list:")} == {f"room:{there.id}"}


def test_a_room_whose_link_is_hovered_over_is_there_and_live_before_the_server_is_asked(
    adam: Person, blake: Person, new_room
) -> None:
    here, there = new_room(), new_room()
    adam.opens(here)
    blake.opens(there)
    blake.says("news")
    link = adam.page.locator(f"#rooms-{there.id}")
    expect(link).to_have_attribute("data-unread", "1")
    link.hover()
    expect(adam.page.locator(".main")).to_have_attribute("data-prerendered", f"/rooms/{there.id}")
    expect(adam.log).to_have_attribute("aria-label", f"Messages in {here.name}")
    expect(link).to_have_attribute("data-unread", "1")
    adam.page.evaluate(HOLD)
    link.click()
    adam.sees("news")
    expect(adam.page).to_have_url(re.compile(f"/rooms/{there.id}$"))
    expect(adam.page).to_have_title(title_of(there.name))
    expect(link).to_have_attribute("aria-current", "page")
    expect(adam.page.locator("[data-new]")).to_contain_text("news")
    adam.is_live()
    blake.says("said since")
    adam.sees("said since")
    adam.page.evaluate(SEND)
    expect(link).not_to_have_attribute("data-unread", re.compile(""))
    expect(adam.page.locator(".main")).not_to_have_attribute("data-prerendered", re.compile(""))
    adam.says("over there")
    blake.sees("over there")
    adam.page.go_back()
    expect(adam.page.get_by_role("heading", name=here.name)).to_be_visible()
    adam.sees_no("said since")
    assert adam.page.locator(".room-view").count() == 1


def test_whoever_is_in_a_prerendered_room_stays_there_without_a_connection_and_goes_back_before_the_answer(
    adam: Person, blake: Person, new_room
) -> None:
    here, there, elsewhere = new_room(), new_room(), new_room()
    adam.opens(here)
    blake.opens(elsewhere)

    def goes_to_prerendered(room: TestRoom) -> None:
        link = adam.page.locator(f"#rooms-{room.id}")
        link.hover()
        expect(adam.page.locator(".main")).to_have_attribute("data-prerendered", f"/rooms/{room.id}")
        adam.page.evaluate(HOLD)
        link.click()
        expect(adam.page.get_by_role("heading", name=room.name)).to_be_visible()

    goes_to_prerendered(there)
    adam.page.go_back()
    adam.page.evaluate(SEND)
    for move, room in ((adam.page.go_forward, there), (adam.page.go_back, here)):
        expect(adam.page.locator(".main")).not_to_have_attribute("data-prerendered", re.compile(""))
        move()
        expect(adam.page.get_by_role("heading", name=room.name)).to_be_visible()
        expect(adam.page).to_have_url(re.compile(f"/rooms/{room.id}$"))
        expect(adam.page).to_have_title(title_of(room.name))

    goes_to_prerendered(elsewhere)
    adam.page.keyboard.type("one ")
    adam.page.evaluate(LOSE)
    adam.page.keyboard.type("two")
    expect(adam.composer).to_have_value("one two")
    adam.page.keyboard.press("Enter")
    blake.sees("one two")
    adam.is_live()
    adam.sees("one two")
    expect(adam.page).to_have_url(re.compile(f"/rooms/{elsewhere.id}$"))
    adam.page.go_back()
    expect(adam.page.get_by_role("heading", name=here.name)).to_be_visible()
    adam.sees_no("one two")


def test_rooms_leads_to_the_room_that_one_was_in_and_lists_them_by_name(adam: Person, new_room) -> None:
    here, there = new_room(), new_room()
    adam.opens(there)
    adam.opens(here)
    mine = (Membership.user == User.get(User.name == adam.name)) & (Membership.room == here.id)
    adam.waits_until(Membership.select().where(mine, Membership.opened_at.is_null(False)).exists)
    adam.page.goto(f"{adam.server.url}/rooms")
    expect(adam.page).to_have_url(re.compile(f"/rooms/{here.id}$"))
    adam.is_live()
    adam.page.get_by_role("link", name="StreamChat").click()
    expect(adam.page.get_by_role("heading", name=here.name)).to_be_visible()
    expect(adam.page).to_have_url(re.compile(f"/rooms/{here.id}$"))
    Membership.update(left_at=1).where(Membership.room == here.id).execute()  # by somebody else, meanwhile
    adam.page.goto(f"{adam.server.url}/rooms")
    expect(adam.page).not_to_have_url(re.compile(f"/rooms/({here.id})?$"))
    adam.is_live()
    names = adam.page.locator("#rooms > :not([data-kind=direct]) .room-name").all_text_contents()
    assert names == sorted(names, key=str.lower)
    expect(adam.page.get_by_role("link", name="weekend-plans")).to_have_attribute("title", re.compile("brunch"))
    expect(adam.page.locator("#rooms > [data-kind=direct] .room-name")).to_have_text("Steven Brooks")
    assert "@streamchat.io" not in adam.page.content()


def test_after_logging_in_one_is_where_one_wanted_to_go(browser: Browser, server: Server, room: TestRoom) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{server.url}/rooms/{room.id}")
    expect(page).to_have_url(re.compile("/login"))
    page.get_by_role("textbox", name="Email").fill("adam@streamchat.io")
    page.get_by_role("textbox", name="Password").fill("wrong")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_have_text("Email or password is wrong.")
    expect(page.get_by_role("textbox", name="Email")).to_have_value("adam@streamchat.io")
    page.get_by_role("textbox", name="Password").fill("passw0rd!passw0rd!")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name=room.name)).to_be_visible()
    context.close()


def test_logging_out_closes_the_other_tabs_of_the_same_browser(person: Callable[..., Person], room: TestRoom) -> None:
    one = person("Jade", viewport={"width": 1000, "height": 700}).opens(room)
    other = one.context.new_page()
    other.goto(f"{one.server.url}/rooms/{room.id}")
    expect(other.locator("#messages")).to_have_attribute("data-state", "live")
    one.chooses_in_account_menu("Log out")
    expect(one.page).to_have_url(re.compile("/login"))
    expect(other).to_have_url(re.compile("/login"))
    other.goto(f"{one.server.url}/rooms/{room.id}")
    expect(other).to_have_url(re.compile("/login"))


def test_on_a_phone_the_sidebar_is_a_page_of_its_own(person: Callable[..., Person], new_room) -> None:
    here, there = new_room(), new_room()
    one = person("Jade", **PHONE).opens(here)
    link = one.page.locator(f"#rooms-{there.id}")
    brand = one.page.get_by_role("link", name="StreamChat")
    expect(brand).not_to_be_in_viewport()
    one.button("Open the room list").click()
    expect(brand).to_be_in_viewport()
    link.click()
    expect(one.page.get_by_role("heading", name=there.name)).to_be_visible()
    expect(brand).not_to_be_in_viewport()
    one.is_live().says("from the phone")
    one.sees("from the phone")
    assert one.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_times_are_in_the_readers_zone_and_days_and_groups_right_across_pages(
    person: Callable[..., Person], room: TestRoom
) -> None:
    room.add(60, "Rachel", step_ms=100_000)
    middle = 1_763_900_000_000  # 2025-11-23 12:13:20 UTC, in Auckland the 24th
    rows = Message.select().where(Message.room == room.id).order_by(Message.id)
    for index, row in enumerate(list(rows)):  # read to the end: the server may write meanwhile
        Message.update(created_at=middle + index * 100_000).where(Message.id == row.id).execute()
    one = person("Jade", timezone_id="Pacific/Auckland", locale="en-GB").opens(room)
    seam = one.row("message 11").first
    expect(one.rows).to_have_count(50)
    one.scrolls_to_top()
    expect(one.rows).to_have_count(60)
    time = one.rows.first.locator("time")
    expect(time).to_have_text("1:13")
    assert "24 November 2025" in (time.get_attribute("title") or "")
    assert one.rows.first.get_attribute("data-day") == "Monday, 24 November 2025"
    assert one.page.locator("#messages > [data-day]").count() == 1
    assert seam.get_attribute("data-grouped") == ""
    assert one.page.locator("#messages > [data-grouped]").count() == 59


def test_messages_more_than_five_minutes_apart_or_of_others_stand_alone(adam: Person, room: TestRoom) -> None:
    room.add(3, "Rachel", step_ms=301_000)
    room.add(1, "Blake", body=lambda _n: "by Blake", step_ms=1)
    adam.opens(room)
    assert adam.page.locator("#messages > [data-grouped]").count() == 0
    assert adam.rows.last.get_attribute("data-author") == str(User.get(User.name.startswith("Blake")).id)


def test_on_a_phone_the_rooms_page_leads_to_the_rooms(person: Callable[..., Person], room: TestRoom) -> None:
    one = person("Jade", **PHONE)
    one.page.goto(f"{one.server.url}/rooms")
    one.page.locator(f"#rooms-{room.id}").click()
    one.is_live()
    expect(one.page.get_by_role("heading", name=room.name)).to_be_visible()


def test_a_reload_stays_in_the_room_one_went_to(adam: Person, new_room: Callable[..., TestRoom]) -> None:
    here, there = new_room(), new_room()
    there.add(1, "Rachel", body=lambda _n: "over there")
    adam.opens(here)
    adam.page.locator(f"#rooms-{there.id}").click()
    adam.sees("over there")
    adam.page.reload()
    adam.is_live().sees("over there")
    expect(adam.page.locator(f"#rooms-{there.id}")).to_have_attribute("aria-current", "page")


def test_the_newest_of_many_quick_changes_of_room_wins(adam: Person, new_room: Callable[..., TestRoom]) -> None:
    rooms = [new_room() for _ in range(6)]
    adam.opens(rooms[0])
    ids = [f"#rooms-{room.id}" for room in rooms]
    adam.page.evaluate("ids => ids.forEach((id) => document.querySelector(id).click())", ids)
    expect(adam.page.get_by_role("heading", name=rooms[-1].name)).to_be_visible()
    adam.is_live().says("here I am")
    adam.sees("here I am")
    assert Message.get(Message.body == "here I am").room_id == rooms[-1].id
    adam.page.go_back()  # past those that were never shown
    expect(adam.page.locator("h1")).not_to_have_text(rooms[-1].name)
    shown = next(room for room in rooms if room.name == adam.page.locator("h1").text_content())
    expect(adam.page).to_have_url(f"{adam.server.url}/rooms/{shown.id}")


def test_two_tabs_of_one_person_show_the_same(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    adam.page.evaluate("window.socket.emit = () => {}")  # this tab can no longer send
    adam.says("said in the first")
    other = adam.context.new_page()
    other.goto(adam.page.url)
    box = other.get_by_role("textbox", name="Message", exact=True)
    expect(other.locator("#messages > [data-key]")).to_contain_text(["said in the first"])
    box.fill("said in the second")
    box.press("Enter")
    adam.sees("said in the first", "said in the second")
    for page in (adam.page, other):
        expect(page.locator(".pending-messages .message")).to_have_count(0)
        assert page.locator("#messages > [data-key]").count() == 2
