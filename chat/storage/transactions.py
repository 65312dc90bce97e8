"""Callbacks that run once the current change is committed."""

import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

Callback = Callable[[], object]

_current = threading.local()


def on_commit(callback: Callback) -> None:
    """Have `callback` called on the event loop once the current change is committed.

    It is dropped where the change is rolled back, or run again after a conflict. Those of one lane are called in the
    order of its commits. Raises `RuntimeError` outside of a change.
    """
    callbacks: list[Callback] | None = getattr(_current, "callbacks", None)
    if callbacks is None:
        raise RuntimeError("call this inside a change that database.write or write_concurrent runs")
    callbacks.append(callback)


def collect_callbacks(change: Callable[[], T]) -> tuple[T, list[Callback]]:
    """Run one attempt of a change; return also the callbacks that it asked for, to be called if it is committed."""
    callbacks: list[Callback] = []
    _current.callbacks = callbacks
    try:
        return change(), callbacks
    finally:
        _current.callbacks = None
