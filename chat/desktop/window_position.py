"""Stores position and size of the window in the data folder, from one start to the next."""

from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError

MIN_SIZE = (480, 560)
"""Below it the sidebar becomes a drawer anyway, and the box to write in would have no room left."""


class WindowPosition(BaseModel):
    """Size and position, in the screen's points; without a position the window opens in the middle."""

    width: int = Field(default=1200, ge=MIN_SIZE[0], le=20_000)
    height: int = Field(default=800, ge=MIN_SIZE[1], le=20_000)
    x: int | None = Field(default=None, ge=-20_000, le=20_000)
    y: int | None = Field(default=None, ge=-20_000, le=20_000)


def load(path: Path) -> WindowPosition:
    """Read where the window was; what cannot be read or makes no sense is forgotten."""
    try:
        return WindowPosition.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return WindowPosition()


def save(path: Path, place: WindowPosition) -> None:
    """Keep where the window was; on a full disk it opens in its old place next time."""
    with suppress(OSError):
        path.write_text(place.model_dump_json(exclude_none=True) + "\n")
