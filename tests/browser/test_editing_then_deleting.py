"""A message that was edited once and is deleted later: its text is gone, and comes back nowhere."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from models import User
from tests.browser.conftest import Person, TestRoom

HEAR = """window.heard = [];
document.addEventListener("stream:signal", ({ detail }) => heard.push(detail.name));"""

Deletes = Callable[[str], None]


@pytest.fixture(params=["the author", "the author in another tab", "an administrator"])
def deletes(request: pytest.FixtureRequest, adam: Person, blake: Person, room: TestRoom) -> Iterator[Deletes]:
    """Whoever deletes Adam's messages; Blake looks on."""
    role = User.get(User.name == blake.name).role
    if request.param == "an administrator":
        User.update(role="administrator").where(User.name == blake.name).execute()
    adam.opens(room)
    blake.opens(room).page.evaluate(HEAR)
    one = blake if request.param == "an administrator" else adam
    if request.param == "the author in another tab":
        one = Person(adam.context, adam.server, adam.name).opens(room)

    def delete(words: str) -> None:
        one.composer.hover()  # comes to the row anew, so that its buttons are offered
        one.deletes(words)

    yield delete
    User.update(role=role).where(User.name == blake.name).execute()


def hears_of_typing(blake: Person, messages: int) -> None:
    """Blake has heard once of each message that was typed into the composer, and of nothing else."""
    blake.sees("the last one")
    blake.page.wait_for_function("count => heard.length >= count", arg=messages)
    assert blake.page.evaluate("heard") == ["typing"] * messages


def edit(adam: Person, ending: str) -> str:
    """Have Adam say something, begin to edit it and end that; return what the message says then."""
    words = f"before {ending}"
    adam.says(words)
    adam.sees(words)
    adam.composer.press("ArrowUp")
    adam.editor.fill(f"after {ending}")
    if ending == "Escape":
        adam.editor.press("Escape")
    else:
        adam.button(ending).click()
    expect(adam.editor).to_have_count(0)
    left = f"after {ending}" if ending == "Save" else words
    adam.sees(left)
    return left


def test_what_was_in_the_editor_does_not_come_back(
    adam: Person, blake: Person, room: TestRoom, deletes: Deletes
) -> None:
    for ending in ("Save", "Cancel", "Escape"):
        words = edit(adam, ending)
        blake.sees(words)
        deletes(words)
        for one in (adam, blake):
            one.sees_no(words)
        expect(adam.composer).to_have_value("")
    adam.page.reload()
    expect(adam.is_live().composer).to_have_value("")
    assert adam.bodies() == []
    adam.says("the last one")
    hears_of_typing(blake, 4)
