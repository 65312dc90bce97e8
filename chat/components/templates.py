"""The Jinja2 templates beside the components and pages; everything in them is escaped unless marked safe."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

_chat = Path(__file__).parent.parent

_environment = Environment(
    loader=FileSystemLoader([_chat / "components", _chat / "pages"]),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
)


def template(name: str) -> Template:
    """Load a template such as `message.html`."""
    return _environment.get_template(name)


def render(name: str, **values: Any) -> str:
    """Draw a template with values."""
    return template(name).render(**values)
