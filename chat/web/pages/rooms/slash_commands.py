"""What commands do that are typed in the composer, such as `/topic`; slash_text.js lists them.

They call what the pages call, with its permissions and limits.
"""

import re
import unicodedata
from collections.abc import Awaitable, Callable

from chat import accounts, notifications, rooms
from chat.accounts.items import UserItem
from chat.errors import Invalid
from chat.rooms.items import level_in
from chat.web.components.shared.text_direction import isolate
from chat.web.pages.rooms.live_commands import Form, make_live
from chat.web.server.limits import FORMS
from chat.web.viewer import Viewer

MAX_INVITED = 10
"""How many people one command adds."""

MAX_TEXT = 4000
"""More characters than a message has follow no command."""

OF_ROOMS = {"topic", "invite", "mute", "unmute"}
"""Those about the room in which they are typed."""

PAUSES = {
    **dict.fromkeys(("30", "30m", "30min"), "30"),
    **dict.fromkeys(("", "60", "60m", "1h", "1hour"), "60"),
    **dict.fromkeys(("tomorrow", "untiltomorrow"), "tomorrow"),
}
"""How pauses may be typed, without spaces, and what `pause_notifications` calls them."""

PAUSED = {"30": "for 30 minutes", "60": "for an hour", "tomorrow": "until tomorrow"}

NO_MORE = {"off", "end", "stop", "resume"}

Handler = Callable[[Viewer, int, str], Awaitable[str]]
"""Takes who asks, in which room, and what follows the name; returns what was done."""


async def run_command(viewer: Viewer, room_id: int, name: str, given: str | Form) -> str | Form:
    """Do what a command says and return what to tell the viewer, or a form that asks for what to do.

    Raises `Invalid`, and what it calls raises.

    Args:
        viewer: who has typed it
        room_id: where
        name: what follows the slash, unchecked
        given: what comes after the name, or what such a form was filled in with, unchecked
    """
    if isinstance(given, dict):
        return await make_live(viewer, room_id, name, given)
    if len(given) > MAX_TEXT:
        raise Invalid("That is too long for a command.")
    if name not in COMMANDS:
        return await make_live(viewer, room_id, name, given.strip())
    if name in OF_ROOMS and (await viewer.read(rooms.seen_room, room_id)).room.kind == "thread":
        raise Invalid("This works in rooms, not in threads.")
    return await COMMANDS[name](viewer, room_id, given.strip())


async def _topic(viewer: Viewer, room_id: int, text: str) -> str:
    if not text:
        raise Invalid("Say what the room is about, such as: /topic Plans for the summer")
    room = (await viewer.read(rooms.seen_room, room_id)).room
    await viewer.act(FORMS, rooms.rename_room, room_id, room.name, text)
    return "The room’s description was changed."


async def _invite(viewer: Viewer, room_id: int, text: str) -> str:
    names = [name for part in re.split("[@＠,]", text) if (name := part.strip())]
    if not names:
        raise Invalid("Say whom to add, such as: /invite @Ann")
    if len(names) > MAX_INVITED:
        raise Invalid(f"Add at most {MAX_INVITED} people at a time.")
    people = [await _person(viewer, room_id, name) for name in names]
    for person in people:
        await viewer.act(FORMS, rooms.add_member, room_id, person.id)
    added = ", ".join(isolate(person.name) for person in people)
    return f"{added} {'is' if len(people) == 1 else 'are'} in this room now."


async def _person(viewer: Viewer, room_id: int, name: str) -> UserItem:
    """Find whom a name means: whoever is called so, or the only one whose name begins with it."""
    found = [one.user for one in await viewer.read(rooms.people_to_mention, room_id, name)]
    exact = [user for user in found if user.name.casefold() == name.casefold()]
    match exact or found:
        case [user]:
            return user
        case []:
            raise Invalid(f"Nobody is called {isolate(name)}.")
    raise Invalid(f"Several people are called {isolate(name)}. Type the whole name.")


async def _status(viewer: Viewer, _room_id: int, text: str) -> str:
    if not text:
        raise Invalid("Say what your status is, such as: /status 🌴 On holiday. With /status clear you have none.")
    if text.casefold() == "clear":
        await viewer.act(FORMS, accounts.set_status, "", "")
        return "Your status was cleared."
    first, _, rest = text.partition(" ")
    emoji, words = (first, rest) if _is_sign(first) else ("", text)
    await viewer.act(FORMS, accounts.set_status, emoji, words)
    return "Your status was set."


def _is_sign(word: str) -> bool:
    return any(unicodedata.category(sign) == "So" for sign in word) and not any(map(str.isalpha, word))


async def _dnd(viewer: Viewer, _room_id: int, text: str) -> str:
    typed = "".join(text.casefold().split())
    if typed in NO_MORE:
        await viewer.act(FORMS, notifications.resume_notifications)
        return "Notifications are on again."
    if typed not in PAUSES:
        raise Invalid("Say for how long: /dnd 30m, /dnd 1h or /dnd tomorrow. With /dnd off you are told again.")
    await viewer.act(FORMS, notifications.pause_notifications, PAUSES[typed])
    return f"Notifications are paused {PAUSED[PAUSES[typed]]}."


async def _away(viewer: Viewer, _room_id: int, _text: str) -> str:
    await viewer.act(FORMS, accounts.show_presence, is_shown=False)
    return "You are shown as offline. With /active others see again that you are here."


async def _active(viewer: Viewer, _room_id: int, _text: str) -> str:
    await viewer.act(FORMS, accounts.show_presence, is_shown=True)
    return "Others see again that you are here."


async def _mute(viewer: Viewer, room_id: int, _text: str) -> str:
    await viewer.act(FORMS, notifications.set_level, room_id, "nothing")
    return "Muted. /unmute undoes it."


async def _unmute(viewer: Viewer, room_id: int, _text: str) -> str:
    room = (await viewer.read(rooms.seen_room, room_id)).room
    await viewer.act(FORMS, notifications.set_level, room_id, level_in(room.kind, None))
    return "Unmuted."


COMMANDS: dict[str, Handler] = {
    "topic": _topic,
    "invite": _invite,
    "status": _status,
    "dnd": _dnd,
    "away": _away,
    "active": _active,
    "mute": _mute,
    "unmute": _unmute,
}
"""Those that the server does; besides them, the browser writes `/me` and `/shrug`, and `/leave` leads to its page."""
