"""Reads Mattermost's bulk exports: one JSON object a line, alone or in a zip file with attachments."""

import re
from collections.abc import Iterator
from hashlib import sha256

from chat.importing.items import OWN_EMOJI, FileRecord, MessageRecord, PersonRecord, Record, Report, RoomRecord
from chat.importing.reading.archives import BROKEN, Archive
from chat.importing.reading.documents import lines_of, milliseconds, parsed
from chat.importing.reading.words import KeptWords
from chat.json_values import Object, objects_of, text_in, texts_of
from chat.slack_format.parts import EVERYBODY, MENTION, ROOM_LINK, Part

SOURCE = "mattermost"

HEAD = 4096
"""Bytes in which the first line ends, if it is that of an export."""

NAMED = re.compile(r"(?<![\w`@/.])@([a-z0-9][a-z0-9._-]*)|(?<![\w`~/])~([a-z0-9][a-z0-9_-]*)", re.IGNORECASE)
CODE = re.compile(r"(```.*?(?:```|\Z)|`[^`\n]+`)", re.DOTALL)
ALL = ("all", "channel", "here")

WEBHOOK = "webhook:"


def is_export(archive: Archive) -> bool:
    """Whether this is a bulk export."""
    return bool(_file_of(archive))


def _file_of(archive: Archive) -> str:
    """Return the name of the file whose first line is that of an export."""
    for name in sorted(archive.sizes, key=lambda name: (name.count("/"), name)):
        if name.endswith((".jsonl", ".json", ".ndjson")) and "/" not in name:
            try:
                with archive.open(name) as file:
                    first = parsed(file.readline(HEAD), name, Report())
            except BROKEN:
                continue
            if isinstance(first, dict) and first.get("type") == "version":
                return name
    return ""


def read(archive: Archive, report: Report) -> Iterator[Record]:
    """Yield all records of an export; members of rooms come with the people, after the rooms."""
    name = _file_of(archive)
    reading = _Reading(archive, report)
    for number, line in lines_of(archive, name, report):
        kind = text_in(line, "type")
        content = line.get(kind)
        if isinstance(content, dict):
            reading.look(kind, content, f"{name}, line {number}")
    yield from reading.people.values()
    yield from reading.rooms()
    for number, line in lines_of(archive, name, Report()):
        kind = text_in(line, "type")
        if kind in ("post", "direct_post") and isinstance(line.get(kind), dict):
            yield from reading.posts(line[kind], f"{name}, line {number}", is_direct=kind == "direct_post")


