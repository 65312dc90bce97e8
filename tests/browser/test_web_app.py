"""What makes it a program of its own: installing it, what came while nobody looked, notifications."""

import io
import re
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from models import Membership
from tests.browser.conftest import Person, Server, TestRoom
from tests.browser.test_policy import WATCH

pytestmark = pytest.mark.long

AWAY = """
document.hasFocus = () => !window.isAway;
Object.defineProperty(document, "visibilityState", { get: () => (window.isAway ? "hidden" : "visible") });
navigator.setAppBadge = async (count) => { window.badge = count };
navigator.clearAppBadge = async () => { window.badge = 0 };
window.look = (isAway) => {
  window.isAway = isAway;
  document.dispatchEvent(new Event("visibilitychange"));
  window.dispatchEvent(new Event(isAway ? "blur" : "focus"));
};
"""

NOTIFICATIONS = """
window.asked = 0;
window.told = [];
window.Notification = class extends EventTarget {
  static permission = "default";
  static async requestPermission() { window.asked += 1; return (Notification.permission = window.answer ?? "granted"); }
  constructor(title, options) { super(); window.told.push({ title, ...options }); window.last = this; }
  close() { this.isClosed = true; }
};
"""


@pytest.fixture
def adam(person: Callable[..., Person]) -> Person:
    """Adam, who can look away, at a browser that has nothing to complain of."""
    adam = person("Adam").has_read_everything()
    adam.page.add_init_script(WATCH + AWAY + NOTIFICATIONS)
    adam.page.on("console", lambda message: message.type == "error" and adam.errors.append(message.text))
    return adam


def looks(person: Person, *, away: bool) -> None:
    person.page.evaluate("look", away)


def icon(page: Page) -> Locator:
    return page.locator("link[rel=icon]")


def test_it_can_be_installed(browser: Browser, server: Server) -> None:
    page = browser.new_page()
    page.goto(f"{server.url}/login")
    cdp = page.context.new_cdp_session(page)
    found = cdp.send("Page.getAppManifest")
    assert found["errors"] == []
    assert found["url"] == f"{server.url}/manifest.webmanifest"
    answer = page.request.get(found["url"])
    assert answer.headers["content-type"] == "application/manifest+json"
    manifest = answer.json()
    assert (manifest["name"], manifest["start_url"], manifest["display"]) == ("StreamChat", "/rooms", "standalone")
    sizes = set()
    for described in manifest["icons"]:
        data = page.request.get(server.url + described["src"])
        assert data.headers["content-type"] == described["type"]
        if described["type"] == "image/png":
            width, height = Image.open(io.BytesIO(data.body())).size
            assert described["sizes"] == f"{width}x{height}"
            sizes.add((width, described["purpose"]))
    assert sizes == {(192, "any"), (512, "any"), (512, "maskable")}
    # Chromium's own verdict: nothing is in the way, but perhaps that a test's browser is a private one.
    errors = cdp.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {error["errorId"] for error in errors} <= {"in-incognito"}
    page.close()


def test_title_and_icon_have_a_dot_for_what_others_say_while_nobody_looks(
    adam: Person, blake: Person, new_room: Callable[..., TestRoom]
) -> None:
    room, other = new_room(), new_room()
    room.add(60, "Rachel")
    title = f"{room.name} · StreamChat"
    adam.opens(room)
    blake.opens(room)
    blake.says("while Adam looks")
    adam.sees("while Adam looks")
    looks(adam, away=True)
    blake.says("first", "second")
    expect(adam.page).to_have_title(f"• {title}")
    expect(icon(adam.page)).to_have_attribute("href", re.compile(r"^data:image/svg.*%3Ccircle.*"))
    assert not adam.page.evaluate("window.badge")
    assert adam.page.evaluate("window.told.length + window.asked") == 0, "nobody has asked for notifications"
    blake.edits("first", "changed")
    adam.sees("changed")
    adam.scrolls_to_top()
    expect(adam.rows.first).to_contain_text("message 1")
    expect(adam.page).to_have_title(f"• {title}")
    adam.says("my own")
    adam.sees("my own")
    expect(adam.page).to_have_title(title)  # whoever writes has read what was said before
    blake.says("third")
    expect(adam.page).to_have_title(f"• {title}")
    looks(adam, away=False)
    expect(adam.page).to_have_title(title)
    expect(icon(adam.page)).to_have_attribute("href", re.compile("^http.*icon.svg"))
    assert adam.page.evaluate("window.badge") == 0
    adam.page.locator(f"#rooms-{other.id}").click()
    expect(adam.page).to_have_title(f"{other.name} · StreamChat")
    blake.page.locator(f"#rooms-{other.id}").click()
    expect(blake.log).to_have_attribute("aria-label", f"Messages in {other.name}")
    adam.is_live()
    looks(adam, away=True)
    blake.is_live().says("the first in an empty room")
    expect(adam.page).to_have_title(f"• {other.name} · StreamChat")


