"""A server that begins anew: where that is possible, and when it is done."""

import asyncio
import os
import sys

import pytest
from nicegui import app

from chat.web.server import restart as module
from chat.web.server.draining import Draining
from chat.web.server.restart import Restart


@pytest.fixture
def restart(monkeypatch: pytest.MonkeyPatch) -> Restart:
    """One of its own, beside a server that is not stopping."""
    monkeypatch.setattr(module, "draining", Draining())
    restart = Restart()
    restart.allow(has_window=False)
    return restart


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What is done to the process, in order."""
    done: list[object] = []
    monkeypatch.setattr(module, "_leave_nothing_behind", lambda: done.append("tidy up"))
    monkeypatch.setattr(os, "execv", lambda path, argv: done.append((path, argv)))
    return done


def test_not_before_a_server_is_started() -> None:
    assert not Restart().is_possible


def test_a_server_with_a_window_cannot() -> None:
    restart = Restart()
    restart.allow(has_window=True)
    assert not restart.is_possible


@pytest.mark.parametrize(("name", "value"), [("frozen", True), ("platform", "win32")])
def test_neither_can_a_bundle_nor_windows(name: str, value: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, name, value, raising=False)
    restart = Restart()
    restart.allow(has_window=False)
    assert not restart.is_possible


async def test_it_stops_in_order_and_then_does_the_same_again(
    restart: Restart, done: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = asyncio.Event()
    monkeypatch.setattr(app, "shutdown", stopped.set)
    restart.begin()
    assert not stopped.is_set()
    await stopped.wait()
    restart.finish()
    assert done == ["tidy up", (sys.executable, [sys.executable, *sys.orig_argv[1:]])]


async def test_who_stops_a_server_does_not_have_it_begin_anew(restart: Restart, done: list[object]) -> None:
    stopped = asyncio.Event()
    module.draining.begin(0, stop=stopped.set)
    restart.begin()
    await stopped.wait()
    restart.finish()
    assert done == []
