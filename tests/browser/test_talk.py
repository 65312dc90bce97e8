"""Two people in one room, live."""

from playwright.sync_api import expect

from tests.browser.conftest import Person, TestRoom


def test_what_one_says_the_other_sees(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.opens(room)
    blake.opens(room)
    adam.says("hello there")
    blake.sees("hello there")
    adam.sees("hello there")
    blake.says("hello yourself")
    adam.sees("hello yourself")
    expect(adam.page.locator("[data-pending]")).to_have_count(0)


def test_an_edit_reaches_everybody_in_place(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.opens(room)
    blake.opens(room)
    adam.says("frist", "second")
    blake.sees("frist", "second")
    adam.edits("frist", "first")
    blake.sees("first")
    assert blake.bodies() == ["first", "second"]


def test_a_deletion_reaches_everybody(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.opens(room)
    blake.opens(room)
    adam.says("wrong room", "right room")
    blake.sees("wrong room")
    adam.deletes("wrong room")
    blake.sees_no("wrong room")
    blake.sees("right room")
