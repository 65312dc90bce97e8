"""An aim, and how a figure is judged by it."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from bench.figures import Figure, number
from bench.report.results import Result, ratios

Results = dict[str, Result]


@dataclass(frozen=True, slots=True)
class Aim:
    """An aim, where it was looked at, what was found, and whether that is enough; not known if nothing was measured."""

    text: str
    where: str
    measured: str
    reached: bool | None
    floor: str = ""
    """What the same run says is the least, or the most, that there can be."""

    @property
    def verdict(self) -> str:
        """Say it in a word or two."""
        return {True: "reached", False: "**not reached**", None: "not measured"}[self.reached]


def find(result: Result | None, name: str, peer: str = "", workload: str = "", size: int = 0) -> Figure | None:
    """Return the figure of a measure, if that was taken."""
    return result.find(name, peer, workload, size) if result else None


def value(figure: Figure | None) -> str:
    """Write what was measured."""
    if figure is None or figure.value is None:
        return "–"
    return f"{number(figure.value)} {figure.unit}".strip()


def beside(what: str, *figures: Figure | None) -> str:
    """Write a floor, which is the sum of some figures, if all of them were taken."""
    known = [one for one in figures if one is not None and one.value is not None]
    if not known or len(known) < len(figures):
        return ""
    return f"{what}: {number(sum(one.value or 0.0 for one in known))} {known[0].unit}".strip()


def all_of(floors: Iterable[str]) -> str:
    """Write several floors as one."""
    return "; ".join(filter(None, floors))


def at_most(text: str, where: str, figure: Figure | None, limit: float, floor: str = "") -> Aim:
    """Judge a figure that should be small."""
    if figure is None or figure.value is None:
        return Aim(text, where, "–", None, floor)
    return Aim(text, where, value(figure), figure.value <= limit, floor)


def at_least(text: str, where: str, figure: Figure | None, limit: float, floor: str = "") -> Aim:
    """Judge a figure that should be large."""
    if figure is None or figure.value is None:
        return Aim(text, where, "–", None, floor)
    return Aim(text, where, value(figure), figure.value >= limit, floor)


def ratio(text: str, where: str, one: Figure | None, to: Figure | None, enough: float, *, least: bool = False) -> Aim:
    """Judge how many times another figure one is, which should be little, or much."""
    found = ratios(one, to) if one and to and one.value is not None else []
    if not found:
        return Aim(text, where, "–", None)
    times = median(found)
    return Aim(text, where, f"{number(times)} ×", times >= enough if least else times <= enough)
