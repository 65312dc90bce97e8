"""The operations that `quick_requests.py` answers: each does what its namesake in the API's description does."""

from chat import messages
from chat.accounts.items import Caller
from chat.web.api.messages import IN_ROOM
from chat.web.api.quick_requests import Headers, QuickOperation
from chat.web.api.schemas import Message, NewMessage
from chat.web.api.schemas_of_words import Words
from chat.web.api.words import APPENDING
from chat.web.server.limits import API, WORDS


def _is_a_text(headers: Headers, caller: Caller, message: NewMessage) -> bool:
    """Whether a message is a text, or files, and whoever sends it may read what is answered."""
    is_named_elsewhere = message.client_id is None and b"idempotency-key" in headers
    is_other = bool(message.kind) or message.state is not None or message.streaming
    return "read" in caller.scopes and not (is_named_elsewhere or is_other)


async def _send_message(caller: Caller, room_id: int, message: NewMessage) -> tuple[int, bytes]:
    sent, is_new = await messages.send_message_once(
        caller, room_id, message.body, message.client_id, reply_to=message.reply_to, files=message.files
    )
    return 201 if is_new else 200, Message.model_validate(sent).model_dump_json().encode()


def _always(_headers: Headers, _caller: Caller, _words: Words) -> bool:
    return True


async def _append_words(caller: Caller, message_id: int, words: Words) -> tuple[int, bytes]:
    return 200, b'{"length":%d}' % await messages.append_words(caller, message_id, words.text, words.offset)


SEND_MESSAGE = QuickOperation(IN_ROOM, API, NewMessage, _is_a_text, _send_message)
APPEND_WORDS = QuickOperation(APPENDING, WORDS, Words, _always, _append_words)
