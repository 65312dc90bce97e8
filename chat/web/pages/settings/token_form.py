"""The form in which an API token is made, of one's own or of a bot: what for, where, for how long; shown once."""

from collections.abc import Sequence
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from chat import accounts, rooms
from chat.accounts.items import Identity, UserItem
from chat.errors import NotFound, about_field
from chat.rooms.items import RoomItem
from chat.storage.database import database
from chat.text import parse_id
from chat.web.files.exports import address_of_place
from chat.web.pages import forms

LASTS = (("7", "7 days"), ("30", "30 days"), ("90", "90 days"), ("365", "A year"), ("", "For ever"))
SCOPES = (("read write", "Read and write"), ("read", "Read"), ("write", "Write"))

TRIED = """curl -H "Authorization: Bearer {token}" {place}/api/v1/rooms"""
TRIED_BY_WRITING = """curl -H "Authorization: Bearer {token}" -H "Content-Type: application/json" \\
  -d '{{"body": "Hello"}}' {place}/api/v1/rooms/{room}/messages"""


def choices(actor: UserItem) -> dict[str, Any]:
    """Return what one may choose in the form: what a token is good for, for how long, and in which rooms."""
    mine = [room for room in rooms.rooms(actor) if room.kind != "direct"]
    return {"lasts": LASTS, "scopes": SCOPES, "rooms": mine, "room_names": {room.id: room.name for room in mine}}


async def make_token(
    request: Request, actor: Identity, fields: Sequence[str], room_id: str, back: str, bot_id: int | None = None
) -> Response:
    """Create a token and show it: this once and never again.

    Args:
        request: the form's
        actor: who makes it
        fields: its name, what it is good for, and for how many days
        room_id: the only room that it sees, as the form names it; "" for all
        back: the page to go back to
        bot_id: whose it is, if not the actor's own
    """
    name, scopes, days = fields
    room = await _room(actor.user, parse_id(room_id)) if room_id else None  # what is no id is no room: not all of them
    with about_field("name"):
        token = await accounts.create_api_token(
            actor,
            name,
            scopes=scopes.split(),
            room_id=room.id if room else None,
            days=None if not days else int(days) if days.isdecimal() and len(days) < 4 else 0,
            bot_id=bot_id,
        )
    who = "the bot" if bot_id else "you"
    return forms.page(
        "show_once.html",
        title="The new API token" if bot_id else "Your new API token",
        lead=f"A program with this token can act as {who}. Do not share it.",
        label="API token",
        secret=token,
        example=_example(token, scopes, room, address_of_place(request)),
        picture="",
        back=back,
        back_to="settings",
    )


async def _room(actor: UserItem, room_id: int) -> RoomItem:
    try:
        return await database.read(rooms.room, actor, room_id)
    except NotFound as error:
        error.field = "room"
        raise


def _example(token: str, scopes: str, room: RoomItem | None, place: str) -> str:
    line = TRIED if "read" in scopes else TRIED_BY_WRITING
    return line.format(token=token, place=place, room=room.id if room else 1)
