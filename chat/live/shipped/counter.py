"""A number that everybody counts up and down."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from chat.live import Entry, Kind, Person, Refused, State, button, card, html, line

MOST = 10**12


class Counter(Kind):
    """A program may count by more than one: `{"by": 12}`."""

    name, label, usage = "counter", "Counter", "What is counted"
    form = (
        Entry("title", "What is counted", hint="Cups of coffee"),
        Entry("value", "Begins at", "number", least=0, hint="0"),
    )

    def begin(self, given: State) -> State:
        value = given.get("value", 0)
        if type(value) is not int or abs(value) > MOST:
            raise Refused("A counter begins with a whole number.")
        return {"title": line(given.get("text", given.get("title")), "What is counted"), "value": value}

    def draw(self, state: State) -> Markup:
        number = html('<span class="live-big">{}</span>', f"{state['value']:,}")
        less = button("−", "count", -1, name=f"One less: {state['title']}")
        more = button("+", "count", 1, name=f"One more: {state['title']}")
        return card(state["title"], html('<div class="live-row">{}{}{}</div>', number, less, more))

    def do_count(self, state: State, who: Person, args: dict[str, Any]) -> State:
        """Count by one, or by what a program says."""
        by = args.get("by", {"1": 1, "-1": -1}.get(str(args.get("arg"))))
        if type(by) is not int or abs(state["value"] + by) > MOST:
            raise Refused("Count by a whole number.")
        return state | {"value": state["value"] + by}

    def moved(self, state: State, person_of: Callable[[Any], int | None]) -> State:
        return self.begin({key: state.get(key) for key in ("title", "value")})

    def text(self, state: State) -> str:
        return f"Counter: {state['title']}: {state['value']:,}"
