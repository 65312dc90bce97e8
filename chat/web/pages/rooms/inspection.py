"""Who may look into the streams of a page."""

from functools import partial

from chat.elements.inspector import Allow
from chat.storage.database import database
from chat.storage.settings import is_demo
from chat.web.viewer import Viewer


async def inspection(viewer: Viewer) -> Allow | None:
    """Return what the inspector asks whether its viewer still may; None if they may not now."""
    may_inspect = partial(_may_inspect, viewer)
    return may_inspect if await may_inspect() else None


async def _may_inspect(viewer: Viewer) -> bool:
    """Tell whether a viewer may look: administrators, and everybody on a demo; raises `NotSignedIn`."""
    user = await viewer.identify()
    return user.is_administrator or await database.read_coalesced(is_demo)
