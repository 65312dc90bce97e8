"""Who is there: what each process tells the others of its pages, and whether one is seen at all."""

from collections.abc import Collection

from chat.accounts.commands.profile import tell
from chat.accounts.events import PresenceReported, PresenceSwitched
from chat.accounts.guards import require_active
from chat.accounts.items import UserItem
from chat.realtime.bus import bus
from chat.storage.database import database


async def report_presence(process: str, active: Collection[int], away: Collection[int]) -> None:
    """Tell all processes who is at the pages of this one; nothing is stored.

    Args:
        process: names this process
        active: ids of people who do something there
        away: ids of people who only have a page open
    """
    # Nothing is stored, so there is no commit to wait for.
    bus.publish(PresenceReported(process, tuple(sorted(active)), tuple(sorted(away))))


async def show_presence(actor: UserItem, *, is_shown: bool) -> None:
    """Let others see when one is active or typing, or no more."""
    await database.write(_show, actor, is_shown)


def _show(actor: UserItem, is_shown: bool) -> None:
    row = require_active(actor)
    tell(row, {"hides_presence": not is_shown})
    bus.publish_on_commit(PresenceSwitched(row.id, is_shown))
