"""Plain pages inside the app: what is new elsewhere is seen there, too."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Person, TestRoom, title_of

pytestmark = pytest.mark.long


def test_who_sits_in_the_settings_sees_that_they_are_mentioned(
    person: Callable[..., Person], room: TestRoom, new_room: Callable[..., TestRoom]
) -> None:
    adam, blake = person("Adam").has_read_everything(), person("Blake").has_read_everything()
    other = new_room()
    page = adam.page
    page.goto(f"{adam.url}/settings")
    link = page.locator(f"#rooms-{room.id}")
    page.locator(f"#rooms-{other.id}").focus()
    blake.opens(room).says(f"@{adam.name}, look")
    expect(link).to_have_attribute("data-mentions", "1")
    expect(page).to_have_title(title_of("Profile · Settings"))
    assert page.title().startswith("(1) ")
    expect(page.locator(f"#rooms-{other.id}")).to_be_focused()
    page.keyboard.press("Home")
    expect(page.get_by_role("link", name="Search")).to_be_focused()
    page.get_by_role("textbox", name="Filter rooms").fill(room.name)
    expect(page.locator("#rooms > a:visible")).to_have_count(1)
    page.keyboard.press("Enter")
    adam.is_live().sees("look")


def test_what_waits_and_what_was_begun_is_shown_on_every_page(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    adam.composer.fill("begun")
    adam.page.goto(f"{adam.url}/people")
    link = adam.page.locator(f"#rooms-{room.id}")
    expect(link).to_have_attribute("data-draft", "")
    adam.opens(room)
    adam.context.route("**/socket.io/**", lambda route: route.abort())
    adam.loses_the_connection()
    adam.says("said without a connection")
    adam.context.set_offline(False)
    adam.page.goto(f"{adam.url}/saved")
    expect(link).to_have_attribute("data-unsent", "1")
    adam.page.get_by_role("link", name="1 waiting").click()
    adam.context.unroute("**/socket.io/**")
    adam.is_live().sees("said without a connection")


def test_a_page_ends_with_its_session(adam: Person) -> None:
    adam.page.goto(f"{adam.url}/people")
    adam.context.clear_cookies()
    adam.page.evaluate("() => { dispatchEvent(new Event('online')) }")
    adam.page.wait_for_url("**/login?return_to=/people")


def test_the_sidebar_is_as_wide_as_one_likes(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    edge = adam.page.get_by_role("separator", name="Width of the sidebar")
    for path in (f"/rooms/{room.id}", "/people"):
        adam.page.goto(adam.url + path)
        edge.focus()
        adam.page.keyboard.press("Home")
        expect(edge).to_have_attribute("aria-valuenow", "200")
        box = edge.bounding_box()
        assert box
        adam.page.mouse.move(box["x"] + 4, 300)
        adam.page.mouse.down()
        adam.page.mouse.move(320, 300)
        adam.page.mouse.up()
        expect(edge).to_have_attribute("aria-valuenow", "320")
        adam.page.reload()
        expect(edge).to_have_attribute("aria-valuenow", "320")
        assert (adam.page.locator(".sidebar").bounding_box() or {})["width"] == 320
        edge.dblclick()
        expect(edge).to_have_attribute("aria-valuenow", "260")
