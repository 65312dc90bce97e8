"""The Jinja2 templates beside the components and pages; everything in them is escaped unless marked safe."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from chat.components.when import ago, ahead, date
from chat.links import linkify

_chat = Path(__file__).parent.parent

_environment = Environment(
    loader=FileSystemLoader([_chat / "components", _chat / "pages", _chat / "api"]),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
)


def initials(name: str) -> str:
    """Return the letters that stand for a person; message_dress.js does the same for rows."""
    words = name.split()
    return "".join(word[0] for word in (words[0], *words[1:][-1:])).upper()


def hue(user_id: int) -> int:
    """Return a person's own colour, in degrees; message_dress.js does the same for rows.

    In tens of degrees, since a page whose styles are all in style sheets has a class for each.
    """
    return int(user_id * 137.508 % 360 // 10) * 10  # the golden angle keeps consecutive ids far apart


_environment.filters |= {"initials": initials, "hue": hue, "linkify": linkify, "ago": ago, "ahead": ahead, "date": date}


def template(name: str) -> Template:
    """Load a template such as `message.html`."""
    return _environment.get_template(name)


def render(name: str, /, **values: Any) -> str:
    """Draw a template with values."""
    return template(name).render(**values)
