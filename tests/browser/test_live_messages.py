"""Live messages, as two people use them."""

from playwright.sync_api import Locator, expect

from chat.live import using
from models import Message
from tests.browser.conftest import Person, TestRoom, open_together


def counts(person: Person) -> Locator:
    return person.row("Lunch?").locator(".live-count")


def option(person: Person, name: str) -> Locator:
    return person.row("Lunch?").get_by_role("button", name=name)


def vote(voter: Person, name: str, tabs: list[Person]) -> None:
    """Choose something in secret in a tab, and see in all of one's own that it is what was chosen."""
    voter.row("Boss?").get_by_role("button", name=name).click()
    for tab in tabs:
        expect(tab.row("Boss?").locator("[aria-pressed=true]")).to_have_text(f"{name}1100%")
        expect(tab.row("Boss?").locator("[aria-pressed=true]")).to_have_count(1)
        expect(tab.row("Boss?").locator("[data-waiting]")).to_have_count(0)


def test_two_people_use_them_together(adam: Person, blake: Person, room: TestRoom) -> None:
    room.add(1, "Adam", "Party {}".format)
    state, _ = using.begin("checklist", {"text": "Party | Buy cake"})
    Message.update(kind="checklist", state=state).where(Message.room == room.id).execute()
    no_address = "http://256.256.256.256/@1"
    room.add(30, "Adam", lambda number: f"message {number} {no_address if number == 9 else ''}".strip(), step_ms=1)
    secret, _ = using.begin("poll", {"text": "--anonymous Boss? | Yes | No"})
    Message.update(kind="poll", state=secret).where(Message.room == room.id, Message.body == "message 30").execute()
    tab = adam.opens_another_tab(room)
    open_together(room, adam, blake)
    expect(adam.row("message 29").locator(":scope > time")).to_be_attached()
    vote(adam, "Yes", [tab, adam])
    vote(tab, "No", [adam, tab])
    tab.page.close()
    adam.scrolls_to_top()
    adam.says("/counter Cups")
    expect(adam.composer).to_have_value("")
    expect(adam.row("Cups")).to_be_in_viewport()
    adam.says("/poll")
    form = adam.page.get_by_role("dialog", name="New poll")
    expect(form.get_by_role("textbox", name="Question")).to_be_focused()
    keys = adam.page.keyboard
    for key in ("Lunch?", "Tab", "Pizza", "Enter", "Enter"):
        keys.press(key) if key in ("Tab", "Enter") else keys.type(key)
    expect(form.get_by_role("alert")).to_have_text("Give at least 2 options.")
    expect(form.get_by_role("textbox", name="Question")).to_have_value("Lunch?")
    for key in ("Sushi", "Enter", "Enter"):
        keys.press(key) if key == "Enter" else keys.type(key)
    expect(form).to_have_count(0)
    expect(adam.composer).to_have_value("")

    option(adam, "Pizza").focus()
    keys.press("Enter")
    option(blake, "Sushi").click()
    for person in (adam, blake):
        expect(counts(person)).to_have_text(["150%", "150%"])
    expect(option(adam, "Pizza")).to_be_focused()
    expect(option(adam, "Pizza")).to_have_attribute("aria-pressed", "true")
    expect(option(adam, "Sushi")).to_have_attribute("aria-pressed", "false")

    blake.loses_the_connection()
    blake.row("Cups").get_by_role("button", name="One more: Cups").click()
    blake.context.set_offline(False)
    blake.row("message 10").first.evaluate("row => row.scrollIntoView()")
    blake.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    before = blake.offset("message 10")
    task = adam.row("Party").get_by_role("textbox")
    task.fill("Call Ann")
    task.press("Enter")
    adam.row("Party").get_by_role("button", name="Buy cake", exact=True).click()
    blake.is_live()
    for person in (adam, blake):
        expect(person.row("Cups").locator(".live-big")).to_have_text("1")
        expect(person.row("Party").get_by_role("button", name="Call Ann", exact=True)).to_be_attached()
        expect(person.row("Party").get_by_role("button", name="Buy cake", exact=True)).to_have_attribute(
            "aria-pressed", "true"
        )
    gives = adam.row("Party").get_by_role("button", name="Give: Call Ann")
    gives.press("Enter")
    question = adam.page.get_by_role("dialog", name="Give: Call Ann")
    expect(question.get_by_role("textbox")).to_be_focused()
    keys.type("Nobody")
    keys.press("Enter")
    expect(question.get_by_role("alert")).to_contain_text("Write the name of one person")
    expect(question.get_by_role("textbox")).to_have_value("Nobody")
    keys.press("Escape")
    gives.press("Enter")
    expect(question.get_by_role("textbox")).to_have_value("Nobody")
    question.get_by_role("textbox").fill("")
    keys.type("@Bla")
    expect(question.get_by_role("option", name="Blake")).to_be_visible()
    keys.press("Enter")
    keys.press("Enter")
    expect(question).to_have_count(0)
    expect(blake.row("Party").locator(".live-person")).to_contain_text("Blake")
    assert blake.offset("message 10") == before
    assert Message.get(Message.room == room.id, Message.kind == "counter").state.count('"value":1') == 1
