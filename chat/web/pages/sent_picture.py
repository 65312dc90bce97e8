"""What a form sends with a picture."""

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from chat.accounts import MAX_UPLOAD
from chat.errors import Invalid, TooLarge
from chat.text import parse_id
from chat.web.pages.forms import whole
from chat.web.server.body_limit import MAX_BODY_BYTES

MAX_FORM = MAX_UPLOAD + 10_000
"""Bytes of a picture with what a form puts around it."""

MAX_PICTURE_BODY = MAX_UPLOAD + MAX_BODY_BYTES
"""How much a form with a picture may send."""


async def picture_of(request: Request) -> bytes:
    """Read the picture from a form; FastAPI would read the body before it checks the session."""
    _, image = await sent_with_picture(request)
    if not image:
        raise Invalid("Choose a picture first.")
    return image


async def sent_with_picture(request: Request, most_fields: int = 1) -> tuple[dict[str, str], bytes]:
    """Read a form with a picture, which is empty if none was chosen, and at most so many other fields."""
    length = parse_id(request.headers.get("content-length", ""))
    if not 0 < length <= MAX_FORM:
        raise TooLarge(f"The picture is too large: at most {MAX_UPLOAD // 1024 // 1024} MB.")
    try:
        async with request.form(max_files=1, max_fields=most_fields) as form:
            picture = form.get("picture")
            image = await picture.read() if isinstance(picture, UploadFile) else b""
            return {name: whole(text) for name, text in form.items() if isinstance(text, str)}, image
    except HTTPException as error:
        raise Invalid("This file cannot be read as a picture.") from error
