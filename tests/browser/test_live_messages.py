"""Live messages, as two people use them."""

from playwright.sync_api import Locator, expect

from models import Message
from tests.browser.conftest import Person, TestRoom


def counts(person: Person) -> Locator:
    return person.row("Lunch?").locator(".live-count")


def option(person: Person, name: str) -> Locator:
    return person.row("Lunch?").get_by_role("button", name=name)


def test_two_people_use_them_together(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.opens(room)
    for command, shown in (
        ("/checklist Party | Buy cake", "Buy cake"),
        ("/counter Cups", "Cups"),
        ("/poll Lunch? | Pizza | Sushi", "Pizza"),
    ):
        adam.says(command)
        expect(adam.composer).to_have_value("")
        adam.sees(shown)
    room.add(30, "Adam", step_ms=1)
    for person in (adam, blake):
        person.opens(room)

    option(adam, "Pizza").focus()
    adam.page.keyboard.press("Enter")
    option(blake, "Sushi").click()
    for person in (adam, blake):
        expect(counts(person)).to_have_text(["150%", "150%"])
    expect(option(adam, "Pizza")).to_be_focused()
    expect(option(adam, "Pizza")).to_have_attribute("aria-pressed", "true")
    expect(option(adam, "Sushi")).to_have_attribute("aria-pressed", "false")

    blake.loses_the_connection()
    blake.row("Cups").get_by_role("button", name="One more: Cups").click()
    blake.gets_it_back()
    expect(adam.row("Cups").locator(".live-big")).to_have_text("1")
    expect(blake.row("Cups").locator(".live-big")).to_have_text("1")
    assert Message.get(Message.room == room.id, Message.kind == "counter").state.count('"value":1') == 1

    blake.row("message 10").first.evaluate("row => row.scrollIntoView()")
    blake.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    before = blake.offset("message 10")
    task = adam.row("Party").get_by_role("textbox")
    task.fill("Call Ann")
    task.press("Enter")
    adam.row("Party").get_by_role("button", name="Buy cake", exact=True).click()
    for person in (adam, blake):
        expect(person.row("Party").get_by_role("button", name="Call Ann", exact=True)).to_be_attached()
        expect(person.row("Party").get_by_role("button", name="Buy cake", exact=True)).to_have_attribute(
            "aria-pressed", "true"
        )
    assert blake.offset("message 10") == before
