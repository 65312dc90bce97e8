"""Reads Slack's exports, and those of programs that write the same form."""

import re
from collections.abc import Iterator
from functools import partial

from chat.importing.items import FileRecord, MessageRecord, PersonRecord, Record, Report, RoomRecord
from chat.importing.reading.archives import Archive
from chat.importing.reading.documents import milliseconds, objects_in
from chat.importing.reading.words import KeptWords
from chat.json_values import Object, list_in, objects_of, text_in, texts_of
from chat.messages.emoji import emoji_of
from chat.slack_format.blocks import text_of
from chat.slack_format.mrkdwn import to_parts
from chat.slack_format.parts import Part
from chat.slack_format.rich_text import escaped

SOURCE = "slack"
"""Slack's ids are unique among all its workspaces."""

LISTS = {"channels.json": "open", "groups.json": "closed", "mpims.json": "direct", "dms.json": "direct"}

DAY = re.compile(r"[^/]+/\d{4}-\d\d-\d\d\.json")

NOTES = re.compile(
    r"(channel|group)_(join|leave|topic|purpose|name|archive|unarchive|convert_to_private|posting_permissions)"
    r"|(un)?pinned_item|bot_(add|remove|enable|disable)|app_conversation_(join|leave)|tombstone|message_deleted"
    r"|reminder_(add|delete)|channel_canvas_updated|tabbed_canvas_updated|huddle_thread|sh_room_created|joiner_notif\w*"
)
"""Subtypes of what people did, not said; what replies are below comes nevertheless."""

DELETED = ("tombstone", "message_deleted")
"""Subtypes of what is left of a message while there are replies to it."""

PREVIEW = "a preview of a page is left out: its message has the link"


def is_export(archive: Archive) -> bool:
    """Whether this is a Slack export."""
    return "users.json" in archive.sizes and any(name in archive.sizes for name in LISTS)


def read(archive: Archive, report: Report) -> Iterator[Record]:
    """Yield all records of an export."""
    users = [*objects_in(archive, "users.json", report), *objects_in(archive, "org_users.json", report)]
    for user in users:
        if person := _person(user):
            yield person
        else:
            report.problem("somebody has no id: they are left out", text_in(user, "name"))
    rooms = {}
    for name, kind in LISTS.items():
        for number, channel in enumerate(objects_in(archive, name, report)):
            key, called = text_in(channel, "id"), text_in(channel, "name")
            if key and (called or kind == "direct"):
                room = rooms[called or key] = rooms[key] = _room(key, channel, kind)
                yield room
            else:
                report.problem(f"a channel has no {'name' if key else 'id'}", called or f"{name}, entry {number + 1}")
    pins = dict(_pins(archive))
    uploads = _uploads(archive)
    for name in sorted(filter(DAY.fullmatch, archive.sizes)):
        folder = name.partition("/")[0]
        if folder not in rooms:
            report.problem("a folder is of no known channel: it comes as a closed room", folder)
            rooms[folder] = RoomRecord(folder, "closed", folder)
            yield rooms[folder]
        for number, message in enumerate(objects_in(archive, name, report)):
            where = f"{name}, entry {number + 1}"
            yield from _records(message, rooms[folder].key, where, uploads, pins, report)


def _person(user: Object) -> PersonRecord | None:
    key = text_in(user, "id")
    names = (text_in(user, "profile", "display_name"), text_in(user, "profile", "real_name"))
    name = next(filter(None, (names[1], names[0], text_in(user, "real_name"), text_in(user, "name"))), key)
    aliases = tuple(filter(None, (text_in(user, "name"), names[0])))
    title, zone = text_in(user, "profile", "title"), text_in(user, "tz")
    email, picture = text_in(user, "profile", "email"), _picture(user)
    return PersonRecord(key, name, email, aliases, title=title, zone=zone, picture=picture) if key else None


def _picture(user: Object) -> FileRecord | None:
    """Return the picture that somebody has chosen; Slack and Gravatar make one for everybody else."""
    own, large = (text_in(user, "profile", f"image_{size}") for size in ("original", "512"))
    is_made = not own and text_in(user, "profile", "avatar_hash").startswith("g")
    url = "" if is_made else large or own
    return FileRecord(text_in(user, "name") or "picture", url=url) if url else None


def _room(key: str, channel: Object, kind: str) -> RoomRecord:
    creator = text_in(channel, "creator")
    return RoomRecord(
        key,
        kind,
        "" if kind == "direct" else text_in(channel, "name"),
        text_in(channel, "purpose", "value") or text_in(channel, "topic", "value"),
        texts_of(channel, "members"),
        (creator,) if creator in texts_of(channel, "members") else (),
        milliseconds(channel.get("created"), 1000) or None,
        is_archived=channel.get("is_archived") is True,
        is_default=channel.get("is_general") is True,
    )


