"""Keeps what pages show of the team: read at the start, told by the bus, and read anew now and then."""

from chat import accounts
from chat.accounts.events import TeamChanged
from chat.accounts.items import TeamItem
from chat.realtime.events import Event
from chat.storage.database import database
from chat.web.components.shared.team import team


def use(item: TeamItem) -> None:
    """Show this name and logo from now on."""
    team.item = item


def name() -> str:
    """Return the team's name, where it has one."""
    return team.item.name


def hear(event: Event) -> None:
    """Take a change that some process tells of."""
    if isinstance(event, TeamChanged):
        use(event.team)


async def refresh() -> None:
    """Read it anew, since another process's event may have been lost."""
    before, found = team.item, await database.read(accounts.team_item)
    if team.item is before:  # else there is news, which may be newer
        use(found)
