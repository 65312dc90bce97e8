"""The Jinja2 templates beside the components and pages; everything in them is escaped unless marked safe."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from chat.accounts.items import UserItem
from chat.messages.emoji import emoji_names
from chat.web.components.attachments.arranging import ending, file_size, others, pictures, said_of, shown_size
from chat.web.components.message_list.formatted import is_long, with_controls
from chat.web.components.shared.avatar import hue, initials
from chat.web.components.shared.dates import ago, ahead, date
from chat.web.components.shared.team import team
from chat.web.components.shared.text_direction import isolate

MOST_NAMES = 20
"""How many people are named one by one."""

_web = Path(__file__).parents[2]

_environment = Environment(
    loader=FileSystemLoader([_web / "components", _web / "pages", _web / "api"]),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
    auto_reload=False,  # that would look at a file each time
)


def names(users: Sequence[UserItem]) -> str:
    """Return who they are, such as "Ada, Ben and Cleo"; of many the first ones, and how many more."""
    listed = [isolate(user.name) for user in users[:MOST_NAMES]]
    if (more := len(users) - MOST_NAMES) > 0:
        listed.append(f"{more} more")
    return " and ".join(filter(None, (", ".join(listed[:-1]), listed[-1])))


def emoji_name(emoji: str) -> str:
    """Return what an emoji is called; one that this version does not know stands for itself."""
    return emoji_names().get(emoji, emoji)


_environment.filters |= {"initials": initials, "hue": hue, "ago": ago, "ahead": ahead, "date": date}
_environment.filters |= {"combine": lambda values, **more: values | more}
_environment.filters |= {"names": names, "isolate": isolate, "emoji_name": emoji_name}
_environment.globals["team"] = team
_environment.filters |= {"is_long": is_long, "with_controls": with_controls}
_environment.filters |= {each.__name__: each for each in (pictures, others, shown_size, file_size, ending, said_of)}


def template(name: str) -> Template:
    """Load a template such as `message.html`."""
    return _environment.get_template(name)


def render(name: str, /, **values: Any) -> str:
    """Draw a template with values."""
    return template(name).render(**values)


@lru_cache(maxsize=256)
def render_once(name: str, /, **values: Any) -> str:
    """Draw a template of nothing but its values once for all who ask with the same: pages that keep it share it."""
    return render(name, **values)
