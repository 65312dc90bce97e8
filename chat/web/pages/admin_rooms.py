"""`/admin/rooms`: what administrators do to rooms."""

from fastapi import Request
from fastapi.responses import Response

from chat import rooms
from chat.web.pages import forms
from chat.web.pages.admin import at, done
from chat.web.pages.form_submission import Administrator, Submission
from chat.web.pages.forms import Field


def register() -> None:
    """Add the routes."""
    forms.target("/admin/rooms/change", change)
    forms.target("/admin/rooms/archive", archive)
    forms.target("/admin/rooms/restore", restore)


async def change(
    request: Request, asker: Administrator, room_id: Field = "", name: Field = "", description: Field = ""
) -> Response:
    """Give a room another name and description."""
    number = forms.number(room_id)
    submission = Submission(request, asker, at(request), f"room-{number}", {"name": name, "description": description})
    return await submission.run(
        lambda: rooms.rename_room(asker.user, number, name, description), lambda _: done(request, "room")
    )


async def archive(request: Request, asker: Administrator, room_id: Field = "") -> Response:
    """Put a room away."""
    number = forms.number(room_id)
    submission = Submission(request, asker, at(request), f"room-{number}")
    return await submission.run(lambda: rooms.archive_room(asker.user, number), lambda _: done(request, "archived"))


async def restore(request: Request, asker: Administrator, room_id: Field = "") -> Response:
    """Bring a room back."""
    number = forms.number(room_id)
    submission = Submission(request, asker, at(request), f"room-{number}")
    return await submission.run(lambda: rooms.restore_room(asker.user, number), lambda _: done(request, "restored"))
