"""Two people write, answer, thread, upload, describe and delete: with keys alone, and with fingers alone."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, expect

from models import Message
from tests.browser.conftest import Person, TestRoom
from tests.browser.test_attaching import NOTE_CLICK
from tests.browser.test_pictures import lightbox
from tests.browser.test_replies import above_the_box
from tests.browser.test_threads import PHONE, Thread
from tests.browser.test_touch import holds

pytestmark = pytest.mark.long

MOST_STEPS = 60

IS_FOCUSED = "element => element === document.activeElement"

PLAN = "**Plan**\n- rope\n- tent\n\n```py\nprint('ahoy')\n```"


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A picture with what its camera has noted."""
    path = tmp_path / "lake.jpg"
    exif = Image.Exif()
    exif[0x010E] = "at the lake"
    Image.new("RGB", (900, 600), "navy").save(path, exif=exif)
    return path


def note_in(person: Person, picture: Locator) -> object:
    """Read what the camera has noted in the original of a picture that somebody sees."""
    data = person.context.request.get(f"{person.url}{picture.get_attribute('href')}").body()
    with Image.open(io.BytesIO(data)) as image:
        return image.getexif().get(0x010E)


def sees_the_plan(person: Person) -> Locator:
    row = person.row("Plan").filter(has=person.page.locator("pre"))
    expect(row.locator(".message-body strong")).to_have_text("Plan")
    expect(row.get_by_role("listitem")).to_have_text(["rope", "tent"])
    expect(row.locator("pre code")).to_contain_text("print('ahoy')")
    return row


def chooses_file(person: Person, path: Path, press: Callable[[], None]) -> None:
    """Press what opens the system's dialog, and choose a file there."""
    box = person.page.locator("#composer input[type=file][multiple]")
    box.evaluate(NOTE_CLICK)
    press()
    assert box.evaluate("box => box.clicked")
    box.set_input_files(path)


def nothing_is_left(people: list[Person], address: str) -> None:
    for person in people:
        expect(person.row("This message was deleted.")).to_have_count(1)  # the one with a thread
        expect(person.rows).to_have_count(1)
        assert person.context.request.get(address).status == 404


# ---- with keys


def goes_to(person: Person, element: Locator, key: str = "Tab") -> None:
    """Press a key until something has the focus."""
    for _ in range(MOST_STEPS):
        if element.count() and element.first.evaluate(IS_FOCUSED):
            return
        person.page.keyboard.press(key)
    raise AssertionError(f"{key} does not lead to {element}")


def goes_to_row(person: Person, row: Locator) -> None:
    """Go to a message from wherever one is: to the list, and in it upwards."""
    person.page.keyboard.press("Escape")
    goes_to(person, person.page.locator("#messages"), "Shift+Tab")
    goes_to(person, row, "ArrowUp")


def acts(person: Person, row: Locator, button: str) -> None:
    """Press a button of a message's toolbar."""
    goes_to_row(person, row)
    goes_to(person, row.get_by_role("button", name=button, exact=True))
    person.page.keyboard.press("Enter")


def deletes(person: Person, row: Locator) -> None:
    acts(person, row, "More actions")
    for key in ("End", "Enter", "Enter"):
        person.page.keyboard.press(key)


