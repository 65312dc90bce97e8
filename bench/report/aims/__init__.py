"""What StreamChat is meant to reach, and whether it did; all computed from results."""

from collections.abc import Iterator

from bench.report.aims import browser, deliveries, messages, places
from bench.report.aims.aim import Aim, Results

__all__ = ["Aim", "aims"]


def aims(results: Results) -> Iterator[Aim]:
    """Judge all aims."""
    for part in (messages, deliveries, browser, places):
        yield from part.aims(results)
