"""Posts of programs: one or several messages at once, possibly under another name than the bot's."""

from collections.abc import Sequence

from chat import rooms
from chat.accounts import BOT, require_active_locked
from chat.accounts.items import Guise, UserItem
from chat.counters import counts
from chat.errors import ChatError
from chat.messages.commands.messages import Text, write_message
from chat.messages.commands.thread_replies import note_reply
from chat.messages.commands.threads import open_thread
from chat.messages.guises import allowed
from chat.messages.items import EVERYBODY, MessageItem
from chat.messages.redrawing import draw_beside
from chat.storage.database import database
from chat.text import clean_body
from models import Message, row_id


async def post_messages(
    author: UserItem,
    room_id: int,
    texts: Sequence[str],
    *,
    root_id: int = 0,
    guise: Guise | None = None,
    may_tell_all: bool = False,
) -> Sequence[MessageItem]:
    """Post texts of a bot as messages of a room, all of them or none, and return these.

    Raises `NotFound` for the room, `Forbidden` for an archived one, and `Invalid` for a text.

    Args:
        author: the bot
        room_id: where it posts
        texts: each as long as a message may be
        root_id: the message of the room in whose thread it replies; where there is none, it posts to the room
        guise: under which name and sign it posts, if under another one
        may_tell_all: whether `@room` means everybody there
    """
    cleaned = [clean_body(text) for text in texts]
    drawn = [(text, await draw_beside(text)) for text in cleaned]
    if guise and (guise := await database.read(allowed, guise, author.id)) == Guise():
        guise = None
    place = await _thread(author, room_id, root_id) if root_id else room_id
    new = (drawn, guise, () if may_tell_all else (EVERYBODY,))
    while (posted := await database.write_concurrent(row_id(place), _post, author, place, *new)) is None:
        await rooms.enter_room(author, room_id)
    counts.messages += len(posted)
    return posted


async def _thread(author: UserItem, room_id: int, root_id: int) -> int:
    """Return the thread below a message, or the room if that is no message of it which one could reply to."""
    if not await database.read(_is_of, room_id, root_id):
        return room_id
    try:
        return (await open_thread(author, root_id)).id
    except ChatError:
        return room_id


def _is_of(room_id: int, message_id: int) -> bool:
    return Message.select().where(Message.id == row_id(message_id), Message.room == room_id).exists()


def _post(
    author: UserItem, place: int, texts: Sequence[Text], guise: Guise | None, told: Sequence[int]
) -> Sequence[MessageItem] | None:
    row, room = require_active_locked(author), rooms.lock_writable_room(author, place)
    if rooms.must_enter(room, row.id):
        return None
    guise = guise if row.role == BOT else None
    posted = []
    for text in texts:
        message, item = write_message(room, row, text, None, None, (), told=told, guise=guise)
        if room.parent_id is not None:
            note_reply(room, message, item)
        rooms.read_by_writing(room, author, message.id)
        posted.append(item)
    return posted
