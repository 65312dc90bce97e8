"""Whatever operations come, in whatever order: a real browser's rows are those that the rules of docs/streams.md give.

The rules are `ShownRows`, which tests without a browser rely on as well. Each run plays other histories.
"""

import os
from collections.abc import Callable
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from chat.elements.operations import Operations
from chat.elements.shown_rows import ShownRows
from tests.browser.elements.tab import Tab

SCRIPT = Path(__file__).with_name("random_operations.js").read_text()
PLAY = "histories => playHistories(histories)"
KEYS = ["1", "2", "3", "4", "5", "6", "7", "10"]
SORTS = ("", "a", "B", "ä", "😀", "\uffee", "b")
NAME = "list"
HISTORIES = 100
SEED = int(os.environ.get("STREAM_SEED") or Random().randrange(10**9))
"""Set the variable to the seed that a failure has printed."""

Step = tuple[str, list[Any], dict[str, Any]]


def contents(random: Random, ids: list[str], depth: int = 0) -> str:
    """Draw texts and elements; an id, if it has one, is another kind of element's in the next drawing."""
    parts = []
    for _ in range(random.randrange(5 - depth)):
        if random.random() < 0.25:
            parts.append(random.choice(["one", "two", "&lt;"]))
            continue
        name = f' id="{ids.pop(random.randrange(len(ids)))}"' if ids and random.random() < 0.6 else ""
        mark = random.choice(["", ' class="a"', ' class="b"', ' title="t"'])
        tag = random.choice(["b", "i", "button"] if depth else ["b", "i", "div"])
        inner = contents(random, ids, depth + 1) if depth < 2 and tag != "button" else ""
        parts.append(f"<{tag}{name}{mark}>{inner}</{tag}>")
    return "".join(parts)


def item(random: Random) -> SimpleNamespace:
    """Draw an item whose parts have ids that change their order."""
    key, sort = random.choice(KEYS), random.choice(SORTS)
    inner = contents(random, [f"{key}-{name}" for name in "pqrs"])
    tag, mark = random.choice(["li", "li", "li", "article"]), random.choice(["", ' class="a"', ' lang="eo"'])
    return SimpleNamespace(id=key, html=f'<{tag}{mark} data-sort="{sort}">{inner}</{tag}>', sort=sort)


def items(random: Random, most: int = 4) -> list[SimpleNamespace]:
    return [item(random) for _ in range(random.randrange(most + 1))]


def limit(random: Random) -> dict[str, Any]:
    return {"limit": random.choice([None, None, None, -3, -5, 2, 4])}


def place(random: Random) -> dict[str, Any]:
    options: list[dict[str, Any]] = [{}, {"at": random.randrange(-1, 10)}]
    options += [{side: random.choice(KEYS)} for side in ("before", "after")]
    return random.choice(options)


def keys(random: Random) -> list[str]:
    return random.choices(KEYS, k=random.randrange(4))


STEPS: dict[str, Callable[[Random], tuple[list[Any], dict[str, Any]]]] = {
    "insert": lambda random: (
        items(random),
        {**place(random), **limit(random), "update_only": random.random() < 0.2},
    ),
    "append": lambda random: (items(random), limit(random)),
    "prepend": lambda random: (items(random), limit(random)),
    "update_item": lambda random: (items(random), {}),
    "move": lambda random: ([random.choice(KEYS)], place(random)),
    "remove": lambda random: (keys(random), {}),
    "remove_item": lambda random: (items(random, 2), {}),
    "remove_by_dom_id": lambda random: ([f"{NAME}-{random.choice(KEYS)}"], {}),
    "reset": lambda random: (items(random, 6), limit(random)),
    "around": lambda random: (items(random, 6), {"key": random.choice(KEYS)}),
    "broadcast insert": lambda random: ([item(random)], {}),
    "broadcast update": lambda random: (items(random, 2), {}),
    "broadcast remove": lambda random: ([random.choice(KEYS)], {}),
    "broadcast again": lambda random: (items(random, 2), {}),
}


