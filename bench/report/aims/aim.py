"""An aim, and how a figure is judged by it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from statistics import median

from bench.figures import Figure, number
from bench.report.results import Result, is_noise, ratios

Results = dict[str, Result]

NONE = "–"
"""What was measured, where nothing was."""


@dataclass(frozen=True, slots=True)
class Aim:
    """An aim, where it was looked at, what was found, and whether that is enough: not known where it says nothing."""

    text: str
    where: str
    measured: str
    reached: bool | None
    floor: str = ""
    """What the same run took for the least that has to be done, or what it could take at most."""

    @property
    def verdict(self) -> str:
        """Say it in a word or two."""
        unknown = "not measured" if self.measured == NONE else "not measurable"
        return {True: "reached", False: "**not reached**", None: unknown}[self.reached]


def find(result: Result | None, name: str, peer: str = "", workload: str = "", size: int = 0) -> Figure | None:
    """Return the figure of a measure, if that was taken."""
    return result.find(name, peer, workload, size) if result else None


def value(figure: Figure | None) -> str:
    """Write what was measured."""
    if figure is None or figure.value is None:
        return NONE
    return f"{number(figure.value)} {figure.unit}".strip()


def beside(what: str, *figures: Figure | None) -> str:
    """Write a floor, which is the sum of some figures, if all of them were taken and are more than noise."""
    known = [one for one in figures if one is not None and one.value is not None and not is_noise(one)]
    if not known or len(known) < len(figures):
        return ""
    return f"{what}: {number(sum(one.value or 0.0 for one in known))} {known[0].unit}".strip()


def all_of(floors: Iterable[str]) -> str:
    """Write several floors as one."""
    return "; ".join(filter(None, floors))


def at_most(text: str, where: str, figure: Figure | None, limit: float, floor: str = "") -> Aim:
    """Judge a figure that should be small, unless it is noise."""
    if figure is None or figure.value is None:
        return Aim(text, where, NONE, None, floor)
    return Aim(text, where, value(figure), None if is_noise(figure) else figure.value <= limit, floor)


def grown_at_most(text: str, where: str, figure: Figure | None, limit: float) -> Aim:
    """Judge by how much something has grown: it may as well have become less."""
    if figure is None or figure.value is None:
        return Aim(text, where, NONE, None)
    return Aim(text, where, value(figure), figure.value <= limit)


def never_more(text: str, where: str, figure: Figure | None, limit: float, floor: str = "") -> Aim:
    """Judge a figure that should be small in each round, such as how much was lost, by the worst of them."""
    worst = replace(figure, value=max(figure.runs)) if figure and figure.runs else figure
    return at_most(text, where, worst, limit, floor)


def at_least(text: str, where: str, figure: Figure | None, limit: float, floor: str = "") -> Aim:
    """Judge a figure that should be large."""
    if figure is None or figure.value is None:
        return Aim(text, where, NONE, None, floor)
    return Aim(text, where, value(figure), figure.value >= limit, floor)


def ratio(text: str, where: str, one: Figure | None, to: Figure | None, enough: float, *, least: bool = False) -> Aim:
    """Judge how many times another figure one is, which should be little, or much."""
    if one is None or to is None or one.value is None or to.value is None:
        return Aim(text, where, NONE, None)
    if not (found := ratios(one, to)):
        return Aim(text, where, f"{value(one)} to {value(to)}", None)
    times = median(found)
    return Aim(text, where, f"{number(times)} ×", times >= enough if least else times <= enough)
