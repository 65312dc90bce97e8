"""Who may look into the streams of a page, and who may let the server restart there."""

from functools import partial

from chat.accounts.items import UserItem
from chat.elements.inspector import Allow, RequestRestart
from chat.storage.settings import is_demo
from chat.web.server.restart import restart
from chat.web.viewer import Viewer


async def inspection(viewer: Viewer) -> tuple[Allow | None, RequestRestart | None]:
    """Return what the inspector asks whether its viewer still may, and what it calls to let the server restart.

    None where they may not now, or the server cannot; raises `NotSignedIn`.
    """
    may_inspect, may_restart = await viewer.read(lambda user: (_may_inspect(user), _may_restart(user)))
    return (
        partial(viewer.read, _may_inspect) if may_inspect else None,
        partial(_request_restart, viewer) if may_restart else None,
    )


def _may_inspect(user: UserItem) -> bool:
    """Tell whether somebody may look: administrators, and everybody on a demo."""
    return user.is_administrator or is_demo()


async def _request_restart(viewer: Viewer) -> bool:
    """Let the server restart, if the viewer still may; raises `NotSignedIn`."""
    if not await viewer.read(_may_restart):
        return False
    restart.begin()
    return True


def _may_restart(user: UserItem) -> bool:
    """Tell whether somebody may let the server restart: a demo's administrator."""
    return restart.is_possible and user.is_administrator and is_demo()
