"""A chart of numbers that a program posts: bars or a line."""

import math
from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from chat.live import Entry, Kind, Person, Refused, State, card, html, join, line, parts

MAX_POINTS = 60
WIDTH, HEIGHT, FLOOR, TOP, SIDE = 280, 150, 126, 20, 20
"""The picture is as wide as a phone has room for: elsewhere it is drawn larger, so that its texts can be read."""

ROOM, LETTER = 38, 7.5
"""Points of the picture that the words at a number need, and that a letter is wide."""

MOST_LETTERS = 10
"""Of a label that are shown where there are many."""


class Chart(Kind):
    """`points` are pairs of a label and a number; `type` is "bar" or "line"."""

    name, label, usage = "chart", "Chart", "Title | Label 3 | Label 5"
    form = (
        Entry("title", "Title", hint="Visitors"),
        Entry("unit", "Unit", least=0, most=20, hint="people a day"),
        Entry("type", "Drawn as", "choice", choices=(("bar", "Bars"), ("line", "A line"))),
        Entry("points", "Number", "list", least=0, most=MAX_POINTS, hint="Monday 12"),
    )

    def begin(self, given: State) -> State:
        if "text" in given:
            title, *lines = parts(given["text"])
            given = {"title": title, "points": lines}
        kind = given.get("type", "bar")
        if kind not in ("bar", "line"):
            raise Refused("A chart is of bars or a line.")
        unit = line(given.get("unit"), "The unit", 20, may_be_empty=True)
        points = _points(given.get("points", []))
        return {"title": line(given.get("title"), "The title"), "unit": unit, "type": kind, "points": points}

    def draw(self, state: State) -> Markup:
        if not state["points"]:
            return card(state["title"], note="No numbers so far")
        said = f"{state['title']}: " + ", ".join(f"{label} {_shown(value)}" for label, value in state["points"])
        shapes = _line(state["points"]) if state["type"] == "line" else _bars(state["points"])
        picture = html(
            '<svg class="live-chart" role="img" viewBox="0 0 {} {}"><title>{}</title><desc>{}</desc>{}</svg>',
            *(WIDTH, HEIGHT, state["title"], said[:1000], shapes),
        )
        rows = join(
            html('<tr><th scope="row">{}</th><td>{}</td></tr>', label, _shown(value))
            for label, value in state["points"]
        )
        table = html('<div class="live-table"><table><caption>{}</caption>{}</table></div>', state["title"], rows)
        return card(state["title"], picture, table, note=state["unit"])

    def do_add(self, state: State, person: Person, args: dict[str, Any]) -> State:
        """Add a number at the end; the oldest ones make room."""
        return self.do_set(
            state, person, {"points": [*state["points"], [args.get("label"), args.get("value")]][-MAX_POINTS:]}
        )

    def do_set(self, state: State, person: Person, args: dict[str, Any]) -> State:
        """Show other numbers: all of them as `points`, or one that has a label as `label` and `value`."""
        if not person.leads:
            raise Refused("Only the author and whoever manages the room can change a chart.")
        points = args.get("points")
        if points is None:
            known = dict(map(tuple, state["points"])) | {str(args.get("label")): args.get("value")}
            points = [list(pair) for pair in known.items()]
        return state | {"points": _points(points)}

    def moved(self, state: State, person_of: Callable[[Any], int | None]) -> State:
        return self.begin({key: state.get(key) for key in ("title", "unit", "type", "points")})

    def text(self, state: State) -> str:
        return f"Chart: {state['title']} " + " · ".join(f"{label} {_shown(value)}" for label, value in state["points"])


def _points(points: object) -> list[list[Any]]:
    if not isinstance(points, list) or len(points) > MAX_POINTS:
        raise Refused(f"A chart has at most {MAX_POINTS} points.")
    pairs = [point.rsplit(None, 1) if isinstance(point, str) else point for point in points]
    return [[line(point[0], "A label", 40), _number(point[1])] for point in pairs if _is_pair(point)]


def _is_pair(point: object) -> bool:
    if not isinstance(point, (list, tuple)) or len(point) != 2:
        raise Refused("A point is a label and a number, as “Monday 3”.")
    return True


