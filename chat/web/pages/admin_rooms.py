"""`/admin/rooms`: forms that change rooms."""

from fastapi import Request
from fastapi.responses import Response

from chat import rooms
from chat.web.pages import forms
from chat.web.pages.admin import at, done
from chat.web.pages.form_submission import Administrator, Submission
from chat.web.pages.forms import Field


def register() -> None:
    """Add the routes."""
    forms.post("/admin/rooms/change", change)
    forms.post("/admin/rooms/archive", archive)
    forms.post("/admin/rooms/restore", restore)


async def change(
    request: Request, actor: Administrator, room_id: Field = "", name: Field = "", description: Field = ""
) -> Response:
    """Give a room another name and description."""
    number = forms.parse_id(room_id)
    submission = Submission(request, actor, at(request), f"room-{number}", {"name": name, "description": description})
    return await submission.run(
        lambda: rooms.rename_room(actor.user, number, name, description), lambda _: done(request, "room")
    )


async def archive(request: Request, actor: Administrator, room_id: Field = "") -> Response:
    """Put a room away."""
    number = forms.parse_id(room_id)
    submission = Submission(request, actor, at(request), f"room-{number}")
    return await submission.run(lambda: rooms.archive_room(actor.user, number), lambda _: done(request, "archived"))


async def restore(request: Request, actor: Administrator, room_id: Field = "") -> Response:
    """Bring a room back."""
    number = forms.parse_id(room_id)
    submission = Submission(request, actor, at(request), f"room-{number}")
    return await submission.run(lambda: rooms.restore_room(actor.user, number), lambda _: done(request, "restored"))
