"""An event: when and where, and who comes."""

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from markupsafe import Markup

from chat.live import (
    Entry,
    Kind,
    Person,
    Refused,
    State,
    button,
    card,
    count,
    download,
    foot,
    html,
    join,
    known,
    line,
    parts,
    people,
    toggled,
    until,
    when,
)
from chat.live.shipped.calendar import calendar
from chat.live.zones import in_zone, is_zone

ANSWERS = {"yes": "Going", "maybe": "Maybe", "no": "Not going"}
HOUR = 3_600_000
FARTHEST = 4_102_444_800_000  # the year 2100
TIME = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d?:\d\d)(Z?)")


class Event(Kind):
    """`at` and `ends` are milliseconds since 1970; whoever looks sees them as their own clock has them.

    `zone` is the time zone of whoever has made it.
    """

    name, label, usage = "event", "Event", "Title | 2027-01-31 18:00 | Place"
    form = (
        Entry("title", "What it is", hint="Summer party"),
        Entry("at", "Begins", "time"),
        Entry("ends", "Ends", "time", least=0),
        Entry("place", "Place", least=0, hint="In the park"),
    )

    def begin(self, given: State) -> State:
        if "text" in given:
            given |= _typed(str(given["text"]), str(given.get("zone") or "UTC"))
        at = given.get("at")
        ends = given.get("ends") or (at + HOUR if type(at) is int else None)
        if type(at) is int and type(ends) is int and ends <= at:
            raise Refused("The end has to be after the beginning.")
        if type(at) is not int or type(ends) is not int or not 0 < at < ends < FARTHEST:
            raise Refused("Say when it is, as in “/event Summer party | 2027-06-30 18:00 | In the park”.")
        place = line(given.get("place"), "The place", may_be_empty=True)
        answers: State = {answer: [] for answer in ANSWERS}
        zone = line(given.get("zone"), "The time zone", 64, may_be_empty=True)
        if zone and not is_zone(zone):
            raise Refused("There is no such time zone.")
        state: State = {"title": line(given.get("title"), "What it is"), "at": at, "ends": ends}
        return state | {"open": not given.get("ends"), "zone": zone, "place": place, **answers}

    def draw(self, state: State) -> Markup:
        place = html(' · <span dir="auto">{}</span>', state["place"]) if state["place"] else ""
        over = html('<span class="live-over"> · over</span>')
        note = html("{}{}{}{}", when(state["at"], state.get("zone", "")), _end(state), place, over)
        buttons = html('<div class="live-list">{}</div>', join(_answer(state, answer) for answer in ANSWERS))
        coming = count(len(state["yes"]), "person is going", "people are going")
        return card(state["title"], buttons, foot(coming, download("Add to calendar")), note=note)

    def do_answer(self, state: State, who: Person, args: dict[str, Any]) -> State:
        """Say whether one comes, or take that back."""
        if state["ends"] <= 1000 * time.time():
            raise Refused("This event is over.")
        chosen = args.get("arg")
        if not isinstance(chosen, str) or chosen not in ANSWERS:
            raise Refused("Answer yes, maybe or no.")
        others = {answer: [id_ for id_ in state[answer] if id_ != who.id] for answer in ANSWERS}
        return state | others | {chosen: toggled(state[chosen], who, args)}

    def moved(self, state: State, person_of: Callable[[Any], int | None]) -> State:
        begun = self.begin({key: state.get(key) for key in ("title", "at", "ends", "place")})
        begun["open"] = state.get("open") is True
        return begun | {answer: known(state[answer], person_of) for answer in ANSWERS}

    def text(self, state: State) -> str:
        place = f", {state['place']}" if state["place"] else ""
        ends = "" if _is_open(state) else f" to {_utc(state['ends']):%d %b %Y %H:%M}"
        return f"Event: {state['title']}, {_utc(state['at']):%d %b %Y %H:%M}{ends} UTC{place}"

    def file(self, state: State, uid: str) -> tuple[str, str, str]:
        begins, ends, now = map(_utc, (state["at"], state["ends"], 1000 * time.time()))
        return "event.ics", "text/calendar", calendar(uid, now, (begins, ends), state["title"], state["place"])


def _is_open(state: State) -> bool:
    """Whether nobody has said when it ends: then it is taken for an hour long, as calendars want it."""
    return bool(state.get("open", state["ends"] == state["at"] + HOUR))


def _end(state: State) -> Markup:
    """Show when it ends; then nobody answers any more."""
    if _is_open(state):
        return until(state["ends"], shown=False)
    return html(" – {}", until(state["ends"], since=state["at"]))


def _answer(state: State, answer: str) -> Markup:
    there, label = state[answer], ANSWERS[answer]
    shown = html('<span class="live-name">{}</span><span class="live-count">{}</span>', label, len(there))
    pressed = button(
        shown, "answer", answer, by=there, style="option", name=f"{label}: {count(len(there), 'person', 'people')}"
    )
    return html('<div class="live-item">{}{}</div>', pressed, people(there))


def _typed(text: str, zone: str) -> State:
    title, day, place = [*parts(text), "", ""][:3]
    found = TIME.fullmatch(day)
    if not found:
        raise Refused("Say when it is, as in “/event Summer party | 2027-06-30 18:00 | In the park”.")
    at = in_zone(f"{found[1]} {found[2]}", "UTC" if found[3] else zone)
    return {"title": title, "at": at, "place": place}


def _utc(ms: float) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)