def _number(value: object) -> float:
    try:
        number = float(value) if isinstance(value, (int, float, str)) else math.nan
    except (ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number) or abs(number) > 1e15:
        raise Refused("A point is a label and a number, as “Monday 3”.")
    return int(number) if number == int(number) else round(number, 6)


def _shown(value: float) -> str:
    return f"{value:,.10g}" if isinstance(value, float) else f"{value:,}"


def _height(points: list[list[Any]]) -> tuple[float, float]:
    """Return the lowest number, at most 0, and how many points of the picture one of it has."""
    low, high = min(0, *(value for _, value in points)), max(0, *(value for _, value in points))
    return low, (FLOOR - TOP) / ((high - low) or 1)


def _axis(zero: float) -> Markup:
    return html('<line class="live-axis" x1="0" x2="{}" y1="{}" y2="{}"></line>', WIDTH, round(zero), round(zero))


def _bars(points: list[list[Any]]) -> Markup:
    (low, scale), step = _height(points), WIDTH / len(points)
    zero, every = FLOOR + low * scale, _every(points, step)
    shapes, highest = [_axis(zero)], _highest(points)
    for place, (label, value) in enumerate(points):
        top, height = zero - max(value, 0) * scale, max(abs(value) * scale, 1)
        box = (round(step * (place + 0.15), 1), round(top, 1), round(step * 0.7, 1), round(height, 1))
        shapes.append(html('<rect class="live-shape" rx="2" x="{}" y="{}" width="{}" height="{}"></rect>', *box))
        if place % every == every // 2:
            shapes += _label(step * (place + 0.5), label, step * every)
        if every == 1 or place == highest:  # else it would stand in the bars beside it
            shapes += _mark(step * (place + 0.5), top - 4, value, step * every)
    return join(shapes)


def _line(points: list[list[Any]]) -> Markup:
    (low, scale), step = _height(points), (WIDTH - 2 * SIDE) / max(len(points) - 1, 1)
    places = [
        (round(SIDE + step * place, 1), round(FLOOR - (value - low) * scale, 1))
        for place, (_, value) in enumerate(points)
    ]
    shapes, every, highest = [_axis(FLOOR + low * scale)], _every(points, step), _highest(points)
    shapes.append(html('<polyline class="live-shape" points="{}"></polyline>', " ".join(f"{x},{y}" for x, y in places)))
    for place, ((x, y), (label, value)) in enumerate(zip(places, points, strict=True)):
        shapes.append(html('<circle class="live-shape" cx="{}" cy="{}" r="2.5"></circle>', x, y))
        if place % every == every // 2:
            shapes += _label(x, label, step * every)
        if every == 1 or place == highest:
            shapes += _mark(x, y - 7, value, step * every)
    return join(shapes)


def _every(points: list[list[Any]], step: float) -> int:
    """Return how many points there are to one that has words, where there is no room for those of all."""
    longest = max(len(label) for label, _ in points)
    return 1 if step >= ROOM else math.ceil(max(ROOM, LETTER * (min(longest, MOST_LETTERS) + 1)) / step)


def _highest(points: list[list[Any]]) -> int:
    return max(range(len(points)), key=lambda place: points[place][1])


def _mark(x: float, y: float, value: float, width: float) -> list[Markup]:
    mark = '<text class="live-mark" text-anchor="middle" x="{}" y="{}">{}</text>'
    number = _shown(value) if len(_shown(value)) <= max(int(width / LETTER), 2) else _rounded(value)
    return [html(mark, _inside(x, number), round(y, 1), number)]


def _label(x: float, label: str, width: float) -> list[Markup]:
    most = max(int(width / LETTER), 2)
    short = label if len(label) <= most else f"{label[: most - 1]}…"
    return [html('<text text-anchor="middle" x="{}" y="{}">{}</text>', _inside(x, short), HEIGHT - 6, short)]


def _inside(x: float, text: str) -> float:
    half = min(len(text) * LETTER / 2, WIDTH / 2)
    return round(min(max(x, half), WIDTH - half), 1)


def _rounded(value: float) -> str:
    for size, sign in ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:.1f}{sign}" if abs(value) < 100 * size else f"{value / size:,.0f}{sign}"
    return f"{value:.3g}"