def _pins(archive: Archive) -> Iterator[tuple[tuple[str, str], list[str | int]]]:
    """Yield who has pinned a message of a channel, and when."""
    for name in LISTS:
        for channel in objects_in(archive, name, Report()):
            for pin in objects_of(channel, "pins"):
                pinned: list[str | int] = [text_in(pin, "user"), milliseconds(pin.get("created"), 1000)]
                yield (text_in(channel, "id"), text_in(pin, "id")), pinned


def _uploads(archive: Archive) -> dict[str, str]:
    """Return where the files are that some programs put into the archive, by their ids.

    They are `__uploads/<id>/<name>`, or `<channel>/attachments/<id>-<name>`.
    """
    found = {}
    for name in archive.sizes:
        folders = name.split("/")
        if folders[0] == "__uploads" and len(folders) == 3:
            found[folders[1]] = name
        elif len(folders) == 3 and folders[1] == "attachments":
            found[folders[2].partition("-")[0]] = name
    return found


def _records(
    message: Object,
    room: str,
    where: str,
    uploads: dict[str, str],
    pins: dict[tuple[str, str], list[str | int]],
    report: Report,
) -> Iterator[Record]:
    subtype, ts = text_in(message, "subtype"), text_in(message, "ts")
    thread = text_in(message, "thread_ts")
    begins_thread = bool(thread) and thread == ts
    if not begins_thread and (NOTES.fullmatch(subtype) or message.get("hidden") is True):
        report.problem("what people did is not told (joined, left, renamed …)", subtype)
        return
    at = milliseconds(ts, 1000)
    if not at:
        report.problem("a message has no time", where)
        return
    author = _author(message)
    yield author
    is_deleted = begins_thread and subtype in DELETED
    yield MessageRecord(
        key=f"{room}:{ts}",
        room=room,
        author=author.key,
        at=at,
        text=[] if is_deleted else _text(message, where, report),
        edited_at=milliseconds(text_in(message, "edited", "ts"), 1000) or None,
        thread=f"{room}:{thread}" if thread and thread != ts else "",
        reactions=[
            [text_in(one, "name"), who] for one in objects_of(message, "reactions") for who in texts_of(one, "users")
        ],
        files=[] if is_deleted else [file for one in _files(message) if (file := _file(one, uploads, report))],
        pinned=pins.get((room, ts), ["", 0] if list_in(message, "pinned_to") else []),
        is_deleted=is_deleted,
        also_in_room=subtype in ("thread_broadcast", "reply_broadcast"),
        where=where,
    )


def _author(message: Object) -> PersonRecord:
    """Return who wrote a message: in public places others than those of `users.json` write too."""
    for key in ("user", "bot_id"):
        if text_in(message, key):
            break
    else:
        name = text_in(message, "username") or "Slack"
        return PersonRecord(f"bot:{name}", name)
    profile = message.get("user_profile") if key == "user" else message.get("bot_profile")
    name = text_in(profile, "real_name") or text_in(profile, "name") or text_in(message, "username")
    return PersonRecord(text_in(message, key), name)


def _text(message: Object, where: str, report: Report) -> list[Part]:
    words = KeptWords(partial(to_parts, emoji_of=emoji_of))
    said = _said(message)
    text = words.formatted(said)
    if text_in(message, "subtype") == "me_message" and text:
        text = f"_{text}_"
    shown = [one for one in objects_of(message, "attachments") if not _is_preview(one, said)]
    for _ in range(len(objects_of(message, "attachments")) - len(shown)):
        report.problem(PREVIEW, where)
    return words.parts(text, shown)


def _said(message: Object) -> str:
    """Return what a message says; beside blocks of an app, its text is what notifications of it say."""
    text, blocks = text_in(message, "text"), objects_of(message, "blocks")
    is_drawn = any(text_in(block, "type") != "rich_text" for block in blocks)
    return text_of(blocks) or text if is_drawn or not text else text


def _is_preview(attachment: Object, said: str) -> bool:
    """Whether an attachment is what Slack has found behind a link in the text, which is no message shared there."""
    address = text_in(attachment, "from_url") or text_in(attachment, "original_url")
    is_shared = any(attachment.get(name) is True for name in ("is_share", "is_msg_unfurl"))
    return bool(address) and not is_shared and (address in said or escaped(address) in said)


def _files(message: Object) -> Iterator[Object]:
    """Yield the files of a message, and of those that it shares."""
    yield from objects_of(message, "files")
    for attachment in objects_of(message, "attachments"):
        yield from objects_of(attachment, "files")


def _file(file: Object, uploads: dict[str, str], report: Report) -> FileRecord | None:
    name = text_in(file, "name") or text_in(file, "title") or "file"
    if file.get("mode") in ("tombstone", "hidden_by_limit"):
        report.problem("a file was deleted or hidden in Slack", name)
        return None
    path = uploads.get(text_in(file, "id"), "")
    url = text_in(file, "url_private_download") or text_in(file, "url_private") or text_in(file, "permalink")
    return FileRecord(name, path, url, text_in(file, "alt_txt"))
