"""The next step of simulated people and its time, chosen at random."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Literal

from chat.demo.conversations import CONVERSATIONS

BETWEEN = (3.0, 8.0)
"""Seconds from one message of a room to the next: time to read it, and to answer."""

UNTIL_NOTICED = (2.0, 4.0)
"""Seconds until somebody sees what is wrong with what they have just said."""

UNTIL_FELT = (1.0, 3.0)
"""Seconds until somebody puts an emoji on what another has said, or votes."""

TYPED = 6.0
"""Characters that somebody types in a second."""

TYPING = (1.0, 6.0)
"""Seconds that typing takes at least and at most."""

SLIP = " ~"
"""In a conversation: what follows takes the place of what was said first; where nothing follows, it is deleted."""

FELT = " ^"
"""In a conversation, after what is said: who puts an emoji on it, and which."""


POLL = "/poll "
"""In a conversation: what is asked; the options follow, each behind a slash."""

VOTE = " #"
"""In a conversation, after a poll: who votes, and for which option, from 0."""

Deed = Literal["say", "edit", "delete", "react", "ask", "vote"]

TYPED_OUT = {"say", "ask"}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that somebody does after a while.

    Edits and deletions are of what they said last; emoji are put on what anybody has said last, and votes are for it.
    """

    wait: float
    speaker: int
    does: Deed
    text: str = ""

    @property
    def typing(self) -> float:
        """For how many seconds, the last ones of `wait`, the speaker is seen typing; edits and deletions are sudden."""
        shortest, longest = TYPING
        return max(shortest, min(len(self.text) / TYPED, longest, self.wait - 1)) if self.does in TYPED_OUT else 0.0


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
        line, *felt = line.strip().split(FELT)
        line, *votes = line.split(VOTE)
        number, _, said = line.partition(" ")
        speaker, (first, slip, better) = int(number), said.partition(SLIP)
        is_poll = first.startswith(POLL)
        yield Step(chance.uniform(*BETWEEN), speaker, "ask" if is_poll else "say", first.removeprefix(POLL))
        for vote in votes:
            yield Step(chance.uniform(*UNTIL_FELT), int(vote[0]), "vote", vote[1:])
        if slip:
            does: Deed = "edit" if better else "delete"
            yield Step(chance.uniform(*UNTIL_NOTICED), speaker, does, better.strip())
        for emoji in felt:
            yield Step(chance.uniform(*UNTIL_FELT), int(emoji[0]), "react", emoji[1:])
