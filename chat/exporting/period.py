"""The days of an export, as somebody types them: `2026-01-31`."""

from datetime import UTC, datetime

from chat.errors import Invalid

DAY_MS = 24 * 3600 * 1000


def beginning_of(day: str, option: str) -> int:
    """Return when a day begins, UTC; raises `Invalid`.

    Args:
        day: as in `2026-01-31`
        option: what the error names
    """
    return _ms(_parsed(day, option))


def end_of(day: str, option: str) -> int:
    """Return when the day after a day begins, as `beginning_of` does."""
    return _ms(_parsed(day, option)) + DAY_MS


def _parsed(day: str, option: str) -> datetime:
    try:
        return datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise Invalid(f'{option}: "{day}" is not a day like 2026-01-31') from None


def _ms(time: datetime) -> int:
    return int(time.timestamp()) * 1000