class _Reading:
    """What an export has said so far."""

    def __init__(self, archive: Archive, report: Report) -> None:
        self._archive, self._report = archive, report
        self.people: dict[str, PersonRecord] = {}
        self._channels: dict[str, Object] = {}
        self._members: dict[str, dict[str, bool]] = {}
        self._direct: dict[str, tuple[str, ...]] = {}

    def look(self, kind: str, content: Object, where: str) -> None:
        """Take note of a line that is no post."""
        if kind == "user" and text_in(content, "username"):
            self._meet(content)
        elif kind == "channel" and text_in(content, "name"):
            self._channels[_channel_key(text_in(content, "team"), text_in(content, "name"))] = content
        elif kind in ("direct_channel", "direct_post"):
            self._find_direct(content)
        elif kind == "emoji":
            self._report.problem(OWN_EMOJI, text_in(content, "name"))
        elif kind not in ("version", "team", "post", "role", "scheme", "bot"):
            self._report.problem("lines of a kind that is not known", f"{where}: {kind}")

    def _meet(self, user: Object) -> None:
        name = text_in(user, "username")
        whole = " ".join(filter(None, (text_in(user, "first_name"), text_in(user, "last_name"))))
        shown = whole or text_in(user, "nickname") or name
        aliases = tuple(filter(None, (text_in(user, "nickname"), text_in(user, "email"))))
        email, title = text_in(user, "email"), text_in(user, "position")
        picture = self._file(text_in(user, "profile_image"))
        self.people[name] = PersonRecord(
            name, shown, email, aliases, title=title, picture=picture if picture.path else None
        )
        for team in objects_of(user, "teams"):
            for channel in objects_of(team, "channels"):
                key = _channel_key(text_in(team, "name"), text_in(channel, "name"))
                is_manager = "channel_admin" in text_in(channel, "roles")
                self._members.setdefault(key, {})[name] = is_manager

    def _find_direct(self, content: Object) -> None:
        members = texts_of(content, "members") or texts_of(content, "channel_members")
        members = members or tuple(text_in(one, "username") for one in objects_of(content, "participants"))
        self._direct.setdefault(_direct_key(members), members)

    def rooms(self) -> Iterator[RoomRecord]:
        """Yield all rooms, with who is in them."""
        for key, channel in self._channels.items():
            members = self._members.get(key, {})
            yield RoomRecord(
                key,
                "open" if text_in(channel, "type") == "O" else "closed",
                text_in(channel, "display_name") or text_in(channel, "name"),
                text_in(channel, "purpose") or text_in(channel, "header"),
                tuple(members),
                tuple(name for name, is_manager in members.items() if is_manager),
                is_archived=bool(milliseconds(channel.get("deleted_at") or channel.get("delete_at"))),
                is_default=text_in(channel, "name") == "town-square",
            )
        for key, people in self._direct.items():
            yield RoomRecord(key, "direct", members=tuple(dict.fromkeys(people)))

    def posts(self, post: Object, where: str, *, is_direct: bool) -> Iterator[PersonRecord | MessageRecord]:
        """Yield a post and its replies, with the webhooks that have written them."""
        if is_direct:
            room = _direct_key(texts_of(post, "channel_members"))
        else:
            room = _channel_key(text_in(post, "team"), text_in(post, "channel"))
            where = f"{where} ({text_in(post, 'channel')})"
        replies = objects_of(post, "replies")
        root = self._message(post, room, where, "", is_needed=bool(replies))
        yield from _with_webhook(post, root)
        for reply in replies:
            yield from _with_webhook(reply, self._message(reply, room, where, root.key if root else ""))

    def _message(
        self, post: Object, room: str, where: str, root: str, *, is_needed: bool = False
    ) -> MessageRecord | None:
        """Return a message; what people did is one only if it `is_needed` for replies to it."""
        author, at, body = text_in(post, "user"), milliseconds(post.get("create_at")), text_in(post, "message")
        if text_in(post, "type").startswith("system_") and not is_needed:
            self._report.problem("what people did is not told (joined, left, renamed …)", text_in(post, "type"))
            return None
        if not author or not at:
            self._report.problem("a message has no author or no time", where)
            return None
        edited_at, deleted_at = milliseconds(post.get("edit_at")), milliseconds(post.get("delete_at"))
        words = KeptWords(self._text)
        return MessageRecord(
            key=_post_key(room, author, at, body, root),
            room=room,
            author=_webhook_key(post) or author,
            at=at,
            text=[] if deleted_at else words.parts(words.formatted(body), objects_of(_props(post), "attachments")),
            edited_at=edited_at if edited_at > at else None,
            thread=root,
            reactions=[[text_in(one, "emoji_name"), text_in(one, "user")] for one in objects_of(post, "reactions")],
            files=[] if deleted_at else [self._file(text_in(one, "path")) for one in objects_of(post, "attachments")],
            pinned=["", 0] if post.get("is_pinned") is True else [],
            is_deleted=deleted_at > 0,
            deleted_at=deleted_at if deleted_at > 0 else None,
            where=where,
        )

    def _text(self, body: str) -> list[Part]:
        parts: list[Part] = []
        for number, piece in enumerate(CODE.split(body)):
            last = 0
            for found in NAMED.finditer(piece) if not number % 2 else ():
                part, end = self._named(found)
                if part:
                    parts += [piece[last : found.start()], part]
                    last = end
            parts.append(piece[last:])
        return [part for part in parts if part]

    def _named(self, found: re.Match[str]) -> tuple[Part, int]:
        """Return what a name means, and where it ends: a dot after it may be the sentence's."""
        name, channel = found[1], found[2]
        if channel:
            keys = (key for key in self._channels if key.endswith(f"/{channel.lower()}"))
            key = next(keys, "")
            return ([ROOM_LINK, key, channel] if key else ""), found.end()
        if name.lower() in ALL:
            return [EVERYBODY, ""], found.end()
        for end in (len(name), len(name.rstrip("._-"))):
            if (key := name[:end].lower()) in self.people:
                return [MENTION, key, name[:end]], found.start(1) + end
        return "", found.end()

    def _file(self, path: str) -> FileRecord:
        """Return an attachment, whose path begins in the archive, or in its folder of files."""
        for folder in ("", "data/"):
            if folder + path in self._archive.sizes:
                return FileRecord(path.rpartition("/")[2], folder + path)
        return FileRecord(path.rpartition("/")[2] or "file")


def _with_webhook(post: Object, message: MessageRecord | None) -> Iterator[PersonRecord | MessageRecord]:
    if message is not None and (key := _webhook_key(post)):
        yield PersonRecord(key, key.removeprefix(WEBHOOK))
    if message is not None:
        yield message


def _props(post: Object) -> Object:
    """Return what a webhook has sent along: an object, or the JSON of one."""
    props = post.get("props")
    if isinstance(props, str) and props:
        props = parsed(props.encode(errors="replace"), "props", Report())
    return props if isinstance(props, dict) else {}


def _webhook_key(post: Object) -> str:
    """Return the key of a webhook that wrote under a name of its own; otherwise its maker is the author."""
    props = _props(post)
    name = " ".join(text_in(props, "override_username").split())
    return f"{WEBHOOK}{name}" if name and "from_webhook" in props else ""


def _channel_key(team: str, name: str) -> str:
    return f"{team}/{name}".lower()


def _direct_key(members: tuple[str, ...]) -> str:
    return "direct:" + " ".join(sorted(set(members)))


def _post_key(room: str, author: str, at: int, body: str, root: str) -> str:
    """Return the key of a post: exports have no ids, and Mattermost itself takes these for the same."""
    return sha256("\0".join((room, author, str(at), body, root)).encode(errors="replace")).hexdigest()
