"""The lines of an export's JSON, field by field as docs/export.md tells."""

from collections.abc import Callable, Sequence
from typing import Any

from chat.accounts import BOT
from chat.exporting.items import Counts, Scope
from chat.exporting.rooms import ExportedRoom, Member, Pinned
from chat.files.items import FileItem
from chat.messages.items import MessageItem
from models import Profile, User

Record = dict[str, Any]

FORMAT, VERSION = "streamchat", 1


def export_record(scope: Scope, team: str, exported_at: int, counts: Counts) -> Record:
    """Return what an export is."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "scope": scope.kind,
        "team": team,
        "address": scope.address,
        "exported_at": exported_at,
        "from": scope.begins,
        "to": scope.ends,
        "people": counts.people,
        "rooms": counts.rooms,
        "messages": counts.messages,
        "files": counts.files,
        "missing_files": counts.missing_files,
    }


def person_record(row: User, profile: Profile, *, has_email: bool) -> Record:
    """Return somebody; their id and `created_at` together tell them from people of other places."""
    return {
        "id": row.id,
        "name": row.name,
        "email": row.email if has_email and row.deleted_at is None and row.role != BOT else None,
        "role": row.role,
        "title": profile.title,
        "zone": profile.zone,
        "avatar": f"avatars/{row.avatar}.webp" if row.avatar else None,
        "created_at": row.created_at,
        "deactivated_at": row.deactivated_at,
        "deleted_at": row.deleted_at,
    }


def room_record(room: ExportedRoom, members: Sequence[Member], pins: Sequence[Pinned]) -> Record:
    """Return a room with those who are in it."""
    row = room.row
    return {
        "id": row.id,
        "kind": row.kind,
        "name": row.name,
        "description": row.description,
        "is_default": bool(row.is_default),
        "created_at": row.created_at,
        "archived_at": row.archived_at,
        "members": [{"person": one.person_id, "role": one.role, "joined_at": one.joined_at} for one in members],
        "pins": [{"message": one.message_id, "person": one.person_id, "created_at": one.created_at} for one in pins],
        "path": messages_path(row.id),
        "folder": room.folder,
    }


def message_record(item: MessageItem, root_id: int | None, path_of: Callable[[FileItem], str]) -> Record:
    """Return a message, with the one that it replies to in a thread, and where its files are in the zip."""
    return {
        "id": item.id,
        "author": item.author.id,
        "created_at": item.created_at,
        "edited_at": item.edited_at,
        "deleted_at": item.deleted_at,
        "body": item.body,
        "thread": root_id,
        "reply_to": item.reply_to.id if item.reply_to else None,
        "reactions": [{"emoji": one.emoji, "people": [user.id for user in one.users]} for one in item.reactions],
        "mentions": [{"person": one.user and one.user.id, "places": one.places} for one in item.mentioned],
        "files": [file_record(file, path_of(file)) for file in item.files],
        **({"posted_as": {"name": item.guise.name, "emoji": item.guise.sign}} if item.guise else {}),
        **({"kind": item.live.kind, "state": item.live.state} if item.live else {}),
    }


def file_record(file: FileItem, path: str) -> Record:
    """Return a file of a message."""
    return {
        "id": file.id,
        "name": file.name,
        "type": file.type,
        "size": file.size,
        "digest": file.digest,
        "width": file.width,
        "height": file.height,
        "alt": file.alt,
        "path": path,
    }


def messages_path(room_id: int) -> str:
    """Return where the messages of a room are in the zip."""
    return f"messages/{room_id}.jsonl"
