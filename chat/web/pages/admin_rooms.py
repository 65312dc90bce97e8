"""`/admin/rooms`: forms that change rooms."""

from fastapi import Request
from fastapi.responses import Response

from chat import rooms
from chat.web.pages import forms
from chat.web.pages.admin import at, done
from chat.web.pages.form_submission import Administrator, Submission
from chat.web.pages.forms import Field, RowId


def register() -> None:
    """Add the routes."""
    forms.post("/admin/rooms/change", change)
    forms.post("/admin/rooms/archive", archive)
    forms.post("/admin/rooms/restore", restore)


async def change(
    request: Request, actor: Administrator, room_id: RowId = 0, name: Field = "", description: Field = ""
) -> Response:
    """Give a room another name and description."""
    submission = Submission(request, actor, at(request), f"room-{room_id}", {"name": name, "description": description})
    return await submission.run(
        lambda: rooms.rename_room(actor.user, room_id, name, description), lambda _: done(request, "room")
    )


async def archive(request: Request, actor: Administrator, room_id: RowId = 0) -> Response:
    """Put a room away."""
    submission = Submission(request, actor, at(request), f"room-{room_id}")
    return await submission.run(lambda: rooms.archive_room(actor.user, room_id), lambda _: done(request, "archived"))


async def restore(request: Request, actor: Administrator, room_id: RowId = 0) -> Response:
    """Bring a room back."""
    submission = Submission(request, actor, at(request), f"room-{room_id}")
    return await submission.run(lambda: rooms.restore_room(actor.user, room_id), lambda _: done(request, "restored"))