def test_with_keys_alone(adam: Person, blake: Person, room: TestRoom, photo: Path) -> None:
    adam.opens(room)
    blake.opens(room)
    keys, others = adam.page.keyboard, blake.page.keyboard
    expect(adam.composer).to_be_focused()

    # What is formatted, with code that the other one copies.
    for step in ("Control+b", "Plan", "Control+b", "Shift+Enter", "- rope", "Shift+Enter", "tent", "Shift+Enter"):
        (keys.press if "+" in step else keys.type)(step)
    for step in ("Shift+Enter", "```py", "Shift+Enter", "print('ahoy')", "Shift+Enter", "```", "Control+Enter"):
        (keys.press if "+" in step else keys.type)(step)
    sees_the_plan(adam)
    plan = sees_the_plan(blake)
    assert Message.get(Message.room == room.id).body == PLAN
    blake.context.grant_permissions(["clipboard-read", "clipboard-write"])
    goes_to_row(blake, plan)
    goes_to(blake, plan.get_by_role("button", name="Copy code"))
    others.press("Enter")
    expect(blake.page.get_by_text("Code copied.").first).to_be_visible()
    assert blake.page.evaluate("navigator.clipboard.readText()") == "print('ahoy')"

    # An answer with a quote, which leads back.
    goes_to_row(blake, plan)
    others.press("r")
    expect(above_the_box(blake)).to_contain_text("Plan")
    others.type("I bring both")
    others.press("Enter")
    answer = adam.row("I bring both")
    expect(answer.locator(".quote")).to_contain_text(f"{adam.name} Plan")
    goes_to_row(adam, answer)
    goes_to(adam, answer.locator(".quote a"))
    keys.press("Enter")
    expect(sees_the_plan(adam)).to_be_focused()

    # A thread.
    acts(adam, adam.row("I bring both"), "Reply in thread")
    Thread(adam).is_live()
    expect(Thread(adam).box).to_be_focused()
    keys.type("thank you")
    keys.press("Enter")
    link = blake.row("I bring both").get_by_role("link", name="1 reply")
    expect(link).to_be_visible()
    goes_to_row(blake, blake.row("I bring both"))
    goes_to(blake, link)
    others.press("Enter")
    Thread(blake).is_live()
    expect(Thread(blake).box).to_be_focused()
    others.type("gladly")
    others.press("Enter")
    for person in (adam, blake):
        Thread(person).shows("thank you", "gladly")
        person.page.keyboard.press("Escape")
        expect(person.page.locator("#thread")).to_have_count(0)

    # A picture, with what its camera has noted, and words for who does not see it.
    goes_to(adam, adam.composer)
    goes_to(adam, adam.button("Attach files"))
    chooses_file(adam, photo, lambda: keys.press("Enter"))
    keep = adam.page.get_by_role("checkbox", name="Keep location and camera data")
    expect(keep).to_be_visible()
    expect(adam.composer).to_be_focused()
    goes_to(adam, keep, "Shift+Tab")
    keys.press("Space")
    expect(keep).to_be_checked()
    goes_to(adam, adam.composer)
    keys.type("there")
    keys.press("Enter")
    picture = blake.row("there").locator("a.picture")
    expect(picture).to_be_visible()
    assert note_in(blake, picture) == "at the lake"
    mine = adam.row("there").locator("a.picture")
    expect(mine).to_be_visible()
    goes_to_row(adam, adam.row("there"))
    goes_to(adam, mine)
    keys.press("Enter")
    expect(lightbox(adam)).to_be_visible()
    goes_to(adam, lightbox(adam).get_by_role("button", name="Add description"))
    keys.press("Enter")
    keys.type("A dark lake")
    keys.press("Enter")
    keys.press("Escape")
    expect(mine).to_be_focused()
    expect(blake.page.get_by_role("link", name="A dark lake")).to_be_visible()
    goes_to_row(blake, blake.row("there"))
    goes_to(blake, picture)
    others.press("Enter")
    expect(lightbox(blake).get_by_role("img", name="A dark lake")).to_be_visible()
    others.press("Escape")
    expect(picture).to_be_focused()

    # It all goes again.
    address = f"{blake.url}{picture.get_attribute('href')}"
    deletes(adam, adam.row("there"))
    expect(blake.row("there")).to_have_count(0)
    deletes(blake, blake.row("I bring both"))
    deletes(adam, sees_the_plan(adam))
    nothing_is_left([adam, blake], address)


# ---- with fingers


def chooses(person: Person, row: Locator, item: str) -> None:
    """Hold a message until its menu is there, and choose."""
    holds(person, row.locator(".message-body"), person.page.get_by_role("menu", name="More actions"))
    person.page.get_by_role("menuitem", name=item, exact=True).tap()


