"""A poll: one choice or several, with names or without, for as long as it is open."""

import re
import time
from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from chat.live import (
    Entry,
    Kind,
    Person,
    Refused,
    State,
    bar,
    button,
    card,
    count,
    foot,
    html,
    join,
    known,
    line,
    parts,
    people,
    place,
    toggled,
    until,
    when,
)

MAX_OPTIONS = 20
OPTION = re.compile(r"(?:--|—)(?:(multiple|anonymous)|closes[ =](\d{1,3})([mhd]))(?:\s+|$)")
MISTYPED = re.compile(r"(?:--|—)\S*")  # phones make one dash of two
MOST_UNKNOWN = 4_000
"""Votes of an anonymous poll of another place."""
MINUTES = {"m": 1, "h": 60, "d": 24 * 60}


class Poll(Kind):
    """`votes` are the ids of those who have chosen each option; of an anonymous one they are told to nobody."""

    name, label, usage = "poll", "Poll", "Question? | Option | Option"
    form = (
        Entry("title", "Question", hint="Where do we have lunch?", most=300),
        Entry("options", "Option", "list", least=2, most=MAX_OPTIONS),
        Entry("multiple", "People may choose several", "switch"),
        Entry("anonymous", "Nobody sees who has chosen what", "switch"),
        Entry("closes_at", "Closes", "closing", least=0),
    )

    def begin(self, given: State) -> State:
        given = _typed(given["text"]) if "text" in given else given
        options = given.get("options")
        if not isinstance(options, list) or not 2 <= len(options) <= MAX_OPTIONS:
            raise Refused(f"Give 2 to {MAX_OPTIONS} options, as in “/poll Lunch? | Pizza | Sushi”.")
        names = [line(option, "An option", 100) for option in options]
        if len(set(names)) < len(names):
            raise Refused("Each option can be there once.")
        closes_at = given.get("closes_at")
        if closes_at is not None and (type(closes_at) is not int or not 1000 * time.time() < closes_at < 1e14):
            raise Refused("A poll closes at a time to come.")
        state: State = {"title": line(given.get("title", given.get("question")), "The question", 300), "options": names}
        state |= {key: given.get(key) is True for key in ("multiple", "anonymous")}
        votes: list[list[int]] = [[] for _ in names]
        return _counted(state | {"closes_at": closes_at, "closed": False}, votes)

    def draw(self, state: State) -> Markup:
        votes = _votes(state)
        most = max(sum(state["counts"]), 1) if not state["multiple"] else max(state["voters"], 1)
        notes = ["Choose any" if state["multiple"] else "Choose one", *["anonymous"] * state["anonymous"]]
        if state["closed"]:
            notes[0] = "Closed"
        note = html("{}", " · ".join(notes))
        if state["closes_at"] and not state["closed"]:
            note = _closing(note, " · ".join(["Closed", *notes[1:]]), state["closes_at"])
        rows = (self._option(state, votes, place, most) for place in range(len(state["options"])))
        voters = count(state["voters"], "person has voted", "people have voted")
        return card(
            state["title"],
            html('<div class="live-list{}">{}</div>', " live-several" if state["multiple"] else "", join(rows)),
            foot(voters, _ends(state)),
            note=note,
        )

    def _option(self, state: State, votes: list[list[int]], number: int, most: int) -> Markup:
        name, votes_here = state["options"][number], state["counts"][number]
        label = html(
            '{}<span class="live-name" dir="auto">{}</span><span class="live-count">{}<small>{}%</small></span>',
            *(bar(votes_here / most), name, votes_here, round(100 * votes_here / most)),
        )
        by, secret = (None, True) if state["anonymous"] else (votes[number], False)
        said = f"{name}: {count(votes_here, 'vote')}"
        if state["closed"]:
            return html(
                '<div class="live-item"><div class="live-option live-done">{}</div>{}</div>', label, people(by or [])
            )
        pressed = button(label, "vote", number, by=by, secret=secret, style="option", name=said)
        return html('<div class="live-item">{}{}</div>', pressed, people(by or []))

    def do_vote(self, state: State, person: Person, args: dict[str, Any]) -> State:
        """Choose an option, or take that back; where one alone can be chosen, the others are not any more."""
        if _is_closed(state):
            raise Refused("This poll is closed.")
        votes = _votes(state)
        number = place(args.get("arg"), votes)
        chosen = toggled(votes[number], person, args)
        if not state["multiple"] and person.id in chosen:  # a page that knows no better takes back another one
            votes = [[id_ for id_ in there if id_ != person.id] for there in votes]
        votes[number] = chosen
        return _counted(state, votes)

    def do_close(self, state: State, person: Person, args: dict[str, Any]) -> State:
        """Let nobody vote any more."""
        _require_leads(person)
        return state | {"closed": True}

    def do_reopen(self, state: State, person: Person, args: dict[str, Any]) -> State:
        """Let people vote again; a time at which it should have closed, and which is over, counts no more."""
        _require_leads(person)
        closes_at = state["closes_at"] if not _is_over(state) else None
        return state | {"closed": False, "closes_at": closes_at}

    def text(self, state: State) -> str:
        options = state["options"]
        if state["closed"]:
            options = [f"{name} ({votes})" for name, votes in zip(options, state["counts"], strict=True)]
        return f"Poll: {state['title']} {' · '.join(options)}"

    def moved(self, state: State, person_of: Callable[[Any], int | None]) -> State:
        begun = self.begin({key: state.get(key) for key in ("title", "options", "multiple", "anonymous")})
        if begun["anonymous"]:
            votes = _nobodys(state.get("counts"), state.get("voters"), len(begun["options"]))
        else:
            votes = [known(there, person_of) for there in state["votes"]][: len(begun["options"])]
        at = state.get("closes_at")
        ends = {"closes_at": at if type(at) is int and 0 < at < 1e14 else None, "closed": state.get("closed") is True}
        return _counted(begun | ends, votes)

    def mine(self, state: State, person_id: int) -> list[str]:
        return [f"vote-{number}" for number, there in enumerate(_votes(state)) if person_id in there]


