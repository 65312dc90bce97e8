"""How people are, as pages are told: what has changed in ten seconds, put together."""

from typing import Any

import pytest

from chat import accounts
from chat.accounts.events import OwnAccountChanged
from chat.accounts.items import StatusItem, UserItem
from chat.web import broadcasts
from chat.web import statuses as statuses_module
from chat.web.statuses import Statuses, status_rows
from models import Profile, now_ms

HOUR = 3_600_000


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What pages are told."""
    told: list[Any] = []

    async def note(*signal: Any) -> None:
        told.append(signal)

    monkeypatch.setattr(statuses_module, "signal", note)
    return told


@pytest.fixture
def statuses(monkeypatch: pytest.MonkeyPatch) -> Statuses:
    """Those of a process, which hears what has happened."""
    statuses = Statuses()
    monkeypatch.setattr(broadcasts, "statuses", statuses)
    return statuses


async def test_who_has_one_now(opened: Any, ada: UserItem, ben: UserItem) -> None:
    await accounts.set_status(ada, "🌴", "On vacation", now_ms() + HOUR)
    await accounts.set_status(ben, "", "Reading")
    assert accounts.statuses([ben.id, 999]) == {ben.id: StatusItem("💬", "Reading")}
    [(id_, emoji, text, left)] = status_rows([ada.id])
    assert (id_, emoji, text) == (ada.id, "🌴", "On vacation")
    assert left is not None
    assert 0 < left <= HOUR, "no browser's clock decides"
    Profile.update(status_until=now_ms() - 1).where(Profile.user == ada.id).execute()
    assert accounts.statuses([ada.id]) == {}, "it is over"
    assert status_rows([ada.id]) == [(ada.id, "", "", None)]


async def test_changes_are_told_once_for_all_and_together(
    opened: Any, ada: UserItem, ben: UserItem, statuses: Statuses, told: list[Any], published: list[Any]
) -> None:
    await statuses.tell()
    assert told == [], "nothing has changed"
    for emoji in ("🌴", "📟"):
        await accounts.set_status(ada, emoji, "Away")
    await accounts.set_status(ben, "🌱", "")
    await accounts.set_status(ben, "", "")
    assert {type(event) for event in published} == {OwnAccountChanged}
    for event in published:
        broadcasts._broadcast(event)
    await statuses.tell()
    await statuses.tell()
    assert told == [("people", "statuses", sorted([(ada.id, "📟", "Away", None), (ben.id, "", "", None)]))]


async def test_what_could_not_be_read_is_told_later(
    opened: Any, ada: UserItem, statuses: Statuses, told: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: Any) -> None:
        raise OSError

    statuses.note(ada.id)
    with monkeypatch.context() as away:
        away.setattr(statuses_module.database, "read", fail)
        with pytest.raises(OSError):  # noqa: PT011
            await statuses.tell()
    await statuses.tell()
    assert told == [("people", "statuses", [(ada.id, "", "", None)])]
