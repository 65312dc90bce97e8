"""The templates of the pages, which escape whatever people wrote."""

import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

HERE = Path(__file__).parent

UNITS = ((1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "kB"))


def render(template: str, **values: Any) -> Markup:
    """Render a template."""
    return Markup(_environment.get_template(template).render(values))  # noqa: S704 (templates escape)


def _date(at: int) -> str:
    day = time.gmtime(at / 1000)
    return time.strftime(f"%A, {day.tm_mday} %B %Y", day)


def _day(at: int) -> str:
    day = time.gmtime(at / 1000)
    return time.strftime(f"{day.tm_mday} %B %Y", day)


def _minute(at: int) -> str:
    return time.strftime("%H:%M", time.gmtime(at / 1000))


def _iso(at: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at / 1000))


def _month(month: str) -> str:
    return time.strftime("%B %Y", time.strptime(month, "%Y-%m"))


def _size(count: int) -> str:
    return next((f"{count / unit:.1f} {name}" for unit, name in UNITS if count >= unit), f"{count} bytes")


_environment = Environment(
    loader=FileSystemLoader(HERE),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
_environment.filters.update(
    {
        "date": _date,
        "day": _day,
        "minute": _minute,
        "iso": _iso,
        "month": _month,
        "size": _size,
        "path": quote,
        "number": "{:,}".format,
    }
)
