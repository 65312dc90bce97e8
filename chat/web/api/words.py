"""Messages that are written word by word: adding to them, and finishing them; they are begun as others are sent."""

from typing import Annotated

from fastapi import Body, FastAPI, Request, Response
from fastapi.responses import JSONResponse
from pydantic import TypeAdapter, ValidationError

from chat import messages
from chat.web.api.auth import Actor, GuardedRoute, Handler
from chat.web.api.errors import problems
from chat.web.api.messages import ONE
from chat.web.api.schemas import Id, Message
from chat.web.api.schemas_of_words import Finishing, Length, Words

ADDED = "How many characters the text has now."
FINISHED = "The message as it is now."


ID = TypeAdapter(Id)


class QuickRoute(GuardedRoute):
    """Adds words, of which there may be many a second, without all that FastAPI would do for each request."""

    def admitted_handler(self) -> Handler:
        """Return a handler that leaves what is not as it should be to FastAPI's, which says what is wrong."""
        handle = super().admitted_handler()

        async def add(request: Request) -> Response:
            try:
                message_id = ID.validate_python(request.path_params["message_id"])
                words = Words.model_validate_json(await request.body())
            except ValidationError:
                return await handle(request)
            return JSONResponse((await append_words(message_id, words, request.state.actor)).model_dump())

        return add


def register(api: FastAPI) -> None:
    """Add the operations."""
    wrong = problems(403, 404, 409, 413, 415, 422)
    api.router.add_api_route(
        ONE + "/append",
        append_words,
        methods=["POST"],
        summary="Add to a message",
        response_description=ADDED,
        responses=wrong,
        route_class_override=QuickRoute,
    )
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