def history(random: Random, is_sorted: bool) -> list[Step]:
    names = random.sample(sorted(STEPS), k=random.randrange(3, len(STEPS)))
    return [(name, *STEPS[name](random)) for name in random.choices(names, k=random.randrange(1, 15))]


@pytest.mark.parametrize("is_sorted", [False, True], ids=["", "sorted"])
def test_the_rows_are_those_that_the_rules_give(tab: Tab, is_sorted: bool) -> None:
    random = Random(SEED)
    plays = []
    for _ in range(HISTORIES):
        first, options = items(random, 5), limit(random)
        plays.append((first, options["limit"], is_sorted, random.random() < 0.5, history(random, is_sorted)))
    tab.makes(items=[])
    tab.page.add_script_tag(content=SCRIPT)
    found = tab.page.evaluate(PLAY, [Play(*play).script for play in plays])
    if found:
        *start, steps = plays[found["index"]]
        steps = shortest(steps, lambda fewer: bool(tab.page.evaluate(PLAY, [Play(*start, fewer).script])))
        found = tab.page.evaluate(PLAY, [Play(*start, steps).script])
        told = "\n".join(map(repr, [start, *steps, *found.items()]))
        raise AssertionError(f"STREAM_SEED={SEED}\n{told}")


def shortest(steps: list[Step], fails: Callable[[list[Step]], bool]) -> list[Step]:
    """Leave out whatever steps the failure does not need."""
    for index in reversed(range(len(steps))):
        fewer = steps[:index] + steps[index + 1 :]
        if fails(fewer):
            steps = fewer
    return steps


class Play:
    """Writes down what is sent to a browser, and which rows it is to show after each step."""

    def __init__(
        self, first: list[Any], limit: int | None, is_sorted: bool, has_topic: bool, steps: list[Step]
    ) -> None:
        self.stream = Operations.__new__(Operations)  # without a page
        vars(self.stream).update(name=NAME, _render=lambda item: item.html, _key=lambda item: item.id)
        vars(self.stream).update(_limit=limit, _is_sorted=is_sorted, _apply=self.apply)
        rows = self.stream._rows(first)
        self.shown = ShownRows(rows, limit=limit, is_sorted=is_sorted, revision=0 if has_topic else None)
        self.is_sorted = is_sorted
        self.steps: list[Any] = []
        self.script = {
            "name": NAME,
            "limit": limit,
            "sorted": is_sorted,
            "topic": "news" if has_topic else None,
            "first": {"rows": rows, "expected": list(self.shown.rows)},
            "steps": self.steps,
        }
        for step in steps:
            self.step(*step)

    def step(self, name: str, args: list[Any], options: dict[str, Any]) -> None:
        if name.startswith("broadcast"):
            if self.shown.revision is not None:
                self.broadcast(name.split()[1], args)
            return
        if name == "move" and self.is_sorted:
            return
        if name == "reset" and self.is_sorted:
            args = in_order(args)
        if name == "around":
            rows = self.stream._rows(in_order(args) if self.is_sorted else args)
            self.apply([["around", rows, options["key"]]])
            return
        getattr(self.stream, name)(*args, **options)

    def apply(self, operations: list[list[Any]], revision: int | None = None) -> None:
        self.shown.apply(operations)
        self.steps.append(["apply", [operations, None, None], list(self.shown.rows)])

    def broadcast(self, operation: str, args: list[Any]) -> None:
        assert self.shown.revision is not None
        revision = self.shown.revision + (operation != "again")
        rows = args if operation == "remove" else self.stream._rows(args)
        message = [revision, "insert" if operation == "again" else operation, rows]
        self.shown.broadcast(*message)
        self.steps.append(["onBroadcast", message, list(self.shown.rows)])


def in_order(items: list[Any]) -> list[Any]:
    """Sort as a program has to that gives a sorted stream its first rows; the last one of each key."""
    return sorted({item.id: item for item in items}.values(), key=lambda item: (item.sort, int(item.id)))
