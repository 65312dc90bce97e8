"""Commands that make live messages, such as `/poll`: with a text after the name, or with a form that is filled in."""

from typing import Any

from chat import accounts, messages
from chat.errors import Invalid
from chat.live import filling
from chat.live.registry import kinds
from chat.storage.database import database
from chat.web.server.limits import SENDING
from chat.web.viewer import Viewer

Form = dict[str, Any]
"""What a browser draws a form by, or what it has sent of one that is filled in."""


async def make_live(viewer: Viewer, room_id: int, name: str, given: str | Form) -> str | Form:
    """Send a live message, whose row says it all, or return what to ask for where nothing is given.

    Raises `Invalid` for a kind that there is not, and for what it refuses.

    Args:
        viewer: who has typed the command
        room_id: where
        name: what follows the slash, unchecked
        given: what comes after the name, or what was filled in into the form, by the names of its entries; unchecked
    """
    if name not in kinds:
        raise Invalid("There is no such command. Nothing was sent.")
    zones = await database.read(accounts.zones_of, [viewer.user.id])
    zone = zones.get(viewer.user.id, "UTC")
    if isinstance(given, dict):
        state = filling.fill(name, given, zone)
    elif not given and (form := filling.form_of(name)):
        return form | {"zone": zone}
    else:
        state = {"text": given}
    await viewer.act(SENDING, messages.send_live, room_id, name, state | {"zone": zone})
    return ""
