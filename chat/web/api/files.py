"""Files: upload one to a room, list those of a room, read one."""

from functools import partial
from typing import Annotated

from fastapi import FastAPI, Query, Request, Response
from fastapi.responses import Response as AnyResponse
from pydantic import BeforeValidator

from chat import files, messages
from chat.files.items import SharedFile as SharedFileItem
from chat.files.items import Sought
from chat.storage.database import database
from chat.web.api.auth import Actor
from chat.web.api.errors import Documented, problems
from chat.web.api.schemas import AttachedFile, ClientId, File, Id, Person
from chat.web.api.schemas_of_files import FileDescription, FilesAsked, SharedFile, SharedFiles
from chat.web.api.schemas_of_rooms import truth
from chat.web.files.receiving import receive
from chat.web.files.serving import send_file
from chat.web.server.body_limit import UNLIMITED
from chat.web.server.limits import EDITING, FILE_UPLOADS

IN_ROOM = "/v1/rooms/{room_id}/files"
ONE = "/v1/files/{file_id}"
OF_MESSAGE = "/v1/messages/{message_id}/files/{file_id}"

FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary", "description": "The file."}},
                }
            }
        },
    }
}
BYTES: Documented = {
    200: {"content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}},
    206: {"description": "The part of the file that was asked for with `Range`."},
    304: {"description": "You have the file already: its ETag is that of `If-None-Match`."},
    416: {"description": "The file has no such part."},
}
AGAIN: Documented = {
    200: {"model": File, "description": "A file with this `client_id` was already stored: this is it."}
}

ClientIdOfUpload = Annotated[
    ClientId | None,
    Query(description="Your own id for this file: uploading again with the same id stores it once."),
]
Keep = Annotated[
    bool,
    BeforeValidator(truth),
    Query(description="Whether a JPEG, PNG or WebP keeps what its camera has noted, such as the place."),
]


def register(api: FastAPI) -> None:
    """Add the operations."""
    api.post(
        IN_ROOM,
        summary="Upload a file",
        response_description="The file, which nobody else sees until you send it.",
        responses=AGAIN | problems(403, 404, 408, 413, 415, 422),
        status_code=201,
        openapi_extra=FORM,
        max_body_size=UNLIMITED,
    )(upload_file)
    api.get(IN_ROOM, summary="List the files", response_description="The files.", responses=problems(404, 422))(
        list_files
    )
    api.get(
        ONE,
        summary="Read a file",
        response_description="The bytes of the file.",
        responses=BYTES | problems(404, 422),
        response_class=AnyResponse,
    )(read_file)
    api.delete(
        ONE, summary="Remove a file", response_description="It is gone.", responses=problems(404, 422), status_code=204
    )(remove_file)
    api.patch(
        OF_MESSAGE,
        summary="Describe a file",
        response_description="It is described.",
        responses=problems(403, 404, 413, 415, 422),
        status_code=204,
    )(describe_file)


async def upload_file(
    request: Request,
    response: Response,
    room_id: Id,
    actor: Actor,
    client_id: ClientIdOfUpload = None,
    keep: Keep = False,
) -> File:
    """Upload a file to a room, as `multipart/form-data` in a field named `file`; then send it with a message.

    What is not sent within a day is removed.
    """
    await FILE_UPLOADS.acquire(str(actor.id))
    file, is_new = await receive(request, actor, room_id, client_id, keeps_metadata=keep)
    response.status_code = 201 if is_new else 200
    return File.model_validate(file)


async def list_files(room_id: Id, asked: Annotated[FilesAsked, Query()], actor: Actor) -> SharedFiles:
    """What was sent in a room and its threads, as pictures or other files, newest first."""
    sought = Sought(asked.person or 0, asked.since, asked.until)
    page = await database.read(
        partial(files.shared_files, are_pictures=asked.kind == "pictures", before=asked.before, limit=asked.limit),
        actor,
        room_id,
        sought=sought,
    )
    return SharedFiles(files=[_shared(one) for one in page.files], next=page.next)


def _shared(one: SharedFileItem) -> SharedFile:
    file = AttachedFile.model_validate(one.file).model_dump()
    return SharedFile(**file, message=one.message_id, owner=Person.model_validate(one.owner), sent_at=one.sent_at)


async def read_file(request: Request, file_id: Id, actor: Actor) -> AnyResponse:
    """Read the bytes of a file, or with `Range` a part of them."""
    return await send_file(request, await database.read(files.file_to_serve, actor, file_id))


async def remove_file(file_id: Id, actor: Actor) -> None:
    """Remove a file that you have uploaded and not sent."""
    await database.read(files.file_to_serve, actor, file_id)  # of other rooms than its own, a token knows nothing
    await files.remove_file(actor, file_id)


async def describe_file(message_id: Id, file_id: Id, description: FileDescription, actor: Actor) -> None:
    """Say in words what a file of your own message shows, for whoever cannot see it."""
    await EDITING.acquire(str(actor.id))
    await messages.describe_file(actor, message_id, file_id, description.alt)
