"""People come, change and go while others look on."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser, Dialog, Page, expect

from models import Invite, Session, User
from tests.browser.conftest import Person, Server, TestRoom

pytestmark = pytest.mark.long

PASSWORD = "seven slow grey herons"
AT_LOGIN = re.compile("/login")


def picture() -> dict[str, object]:
    drawn = BytesIO()
    Image.new("RGB", (200, 200), "teal").save(drawn, "PNG")
    return {"name": "me.png", "mimeType": "image/png", "buffer": drawn.getvalue()}


@pytest.fixture
def administrator(person: Callable[..., Person]) -> Person:
    """Who runs the place."""
    return person(User.get(User.role == "administrator").name)


@pytest.fixture
def newcomer(browser: Browser) -> Iterator[Page]:
    """Somebody without an account, at a browser of their own."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def settings_of(somebody: Page, server: Server, path: str = "/settings") -> Page:
    """Open the settings in another tab."""
    tab = somebody.context.new_page()
    tab.goto(f"{server.url}{path}")
    return tab


def registers(somebody: Page, name: str) -> None:
    somebody.get_by_role("textbox", name="Name").fill(name)
    somebody.get_by_role("textbox", name="Email").fill(f"{name.lower()}@example.com")
    somebody.get_by_label("Password").fill(PASSWORD)
    somebody.get_by_role("button", name="Register").click()


def test_somebody_is_invited_talks_changes_name_and_picture_and_is_shut_out(
    administrator: Person, newcomer: Page, server: Server, room: TestRoom
) -> None:
    administrator.page.goto(f"{server.url}/admin")
    administrator.button("Create invite link").click()
    newcomer.goto(administrator.page.get_by_label("Invite link").input_value())
    registers(newcomer, "Grace")
    newcomer.goto(f"{server.url}/rooms/{room.id}")
    administrator.opens(room)
    newcomer.get_by_role("textbox", name="Message", exact=True).fill("I am new here")
    newcomer.keyboard.press("Enter")
    administrator.sees("I am new here")

    tab = settings_of(newcomer, server)
    tab.get_by_role("textbox", name="Name", exact=True).fill("Grace Hopper")
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_role("main").get_by_role("status")).to_have_text("Profile saved.")
    expect(administrator.row("I am new here").locator("b")).to_have_text("Grace Hopper")
    expect(newcomer.get_by_role("button", name="Grace Hopper: account")).to_be_visible()
    expect(newcomer.get_by_text("I am new here")).to_be_visible()
    tab.get_by_label("Picture").set_input_files(picture())
    with administrator.page.expect_response(re.compile(r"/avatars/[0-9a-f]+\.webp")) as fetched:
        tab.get_by_role("button", name="Upload picture").click()
    assert fetched.value.ok
    expect(tab.get_by_role("main").get_by_role("status")).to_have_text("Picture updated.")
    expect(administrator.row("I am new here")).to_have_attribute("data-avatar", re.compile("[0-9a-f]{24}"))

    administrator.page.goto(f"{server.url}/admin")
    administrator.page.get_by_label("Role of Grace Hopper").select_option("Administrator")
    expect(administrator.page.get_by_role("alertdialog")).to_contain_text("Make Grace Hopper an administrator?")
    administrator.button("Yes, make administrator").click()
    expect(newcomer.locator("#account-menu").get_by_text("Administration")).to_have_count(1)
    expect(newcomer.get_by_text("I am new here")).to_be_visible()
    administrator.page.goto(f"{server.url}/admin")
    administrator.button("More for Grace Hopper").click()
    administrator.button("Deactivate Grace Hopper").click()
    administrator.button("Cancel").click()
    expect(administrator.page.get_by_role("alertdialog")).to_have_count(0)
    administrator.button("Deactivate Grace Hopper").click()
    administrator.button("Yes, deactivate").click()
    expect(newcomer).to_have_url(AT_LOGIN)
    tab.reload()
    expect(tab).to_have_url(AT_LOGIN)
    assert User.get(User.name == "Grace Hopper").deactivated_at
    Invite.delete().execute()


def test_logging_out_everywhere_else_closes_the_rooms_open_there(
    person: Callable[..., Person], browser: Browser, server: Server, room: TestRoom
) -> None:
    here = person("Dillon").opens(room)
    other = Person(browser.new_context(), server, here.name).logs_in().opens(room)
    tab = settings_of(here.page, server, "/settings/security")
    tab.get_by_role("button", name="Log out everywhere else").click()
    expect(tab.get_by_role("main").get_by_role("status")).to_have_text("All your other browsers have been logged out.")
    expect(other.page).to_have_url(AT_LOGIN)
    here.says("still here")
    here.sees("still here")
    other.context.close()


