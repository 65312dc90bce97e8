"""What tests of live messages share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chat.live import registry, running, using
from chat.messages.commands import live


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Write presses without a pause, and wait for kinds however busy the machine is.

    Kinds that a test has added are gone after it, and so is what was drawn.
    """
    monkeypatch.setattr(live, "PACE", 0)
    monkeypatch.setattr(running, "PATIENCE", 60)
    yield
    registry.load_plugins(Path("nowhere"))
    using.forget_drawn()
