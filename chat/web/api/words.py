"""Messages that are written word by word: adding to them, and finishing them; they are begun as others are sent.

Most of what is added `quick_operations.py` takes, as the operation here would.
"""

from typing import Annotated

from fastapi import Body, FastAPI

from chat import messages
from chat.web.api.auth import Actor
from chat.web.api.errors import problems
from chat.web.api.messages import ONE
from chat.web.api.schemas import Id, Message
from chat.web.api.schemas_of_words import Finishing, Length, Words
from chat.web.api.streamed_words import LINES, AppendingRoute
from chat.web.server.body_limit import UNLIMITED

APPENDING = f"{ONE}/append"

ADDED = "How many characters the text has now."
OR_LINES = {
    "requestBody": {
        "content": {
            LINES: {
                "schema": {
                    "type": "string",
                    "description": "Lines of JSON with `text` and perhaps `offset`.",
                }
            }
        }
    }
}
FINISHED = "The message as it is now."


def register(api: FastAPI) -> None:
    """Add the operations."""
    wrong = problems(403, 404, 409, 413, 415, 422)
    api.router.add_api_route(
        APPENDING,
        append_words,
        methods=["POST"],
        summary="Add to a message",
        response_description=ADDED,
        responses=wrong | problems(408),
        openapi_extra=OR_LINES,
        max_body_size=UNLIMITED,
        route_class_override=AppendingRoute,
    )
    api.post(ONE + "/finish", summary="Finish a message", response_description=FINISHED, responses=wrong)(
        finish_message
    )


async def append_words(message_id: Id, words: Words, actor: Actor) -> Length:
    """Add to one of your own messages that is written word by word: it is shown at once.

    It is safe to repeat: `offset` says where it belongs. If something is missing before it, or something else stands
    there, the error has the `length` of the text so far: go on from there. A message that becomes too long stays as it
    was; finish it, and go on in another one. 100 requests a second are fine.

    One request can add all of it: as `application/x-ndjson` its body is lines of JSON with `text`, each shown as soon
    as it has come, for as long as there is one each minute. Without an `offset` a line goes on where the one before it
    ended, the first at 0. The first line that is wrong ends the request, and those before it stay.
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