def test_direct_messages_of_all_rooms_are_counted_in_every_tab(
    adam: Person, blake: Person, room: TestRoom, direct: Callable[..., TestRoom]
) -> None:
    one, other = direct(adam, blake), direct(adam, blake, "Jade")
    adam.opens(room)
    tab = adam.opens_another_tab(room)
    blake.opens(one).says("first", "second")
    blake.opens(other).says("third")
    for page in (adam.page, tab.page):
        expect(page).to_have_title(f"(3) {room.name} · StreamChat")
        expect(icon(page)).to_have_attribute("href", re.compile(r"^data:image/svg.*%3E3%3C%2Ftext%3E"))
    assert adam.page.evaluate("window.badge") == 3
    adam.page.reload()
    expect(adam.page).to_have_title(f"(3) {room.name} · StreamChat")
    adam.page.bring_to_front()
    adam.page.keyboard.press("Shift+Escape")
    for page in (adam.page, tab.page):
        expect(page).to_have_title(f"{room.name} · StreamChat")
    assert adam.page.evaluate("window.badge") == 0


def test_one_is_notified_after_asking_for_it_with_a_click_and_no_more_after_another(
    adam: Person, blake: Person, room: TestRoom
) -> None:
    Membership.update(level="everything").where(Membership.room == room.id).execute()
    adam.opens(room)
    blake.opens(room)
    adam.chooses_in_account_menu("Keyboard shortcuts")
    assert adam.page.evaluate("window.asked") == 0
    adam.button("Turn on notifications").click()
    expect(adam.button("Turn off notifications")).to_be_visible()
    adam.page.keyboard.press("Escape")
    blake.says("while Adam looks")
    adam.sees("while Adam looks")
    looks(adam, away=True)
    adam.says("my own")
    blake.says("long " * 100)
    adam.page.wait_for_function("window.told.length")
    assert adam.page.evaluate("window.told") == [
        {"title": f"{blake.name} · {room.name}", "body": ("long " * 28)[:139] + "…", "tag": f"/rooms/{room.id}"}
    ]
    adam.page.evaluate("window.focus = () => look(false); last.dispatchEvent(new Event('click'))")
    expect(adam.page).to_have_title(f"{room.name} · StreamChat")
    assert adam.page.evaluate("last.isClosed")
    adam.page.keyboard.press("Control+/")
    adam.button("Turn off notifications").click()
    expect(adam.page.get_by_role("button", name="Turn on notifications", exact=True)).to_be_visible()
    looks(adam, away=True)
    blake.says("not told")
    expect(adam.page).to_have_title(f"• {room.name} · StreamChat")
    assert adam.page.evaluate("[window.told.length, window.asked]") == [1, 1]


def test_where_a_browser_refuses_or_cannot_notify_it_is_not_offered(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    adam.page.evaluate("window.answer = 'denied'")
    adam.page.keyboard.press("Control+/")
    adam.button("Turn on notifications").click()
    expect(adam.page.get_by_text("Notifications are blocked")).to_be_visible()
    expect(adam.button("Turn on notifications")).to_be_hidden()
    adam.page.evaluate("delete window.Notification")
    adam.page.keyboard.press("Control+/")
    adam.page.keyboard.press("Control+/")
    expect(adam.page.get_by_text("Previous room, next room")).to_be_visible()
    expect(adam.page.locator(".keys-setting").first).to_be_hidden()
