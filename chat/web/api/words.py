"""Messages that are written word by word: adding to them, and finishing them; they are begun as others are sent.

Most of what is added `quick_words.py` takes, as the operation here would.
"""

from typing import Annotated

from fastapi import Body, FastAPI

from chat import messages
from chat.web.api.auth import Actor
from chat.web.api.errors import problems
from chat.web.api.messages import ONE
from chat.web.api.schemas import Id, Message
from chat.web.api.schemas_of_words import Finishing, Length, Words

ADDED = "How many characters the text has now."
FINISHED = "The message as it is now."


def register(api: FastAPI) -> None:
    """Add the operations."""
    wrong = problems(403, 404, 409, 413, 415, 422)
    api.post(ONE + "/append", summary="Add to a message", response_description=ADDED, responses=wrong)(append_words)
    api.post(ONE + "/finish", summary="Finish a message", response_description=FINISHED, responses=wrong)(
        finish_message
    )


async def append_words(message_id: Id, words: Words, actor: Actor) -> Length:
    """Add to one of your own messages that is written word by word: it is shown at once.

    It is safe to repeat: `offset` says where it belongs. If something is missing before it, or something else stands
    there, the error has the `length` of the text so far: go on from there. A message that becomes too long stays as it
    was; finish it, and go on in another one. 100 requests a second are fine.
    """
    return Length(length=await messages.append_words(actor, message_id, words.text, words.offset))


async def finish_message(
    message_id: Id, actor: Actor, finishing: Annotated[Finishing | None, Body()] = None
) -> Message:
    """Finish a message that was written word by word: its mentions are told now, and searches find it.

    Finishing again does nothing. The body may be left out; with one, the text can be replaced as a whole.
    """
    given = finishing or Finishing()
    return Message.model_validate(await messages.finish_message(actor, message_id, given.body, offset=given.offset))
