"""Reads of the team's name and logo."""

from base64 import b64decode

from chat.accounts.items import TeamItem
from chat.errors import NotFound
from chat.storage.settings import setting

NAME, LOGO, LOGO_IMAGE = "team_name", "team_logo", "team_logo_image"
"""Names of settings; the picture is kept in base64, beside its digest."""


def team_item() -> TeamItem:
    """Return the team's name and logo."""
    return TeamItem(setting(NAME) or "", setting(LOGO) or "")


def team_logo(digest: str) -> bytes:
    """Return the logo with this digest; raises `NotFound` if the team has another one by now, or none."""
    image = setting(LOGO_IMAGE) if digest and setting(LOGO) == digest else None
    if image is None:
        raise NotFound("Picture not found.")
    return b64decode(image)