def writes(person: Person, text: str) -> None:
    """As a screen's keyboard does."""
    person.page.keyboard.insert_text(text)


def test_with_fingers_alone(person: Callable[..., Person], room: TestRoom, photo: Path) -> None:
    adam, blake = person("Adam", **PHONE).opens(room), person("Blake", **PHONE).opens(room)
    tools = adam.page.locator(".composer").get_by_role("toolbar", name="Formatting")

    adam.composer.tap()
    adam.page.locator(".composer-formatting").tap()
    tools.get_by_role("button", name="Bold").tap()
    writes(adam, "Plan")
    tools.get_by_role("button", name="Bold").tap()
    adam.page.keyboard.press("Enter")
    tools.get_by_role("button", name="Bulleted list").tap()
    for text in ("rope", "tent", "", ""):
        writes(adam, text)
        if text:
            adam.page.keyboard.press("Enter")
    adam.page.keyboard.press("Enter")
    tools.get_by_role("button", name="Code block").tap()
    writes(adam, "print('ahoy')")
    adam.button("Send").tap()
    sees_the_plan(adam)
    plan = sees_the_plan(blake)
    blake.context.grant_permissions(["clipboard-read", "clipboard-write"])
    plan.get_by_role("button", name="Copy code").tap()
    expect(blake.page.get_by_text("Code copied.").first).to_be_visible()

    chooses(blake, plan, "Reply")
    expect(above_the_box(blake)).to_contain_text("Plan")
    blake.composer.tap()
    writes(blake, "I bring both")
    blake.button("Send").tap()
    answer = adam.row("I bring both")
    expect(answer.locator(".quote")).to_contain_text(f"{adam.name} Plan")
    answer.locator(".quote a").tap()
    expect(sees_the_plan(adam)).to_have_attribute("data-linked", "")

    chooses(adam, answer, "Reply in thread")
    for one, text in ((adam, "thank you"), (blake, "gladly")):
        if one is blake:
            blake.row("I bring both").get_by_role("link", name="1 reply").tap()
        Thread(one).is_live()
        Thread(one).box.tap()
        writes(one, text)
        one.page.locator(".thread-panel").get_by_role("button", name="Send").tap()
    for one in (adam, blake):
        Thread(one).shows("thank you", "gladly")
        one.page.locator(".thread-panel").get_by_role("button", name=re.compile("Close|Back")).first.tap()
        expect(one.page.locator("#thread")).to_have_count(0)

    chooses_file(adam, photo, adam.button("Attach files").tap)
    keep = adam.page.get_by_role("checkbox", name="Keep location and camera data")
    keep.tap()
    keep.tap()
    expect(keep).not_to_be_checked()
    adam.composer.tap()
    writes(adam, "there")
    adam.button("Send").tap()
    picture = blake.row("there").locator("a.picture")
    expect(picture).to_be_visible()
    assert note_in(blake, picture) is None
    adam.row("there").locator("a.picture").tap()
    lightbox(adam).get_by_role("button", name="Add description").tap()
    writes(adam, "A dark lake")
    lightbox(adam).get_by_role("button", name="Save").tap()
    lightbox(adam).get_by_role("button", name="Close").tap()
    blake.page.get_by_role("link", name="A dark lake").tap()
    expect(lightbox(blake).get_by_role("img", name="A dark lake")).to_be_visible()
    lightbox(blake).get_by_role("button", name="Close").tap()

    address = f"{blake.url}{picture.get_attribute('href')}"
    for one, text in ((adam, "there"), (blake, "I bring both"), (adam, "Plan")):
        row = sees_the_plan(adam) if text == "Plan" else one.row(text)
        chooses(one, row, "Delete message")
        one.item("Delete message").tap()
        expect(one.page.get_by_role("menu")).to_have_count(0)
    nothing_is_left([adam, blake], address)
