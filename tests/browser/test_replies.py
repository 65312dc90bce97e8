"""Answering a message: by keys, across rooms and reloads, to somebody who is told, with a quote that leads back."""

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from models import Message
from tests.browser.conftest import Person, TestRoom

IS_FOCUSED = "row => row === document.activeElement"


def above_the_box(person: Person) -> Locator:
    return person.page.locator(".composer-quote")


def message(body: str) -> Message:
    return Message.get(Message.body == body)


def test_two_people_answer_each_other(adam: Person, blake: Person, new_room: Callable[..., TestRoom]) -> None:
    here, there = new_room(), new_room()
    here.add(1, "Blake", body=lambda _: "**Who** brings the tent to {here.id}?\nI cannot.")
    here.add(120, "Angela", body="filler {};".format)
    question = Message.get(Message.room == here.id)
    adam.page.goto(f"{adam.url}/rooms/{here.id}/@{question.id}")
    adam.is_live()
    blake.has_read_everything().opens(there)

    # By keys: a row, R, and Esc takes it back.
    row = adam.page.locator(f"#messages-{question.id}")
    row.focus()
    adam.page.keyboard.press("r")
    expect(above_the_box(adam)).to_contain_text(f"Replying to {blake.name} Who brings the tent")
    expect(adam.composer).to_be_focused()
    adam.page.keyboard.press("Escape")
    expect(above_the_box(adam)).to_have_count(0)
    row.hover()
    row.get_by_role("button", name="Reply", exact=True).click()
    adam.page.keyboard.type("I do")

    # It belongs to the draft: other rooms have none, and it is there after a reload.
    adam.moves_to(there)
    expect(above_the_box(adam)).to_have_count(0)
    adam.moves_to(here)
    adam.page.reload()
    adam.is_live()
    expect(above_the_box(adam)).to_contain_text("Who brings the tent")
    expect(adam.composer).to_have_value("I do")
    adam.composer.press("Enter")
    answer = adam.rows.last
    expect(answer.locator(".message-body")).to_have_text("I do")
    expect(above_the_box(adam)).to_have_count(0)

    # The one answered is told, and led to what was answered, without a new page.
    expect(blake.page.locator(f"#rooms-{here.id}")).to_have_attribute("data-mentions", "1")
    blake.moves_to(here)
    told = blake.rows.last
    expect(told).to_have_attribute("data-meant", "")
    link = told.locator(".quote a")
    expect(link).to_have_attribute("href", f"/rooms/{here.id}/@{question.id}")
    blake.page.evaluate("window.isSamePage = true")
    link.click()
    original = blake.page.locator(f"#messages-{question.id}")
    expect(original).to_be_in_viewport()
    expect(original).to_have_attribute("data-linked", "")
    assert original.evaluate(IS_FOCUSED)
    assert blake.page.evaluate("window.isSamePage")

    # What becomes of it is seen in the quote.
    blake.page.keyboard.press("r")
    expect(above_the_box(blake)).to_contain_text(f"Replying to {blake.name}")
    blake.page.keyboard.press("Escape")
    original.hover()
    original.get_by_role("button", name="Edit message").click()
    blake.editor.fill("Who has a stove?")
    blake.button("Save").click()
    expect(answer.locator(".quote")).to_have_text(f"{blake.name} Who has a stove?")
    original.hover()
    blake.button("More actions").click()
    blake.item("Delete message").click()
    blake.item("Delete message").click()
    expect(answer.locator(".quote")).to_have_text("This message was deleted.")
    adam.page.reload()
    adam.is_live()
    expect(answer.locator(".quote")).to_have_text("This message was deleted.")


def test_an_answer_to_what_was_deleted_meanwhile_is_refused_with_its_quote_and_can_be_sent_without(
    adam: Person, new_room: Callable[..., TestRoom]
) -> None:
    here, there = new_room(), new_room()
    here.add(1, "Blake", body=lambda _: "never mind me")
    adam.opens(here)
    adam.opens_menu_of("never mind me")
    adam.page.get_by_role("menuitem", name="Reply", exact=True).click()
    adam.composer.press_sequentially("but why")
    adam.moves_to(there)
    Message.update(body="", deleted_at=1).where(Message.room == here.id).execute()
    adam.moves_to(here)
    adam.composer.press("Enter")
    failed = adam.page.locator("[data-failed]")
    expect(failed.locator(".quote")).to_contain_text("never mind me")
    expect(failed).to_contain_text("has been deleted")
    adam.page.reload()
    adam.is_live()
    expect(failed.locator(".quote")).to_contain_text("never mind me")
    failed.get_by_role("button", name="Retry without the quote").click()
    adam.sees("but why")
    expect(adam.page.locator(".quote")).to_have_count(0)
    expect(failed).to_have_count(0)
