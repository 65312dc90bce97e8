"""The team's name and logo."""

from base64 import b64encode
from dataclasses import replace

from chat.accounts.commands.audit import note_action
from chat.accounts.commands.kept import keep
from chat.accounts.events import TeamChanged
from chat.accounts.guards import require_administrator
from chat.accounts.items import TeamItem, UserItem
from chat.accounts.pictures import logo_from
from chat.accounts.team import LOGO, LOGO_IMAGE, NAME, team_item
from chat.realtime.bus import bus
from chat.storage.database import database
from chat.text import clean_name


async def set_team_name(actor: UserItem, name: str) -> None:
    """Name the team, as an administrator; without a name the place is called as the program is.

    Raises `Forbidden`, and `Invalid` for what cannot be a name.
    """
    cleaned = "" if isinstance(name, str) and not name.strip() else clean_name(name, "The team's name")
    await database.write(_set_name, actor, cleaned)


async def set_team_logo(actor: UserItem, image: bytes) -> None:
    """Set the team's logo, as an administrator; raises `Forbidden`, and `Invalid` for a file that is not a picture."""
    await database.read(require_administrator, actor)  # before decoding, which is slow
    digest, picture = await logo_from(image)
    await database.write(_set_logo, actor, digest, picture)


async def remove_team_logo(actor: UserItem) -> None:
    """Remove the team's logo, as an administrator; raises `Forbidden`."""
    await database.write(_set_logo, actor, "", b"")


def _set_name(actor: UserItem, name: str) -> None:
    row, team = require_administrator(actor), team_item()
    if team.name != name:
        keep(NAME, name)
        note_action(row, "team-name", detail=name)
        _publish(replace(team, name=name))


def _set_logo(actor: UserItem, digest: str, picture: bytes) -> None:
    row, team = require_administrator(actor), team_item()
    if team.logo != digest:
        keep(LOGO, digest)
        keep(LOGO_IMAGE, b64encode(picture).decode())
        note_action(row, "team-logo", detail="set" if digest else "")
        _publish(replace(team, logo=digest))


def _publish(team: TeamItem) -> None:
    bus.publish_on_commit(TeamChanged(team))