def test_who_is_logged_out_elsewhere_comes_back_to_each_room_with_what_was_typed(
    person: Callable[..., Person], browser: Browser, server: Server, new_room: Callable[[], TestRoom]
) -> None:
    """One tab is in the room that it opened, the other has moved on, without a page load, to a second one."""
    here, there = new_room(), new_room()
    one = person("Dillon").opens(here)
    elsewhere = Person(browser.new_context(), server, one.name).logs_in().opens(here)
    moved = Person(elsewhere.context, server, one.name).opens(here)
    moved.page.locator(f"#rooms-{there.id}").click()
    expect(moved.page.get_by_role("heading", name=there.name)).to_be_visible()
    elsewhere.composer.fill("half a thought")
    tab = settings_of(one.page, server, "/settings/security")
    tab.get_by_role("button", name="Log out everywhere else").click()
    for thrown_out, room in ((elsewhere, here), (moved, there)):
        expect(thrown_out.page).to_have_url(f"{server.url}/login?return_to=/rooms/{room.id}")
    elsewhere.page.reload()
    elsewhere.page.get_by_role("button", name="Continue as Dillon").click()
    expect(elsewhere.page).to_have_url(f"{server.url}/rooms/{here.id}")
    expect(elsewhere.composer).to_have_value("half a thought")
    moved.page.reload()
    expect(moved.page).to_have_url(f"{server.url}/rooms/{there.id}")
    elsewhere.context.close()


def test_who_is_shut_out_and_let_in_again_comes_back_to_the_room(
    person: Callable[..., Person], administrator: Person, server: Server, room: TestRoom
) -> None:
    one = person("Blake").opens(room)

    def press(*names: str) -> None:
        administrator.page.goto(f"{server.url}/admin")
        administrator.button("More for Blake").click()
        for name in names:
            administrator.page.get_by_role("button", name=re.compile(f"^{name}")).click()

    press("Deactivate Blake", "Yes, deactivate")
    expect(one.page).to_have_url(AT_LOGIN)
    press("Reactivate Blake", "Reactivate \\(")
    one.page.reload()
    one.page.get_by_role("button", name="Continue as Blake").click()
    expect(one.page).to_have_url(f"{server.url}/rooms/{room.id}")


def test_settings_fit_a_phone(person: Callable[..., Person], server: Server) -> None:
    one = person(User.get(User.role == "administrator").name, viewport={"width": 390, "height": 844})
    for path in ("/settings", "/settings/security", "/admin", "/admin/rooms", "/rooms/new"):
        one.page.goto(f"{server.url}{path}")
        assert one.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_role_asks_first_takes_the_password_and_is_as_it_was_after_cancel(
    administrator: Person, server: Server
) -> None:
    Session.update(confirmed_at=0).execute()
    administrator.page.goto(f"{server.url}/admin?people=jade")
    role = administrator.page.get_by_label("Role of Jade")
    role.select_option("Administrator")
    password = administrator.page.get_by_role("alertdialog").get_by_label("Current password")
    expect(password).to_be_focused()
    administrator.page.keyboard.press("Escape")
    expect(role).to_have_value("Member")
    for name in ("Administrator", "Member"):
        role.select_option(name)
        if name == "Administrator":
            password.fill("passw0rd!passw0rd!")
        administrator.button("Yes, make").click()
        expect(administrator.page.get_by_role("main").get_by_role("status")).to_have_text("Role changed.")
        expect(role).to_have_value(name)
    expect(administrator.page).to_have_url(re.compile("people=jade"))


def test_unsaved_changes_are_noticed_and_ask_before_one_leaves(administrator: Person, server: Server) -> None:
    page = administrator.page
    page.goto(f"{server.url}/settings")
    save, title = page.get_by_role("button", name="Save"), page.get_by_label("What I do")
    expect(save).to_be_disabled()
    before = title.input_value()
    title.press("End")
    title.press_sequentially(" and more")
    expect(save).to_be_enabled()
    asked: list[str] = []

    def stays(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stays)
    page.get_by_role("link", name="Security").click()
    expect(title).to_have_value(f"{before} and more")
    assert asked == ["beforeunload"]
    save.click()
    expect(page.get_by_role("main").get_by_role("status")).to_have_text("Profile saved.")
    expect(save).to_be_disabled()
    title.fill(before)
    save.click()
    expect(save).to_be_disabled()
    page.get_by_role("link", name="Security").click()
    expect(page).to_have_url(f"{server.url}/settings/security")
    assert asked == ["beforeunload"]
    page.goto(f"{server.url}/settings#tokens")
    expect(page).to_have_url(f"{server.url}/settings/programs#tokens")
