"""What the outbox of a page asks for: the server does each entry once, however often it comes, and answers it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from chat import messages
from chat.accounts.items import UserItem
from chat.errors import ChatError, Conflict, Invalid, NotSignedIn, TooMany, Unavailable
from chat.text import parse_id
from chat.web.server.limits import EDITING, PRESSING, REACTING, SAVING, SENDING
from chat.web.server.throttle import Throttle
from chat.web.viewer import Viewer

Answer = Callable[..., None]
"""Takes the answer's name and the entry's client id, and what goes with it: see navigation.js."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that a person has done, as a browser tells it: texts and types are unchecked."""

    client_id: str
    room_id: int
    message_id: int
    args: Mapping[str, object]


async def _send(actor: UserItem, entry: Entry) -> None:
    answered = entry.args.get("reply_to")
    reply_to = None if answered is None else parse_id(answered)
    body, also_in_room = entry.args.get("body"), entry.args.get("also") == "true"
    files = [parse_id(id_) for id_ in str(entry.args.get("files", "")).split()]
    await messages.send_message(
        actor, entry.room_id, body, entry.client_id, reply_to=reply_to, also_in_room=also_in_room, files=files
    )


async def _edit(actor: UserItem, entry: Entry) -> int | None:
    body, base = entry.args.get("body"), entry.args.get("base", messages.UNCHECKED)
    message = await messages.edit_message(actor, entry.message_id, body, client_id=entry.client_id, base=base)
    return message.edited_at


async def _delete(actor: UserItem, entry: Entry) -> None:
    await messages.delete_message(actor, entry.message_id, client_id=entry.client_id)


async def _react(actor: UserItem, entry: Entry) -> None:
    emoji, is_added = entry.args.get("emoji"), entry.args.get("add") == "true"
    await messages.react(actor, entry.message_id, emoji, on=is_added, client_id=entry.client_id)


async def _press(actor: UserItem, entry: Entry) -> None:
    args = dict(entry.args)
    await messages.press(actor, entry.message_id, args.pop("act", ""), args, client_id=entry.client_id)


async def _remove_preview(actor: UserItem, entry: Entry) -> None:
    preview_id = parse_id(entry.args.get("preview"))
    await messages.remove_preview(actor, entry.message_id, preview_id, client_id=entry.client_id)


async def _save(actor: UserItem, entry: Entry) -> None:
    await messages.save_message(actor, entry.message_id, client_id=entry.client_id)


async def _remind(actor: UserItem, entry: Entry) -> None:
    when, zone = entry.args.get("when"), entry.args.get("zone", "")
    await messages.remind_of(actor, entry.message_id, when, zone=zone, client_id=entry.client_id)


async def _pin(actor: UserItem, entry: Entry) -> None:
    await messages.pin_message(actor, entry.message_id, client_id=entry.client_id)


async def _unpin(actor: UserItem, entry: Entry) -> None:
    await messages.unpin_message(actor, entry.message_id, client_id=entry.client_id)


async def _describe(actor: UserItem, entry: Entry) -> None:
    file, text = parse_id(str(entry.args.get("file"))), entry.args.get("alt")
    await messages.describe_file(actor, entry.message_id, file, text, client_id=entry.client_id)


Command = Callable[[UserItem, Entry], Awaitable[int | None]]
"""Returns what a later edit of the message is based on, if the entry is an edit."""

ACTIONS: dict[str, tuple[Throttle, Command]] = {
    "send": (SENDING, _send),
    "edit": (EDITING, _edit),
    "delete": (EDITING, _delete),
    "react": (REACTING, _react),
    "act": (PRESSING, _press),
    "save": (SAVING, _save),
    "remind": (SAVING, _remind),
    "pin": (REACTING, _pin),
    "unpin": (REACTING, _unpin),
    "unpreview": (EDITING, _remove_preview),
    "describe": (EDITING, _describe),
}
"""What people do with messages, each within a limit; message_toolbar.js has the buttons."""


class Outbox:
    """Answers the outbox of one page."""

    def __init__(self, viewer: Viewer, answer: Answer) -> None:
        self._viewer, self._answer = viewer, answer

    async def perform(self, client_id: str, entry: Mapping[str, object]) -> None:
        """Do what an entry says, and answer whether it is done, refused, or to be sent again later.

        Args:
            client_id: the entry's id in the browser
            entry: `action`, `room`, `key` (the message) and `args`, unchecked
        """
        try:
            result = await self._perform(client_id, entry)
        except NotSignedIn:
            return  # it waits for the next session
        except (TooMany, Unavailable) as error:
            self._answer("postponed", client_id, error.retry_after)
        except ChatError as error:
            self._answer("refused", client_id, error.message, "conflict" if isinstance(error, Conflict) else "")
        except Exception:
            self._answer("refused", client_id, "Something went wrong on our side. Please try again.", "")
            raise
        else:
            self._answer("performed", client_id, result)

    async def _perform(self, client_id: str, entry: Mapping[str, object]) -> int | None:
        match entry:
            case {"action": str(action), "room": str(room), "key": str(key), "args": dict(args)} if action in ACTIONS:
                limit, command = ACTIONS[action]
                return await self._viewer.act(limit, command, Entry(client_id, parse_id(room), parse_id(key), args))
        raise Invalid("This is not possible here. Please reload the page.")
