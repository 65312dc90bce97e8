"""`/files/{id}/{name}`, and what pages ask by themselves to upload files to a room: answered in JSON."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse, Response
from nicegui import app

from chat import files
from chat.accounts.items import UserItem
from chat.errors import ChatError, NotFound, NotSignedIn, TooMany, Unavailable
from chat.files.items import FileItem
from chat.storage.database import database
from chat.text import parse_id
from chat.web import auth
from chat.web.files.receiving import receive
from chat.web.files.serving import send_file
from chat.web.server.body_limit import UNLIMITED
from chat.web.server.limits import FILE_UPLOADS, FORMS

Handler = Callable[..., Awaitable[Response]]


def register() -> None:
    """Add the routes."""
    app.get("/files/allowance")(_in_json(allowance))
    app.get("/files/{file_id}/{name:path}")(show)
    app.delete("/files/{file_id}")(_in_json(remove))
    app.post("/rooms/{room_id}/files", max_body_size=UNLIMITED)(_in_json(upload))


async def show(request: Request, file_id: str, preview: str = "", download: str | None = None) -> Response:
    """Send a file, or a preview of it; a 404 for whoever may not have it now."""
    try:
        actor = (await auth.look_up(request)).user
    except NotSignedIn as error:
        raise NotFound("File not found.") from error
    density = parse_id(preview) or (-1 if preview else 0)
    served = await database.read(files.file_to_serve, actor, parse_id(file_id), density)
    return await send_file(request, served, is_download=download is not None)


async def allowance(request: Request) -> Response:
    """Say how large a file may be, and how much of today's allowance is left."""
    allowed = await database.read(files.allowance, (await auth.look_up(request)).user)
    return JSONResponse({"max_file": allowed.max_file, "left_today": allowed.left_today})


async def upload(request: Request, room_id: str, client_id: str | None = None, keep: str = "") -> Response:
    """Store a file that the person may then send in the room; with `keep`, a picture keeps its metadata."""
    actor = await _from_here(request)
    await FILE_UPLOADS.acquire(str(actor.id))
    file, is_new = await receive(request, actor, parse_id(room_id), client_id, keeps_metadata=bool(keep))
    return JSONResponse(_told(file), 201 if is_new else 200)


async def remove(request: Request, file_id: str) -> Response:
    """Remove a file that the person has uploaded and not sent."""
    actor = await _from_here(request)
    await FORMS.acquire(str(actor.id))
    await files.remove_file(actor, parse_id(file_id))
    return Response(status_code=204)


async def _from_here(request: Request) -> UserItem:
    auth.refuse_cross_site_forms(request)
    return (await auth.identify(request)).user


def _told(file: FileItem) -> dict[str, object]:
    return {"id": file.id, "name": file.name, "size": file.size, "type": file.type, "url": file.url}


def _in_json(handler: Handler) -> Handler:
    """Answer errors in the API's form, since scripts ask."""

    @wraps(handler)
    async def answer(*args: Any, **kwargs: Any) -> Response:
        try:
            return await handler(*args, **kwargs)
        except ChatError as error:
            headers = {"Retry-After": str(error.retry_after)} if isinstance(error, TooMany | Unavailable) else None
            return JSONResponse({"error": {"code": error.code(), "message": error.message}}, error.status, headers)

    return answer
