"""What a page tells of its viewer, and is told of others."""

from collections.abc import Callable, Collection
from typing import Any

import pytest

from chat.accounts.items import UserItem
from chat.errors import NotSignedIn
from chat.web.pages.rooms import presence as module
from chat.web.pages.rooms.presence import PagePresence
from chat.web.presence import Presence

ADA, BEN = UserItem(1, "Ada"), UserItem(2, "Ben")


class Client:
    """A page that is in no socket.io room."""

    id = "a page"
    is_deleted = False
    has_socket_connection = True

    def on_delete(self, _handler: Callable[[], object]) -> None:
        """Never."""


class Viewer:
    """Ada, of whom it takes a moment to find out whether she hides."""

    user = ADA
    key = "1"

    def __init__(self, presence: Presence, *, hides: bool = False, is_signed_out: bool = False) -> None:
        self.presence, self.hides, self.is_signed_out = presence, hides, is_signed_out
        self.seen: list[str] = []
        """How Ada was shown to others meanwhile."""

    async def read(self, _query: object) -> bool:
        """Read it while others are told who is there."""
        await self.presence.tick()
        self.seen.append(self.presence.state_of(ADA.id))
        if self.is_signed_out:
            raise NotSignedIn("Please log in again.")
        return self.hides


@pytest.fixture
def presence(monkeypatch: pytest.MonkeyPatch) -> Presence:
    presence = Presence()
    monkeypatch.setattr(module, "presence", presence)
    monkeypatch.setattr(module, "PRESENCE", type(module.PRESENCE)("a limit of this test", rate=1, burst=10))
    return presence


def page(viewer: Viewer, answers: list[Any]) -> PagePresence:
    def answer(*told: Any) -> None:
        answers.append(told)

    return PagePresence(Client(), viewer, answer)  # type: ignore[arg-type]


async def test_a_page_is_told_of_those_whom_it_shows(presence: Presence, monkeypatch: pytest.MonkeyPatch) -> None:
    presence.note(Client(), BEN.id, is_active=True)  # type: ignore[arg-type]
    rows = [(0, "", "", None), (2, "🌴", "On vacation", None), (3, "", "", None)]

    async def read(_query: object, user_ids: Collection[int]) -> list[Any]:
        assert user_ids == {0, 2, 3}
        return rows

    monkeypatch.setattr(module.database, "read", read)
    answers: list[Any] = []
    await page(Viewer(presence), answers).handle(is_active=True, shown=[2, 3, "2", None, -1, 10**30])
    assert answers == [(([2], [], [0, 3]), rows)]
    await presence.tick()
    assert presence.state_of(ADA.id) == "active"


async def test_who_hides_is_not_seen_for_a_moment_while_that_is_found_out(presence: Presence) -> None:
    viewer = Viewer(presence, hides=True)
    hiding = page(viewer, [])
    await hiding.handle(is_active=True, shown=None)
    await presence.tick()
    assert presence.state_of(ADA.id) == "offline"
    for _ in range(3):
        await hiding.handle(is_active=True, shown=[])
    assert viewer.seen == ["offline"] * 3


@pytest.mark.parametrize("hides", [True, False])
async def test_what_was_read_before_the_switch_was_pressed_does_not_undo_it(presence: Presence, hides: bool) -> None:
    class Switching(Viewer):
        """Ada, who presses the switch after it was read, and before the page has the answer."""

        async def read(self, _query: object) -> bool:
            presence.set_hidden(ADA.id, is_hidden=hides)
            return not hides

    await page(Switching(presence), []).handle(is_active=True, shown=[])
    await presence.tick()
    assert presence.state_of(ADA.id) == ("offline" if hides else "active")


async def test_whose_session_has_ended_is_not_there_and_is_told_nothing(presence: Presence) -> None:
    answers: list[Any] = []
    await page(Viewer(presence, is_signed_out=True), answers).handle(is_active=True, shown=[2])
    await presence.tick()
    assert answers == []
    assert presence.state_of(ADA.id) == "offline"


async def test_a_page_that_is_known_says_what_has_changed_without_a_question(presence: Presence) -> None:
    known = page(Viewer(presence), [])
    await known.handle(is_active=True, shown=[])
    await known.handle(is_active=False, shown=None)
    await presence.tick()
    assert presence.state_of(ADA.id) == "away"