def _ends(state: State) -> Markup:
    """Offer to close it, or to open it again; where that depends on the time, both, of which browsers show one."""
    reopen = button("Reopen poll", "reopen", leads=True, style="quiet")
    close = button("Close poll", "close", leads=True, style="quiet")
    if state["closes_at"] and not state["closed"]:
        return html('<span class="live-open">{}</span><span class="live-over">{}</span>', close, reopen)
    return reopen if state["closed"] else close


def _closing(note: str, closed: str, at: int) -> Markup:
    """Say both until when it is open and that it is not any more: browsers know the time, and show one of them."""
    return html(
        '<span class="live-open">{} · closes {}</span><span class="live-over">{} · {}</span>',
        *(note, until(at), closed, when(at)),
    )


def _typed(text: object) -> State:
    rest, found = str(text).strip(), dict[str, Any]()
    while option := OPTION.match(rest):
        flag, amount, unit = option.groups()
        seconds = 60 * MINUTES[unit] * int(amount) if unit else 0
        found |= {flag: True} if flag else {"closes_at": int(1000 * (time.time() + seconds))}
        rest = rest[option.end() :]
    if mistyped := MISTYPED.match(rest):
        raise Refused(
            f"What does {mistyped[0][:40]} mean? There are --multiple, --anonymous and --closes 30m, 2h or 3d."
        )
    question, *options = parts(rest)
    return found | {"title": question, "options": [option for option in options if option]}


def _require_leads(person: Person) -> None:
    if not person.leads:
        raise Refused("Only the author and whoever manages the room can close a poll, or open it again.")


def _is_closed(state: State) -> bool:
    return bool(state["closed"]) or _is_over(state)


def _is_over(state: State) -> bool:
    return bool(state["closes_at"] and state["closes_at"] <= 1000 * time.time())


def _votes(state: State) -> list[list[int]]:
    votes: list[list[int]] = state["_votes"] if state["anonymous"] else state["votes"]
    return votes


def _nobodys(counts: Any, voters: Any, options: int) -> list[list[int]]:
    """Return votes of nobody who is known: as many as there were, of as many people, is all that is told of them."""
    if not isinstance(counts, list) or len(counts) != options or type(voters) is not int:
        raise Refused("This is no poll.")
    if not all(type(one) is int and 0 <= one <= voters <= sum(counts) <= MOST_UNKNOWN for one in counts):
        raise Refused("This is no poll.")
    before = [sum(counts[:number]) for number in range(options)]
    return [[-1 - (at + each) % voters for each in range(there)] for at, there in zip(before, counts, strict=True)]


def _counted(state: State, votes: list[list[int]]) -> State:
    kept = {"_votes" if state["anonymous"] else "votes": votes}
    voters = len({id_ for there in votes for id_ in there})
    return state | kept | {"counts": [len(there) for there in votes], "voters": voters}
