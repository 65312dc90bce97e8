"""What simulated people do next, and when: all of it follows from a source of chance."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Literal

from chat.demo_life.talk import CONVERSATIONS

BETWEEN = (3.0, 8.0)
"""Seconds from one message of a room to the next: time to read it, and to answer."""

UNTIL_NOTICED = (2.0, 4.0)
"""Seconds until somebody sees what is wrong with what they have just said."""

SLIP = " ~"
"""In a conversation: what follows takes the place of what was said first; where nothing follows, it is deleted."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that somebody does after a while; edits and deletions are of what they said last."""

    wait: float
    speaker: int
    does: Literal["say", "edit", "delete"]
    text: str = ""


def steps(chance: Random) -> Iterator[Step]:
    """Go through all conversations in an order of chance, then again in another, without end."""
    last = None
    while True:
        order = chance.sample(CONVERSATIONS, len(CONVERSATIONS))
        if order[0] == last:  # the same talk twice in a row would give the game away
            order.reverse()
        for conversation in order:
            yield from _conversation(conversation, chance)
        last = order[-1]


def _conversation(text: str, chance: Random) -> Iterator[Step]:
    for line in text.split("|"):
        number, _, said = line.strip().partition(" ")
        speaker, (first, slip, better) = int(number), said.partition(SLIP)
        yield Step(chance.uniform(*BETWEEN), speaker, "say", first)
        if slip:
            does: Literal["edit", "delete"] = "edit" if better else "delete"
            yield Step(chance.uniform(*UNTIL_NOTICED), speaker, does, better.strip())
