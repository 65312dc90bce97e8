"""How much people may upload: set once, when the program starts."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024

MAX_OF_MESSAGE = 10
"""How many files a message has at most."""

MAX_ALT = 1000
"""Characters that say what a picture shows."""

DAY_MS = 24 * 3600 * 1000


@dataclass(slots=True)
class Limits:
    """How large a file may be, and how many bytes a person may upload on one day."""

    max_file: int = 50 * MEGABYTE
    max_daily: int = 1000 * MEGABYTE


limits = Limits()


def set_limits(max_file_mb: int, max_daily_mb: int) -> None:
    """Set the limits, in megabytes."""
    limits.max_file, limits.max_daily = max_file_mb * MEGABYTE, max_daily_mb * MEGABYTE
