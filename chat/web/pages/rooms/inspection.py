"""Who may look into the streams of a page, and who may let the server restart there."""

from functools import partial

from chat.accounts.items import UserItem
from chat.elements.inspector import Allow, RequestRestart
from chat.storage.database import database
from chat.storage.settings import is_demo
from chat.web.server.restart import restart
from chat.web.viewer import Viewer


async def inspection(viewer: Viewer) -> Allow | None:
    """Return what the inspector asks whether its viewer still may; None if they may not now."""
    may_inspect = partial(_may_inspect, viewer)
    return may_inspect if await may_inspect() else None


async def restarting(viewer: Viewer) -> RequestRestart | None:
    """Return what the inspector calls to let the server restart; None where it cannot, or its viewer may not."""
    return partial(_request_restart, viewer) if await _may_restart(viewer.user) else None


async def _may_inspect(viewer: Viewer) -> bool:
    """Tell whether a viewer may look: administrators, and everybody on a demo; raises `NotSignedIn`."""
    user = await viewer.identify()
    return user.is_administrator or await database.read_coalesced(is_demo)


async def _request_restart(viewer: Viewer) -> bool:
    """Let the server restart, if the viewer still may; raises `NotSignedIn`."""
    if not await _may_restart(await viewer.identify()):
        return False
    restart.begin()
    return True


async def _may_restart(user: UserItem) -> bool:
    """Tell whether somebody may let the server restart: a demo's administrator."""
    return restart.is_possible and user.is_administrator and await database.read_coalesced(is_demo)
