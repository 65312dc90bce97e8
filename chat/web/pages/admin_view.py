"""Searches and page numbers of the lists on a page, such as the administration, all in its address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode

MAX_SEARCH = 100
"""Length to which a search is cut."""


SHOWN = ("administrators", "deactivated", "imported", "archived", "default")
"""Parts of lists that are shown alone."""


@dataclass(frozen=True, slots=True)
class View:
    """Searches and page numbers; forms keep them, so that one is back where one was."""

    rooms: str = ""
    rooms_page: int = 1
    archived_page: int = 1
    people: str = ""
    people_page: int = 1
    show: str = ""
    """Which of them alone, such as "archived" rooms."""

    @classmethod
    def of(cls, params: Mapping[str, str]) -> Self:
        """Read query parameters; invalid ones are ignored."""
        return cls(
            params.get("rooms", "")[:MAX_SEARCH].strip(),
            page_number(params.get("rooms_page", "")),
            page_number(params.get("archived_page", "")),
            params.get("people", "")[:MAX_SEARCH].strip(),
            page_number(params.get("people_page", "")),
            params.get("show", "") if params.get("show") in SHOWN else "",
        )

    def address(self, path: str = "/admin", section: str = "", **more: Any) -> str:
        """Return the address with these parameters, some added or changed; `section` is its fragment."""
        fields = {name: more.pop(name, getattr(self, name)) for name in self.__slots__}
        usual = View()
        said = {name: value for name, value in fields.items() if value != getattr(usual, name)} | more
        return path + (f"?{urlencode(said)}" if said else "") + (f"#{section}" if section else "")

    def without(self, name: str) -> Self:
        """Return a copy without a search, on the first page of what it searched."""
        if name == "people":
            return replace(self, people="", people_page=1)
        return replace(self, rooms="", rooms_page=1, archived_page=1)


def page_number(text: str) -> int:
    """Return the number of a page that an address names; the first one for whatever is no number."""
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 7 else 1
