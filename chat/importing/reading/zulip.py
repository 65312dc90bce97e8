"""Reads Zulip's exports of an organization: topics become threads, below their first messages."""

import re
from collections.abc import Iterator
from typing import Any

from chat.importing.items import OWN_EMOJI, FileRecord, MessageRecord, PersonRecord, Record, Report, RoomRecord
from chat.importing.reading.archives import Archive
from chat.importing.reading.documents import document, milliseconds
from chat.json_values import Object, holdable, objects_of, text_in
from chat.slack_format.parts import EVERYBODY, MENTION, ROOM_LINK, Part

PERSONAL, STREAM, GROUP = "1", "2", "3"
"""Types of recipients."""

MESSAGES = re.compile(r"messages-\d+\.json")

NAMED = re.compile(r"@_?\*\*([^*\n]{1,200})\*\*|#\*\*([^*\n]{1,200})\*\*")
UPLOAD = re.compile(r"!?\[([^\]\n]{0,300})\]\((?:https?://[^/\s)]+)?/user_uploads/([^\s)]{1,500})\)")
CODE = re.compile(r"(```.*?(?:```|\Z)|`[^`\n]+`)", re.DOTALL)
FENCE = re.compile(r"(`{3,})[ \t]*(quote)?")
ALL = ("all", "everyone", "channel", "stream", "topic")

SOURCE = "zulip"

AVATARS = "avatars/"


def is_export(archive: Archive) -> bool:
    """Whether this is an export of Zulip."""
    return "realm.json" in archive.sizes and any(map(MESSAGES.fullmatch, archive.sizes))


def read(archive: Archive, report: Report) -> Iterator[Record]:
    """Yield all records of an export."""
    realm = document(archive, "realm.json", report)
    reading = _Reading(archive, realm if isinstance(realm, dict) else {}, report)
    yield from reading.people.values()
    for name in sorted(filter(MESSAGES.fullmatch, archive.sizes)):
        found = document(archive, name, report)
        reading.note_reactions(found)
        for number, message in enumerate(objects_of(found, "zerver_message")):
            yield from reading.message(message, f"{name}, entry {number + 1}")
        reading.forget_reactions(found)
    yield from reading.rooms.values()


class _Reading:
    """What an export has said so far."""

    def __init__(self, archive: Archive, realm: Object, report: Report) -> None:
        self._archive, self._report = archive, report
        names = [text_in(one, "string_id") or text_in(one, "name") for one in objects_of(realm, "zerver_realm")]
        self._realm = names[0] if names else ""
        tables = ("zerver_userprofile", "zerver_userprofile_crossrealm", "zerver_userprofile_mirrordummy")
        users = [one for table in tables for one in objects_of(realm, table)]
        for one in objects_of(realm, "zerver_realmemoji"):
            report.problem(OWN_EMOJI, text_in(one, "name"))
        self._pictures = dict(_pictures(archive, report))
        self.people = {text_in(one, "id"): self._person(one) for one in users if text_in(one, "id")}
        self._by_name = {person.name: person.key for person in self.people.values()}
        self._streams = {text_in(one, "id"): one for one in objects_of(realm, "zerver_stream")}
        self._by_stream = {text_in(one, "name"): key for key, one in self._streams.items()}
        self._recipients = {
            text_in(one, "id"): (text_in(one, "type"), text_in(one, "type_id"))
            for one in objects_of(realm, "zerver_recipient")
        }
        self._members: dict[str, list[str]] = {}
        for one in objects_of(realm, "zerver_subscription"):
            if one.get("active", True) is True:
                there = self._members.setdefault(text_in(one, "recipient"), [])
                there.append(self._key(text_in(one, "user_profile")))
        self._reactions: dict[str, list[list[str]]] = {}
        self.note_reactions(realm)
        self.rooms = {self._key(f"stream:{key}"): self._stream(key, one) for key, one in self._streams.items()}
        self._topics: dict[tuple[str, str], str] = {}

    def _key(self, id_: str) -> str:
        """Return an id with the organization's name: there are others with the same ids."""
        return f"{self._realm}:{id_}"

    def _person(self, user: Object) -> PersonRecord:
        key = self._key(text_in(user, "id"))
        email = text_in(user, "delivery_email") or text_in(user, "email")
        is_bot = user.get("is_bot") is True
        joined = milliseconds(user.get("date_joined"), 1000) or None
        name, zone = text_in(user, "full_name"), text_in(user, "timezone")
        picture = self._pictures.get(text_in(user, "id"))
        address, aliases = "" if is_bot else email, (name, email)
        return PersonRecord(key, name, address, aliases, joined, zone=zone, picture=picture, is_bot=is_bot)

    def _stream(self, id_: str, stream: Object) -> RoomRecord:
        recipient = next((key for key, found in self._recipients.items() if found == (STREAM, id_)), "")
        return RoomRecord(
            self._key(f"stream:{id_}"),
            "closed" if stream.get("invite_only") is True else "open",
            text_in(stream, "name"),
            text_in(stream, "description"),
            tuple(dict.fromkeys(self._members.get(recipient, ()))),
            created_at=milliseconds(stream.get("date_created"), 1000) or None,
            is_archived=stream.get("deactivated") is True,
        )

    def note_reactions(self, found: Any) -> None:
        """Note reactions to messages that come next: some exports have them all in one place, others beside these."""
        for one in objects_of(found, "zerver_reaction"):
            who = self._key(text_in(one, "user_profile"))
            self._reactions.setdefault(text_in(one, "message"), []).append([_emoji(one), who])

    def forget_reactions(self, found: Any) -> None:
        """Forget the reactions to messages that have been read."""
        for one in objects_of(found, "zerver_message"):
            self._reactions.pop(text_in(one, "id"), None)

    def message(self, message: Object, where: str) -> Iterator[MessageRecord]:
        """Yield a message."""
        id_, at = text_in(message, "id"), milliseconds(message.get("date_sent"), 1000)
        sender = text_in(message, "sender")
        room = self._room_of(text_in(message, "recipient"), sender)
        if not id_ or not at or not room:
            self._report.problem("a message has no time, or is in no known room", where)
            return
        topic, key = text_in(message, "subject"), self._key(id_)
        root = self._topics.setdefault((room, topic), key) if self.rooms[room].kind != "direct" else key
        parts, files = self._text(text_in(message, "content"))
        begins = [f"**{topic.replace('*', '')}**\n"] if root == key and topic.strip("\x07 ") else []
        edited_at = milliseconds(message.get("last_edit_time"), 1000)
        yield MessageRecord(
            key=key,
            room=room,
            author=self._key(sender),
            at=at,
            text=[*(begins if self.rooms[room].kind != "direct" else []), *parts],
            edited_at=edited_at or None,
            thread=root if root != key else "",
            reactions=self._reactions.get(id_, []),
            files=files,
            where=f"{where} ({name})" if (name := self.rooms[room].name) else where,
        )

    def _room_of(self, recipient: str, sender: str) -> str:
        """Return the key of the room of a recipient; what is between people is found by who these are."""
        kind, id_ = self._recipients.get(recipient, ("", ""))
        if kind == STREAM:
            return key if (key := self._key(f"stream:{id_}")) in self.rooms else ""
        if kind == PERSONAL:
            members = sorted({self._key(id_), self._key(sender)})
        elif kind == GROUP:
            members = sorted({*self._members.get(recipient, ()), self._key(sender)})
        else:
            return ""
        key = "direct " + " ".join(members)
        self.rooms.setdefault(key, RoomRecord(key, "direct", members=tuple(members)))
        return key

    def _text(self, content: str) -> tuple[list[Part], list[FileRecord]]:
        parts: list[Part] = []
        files: list[FileRecord] = []
        content = _with_quotes(content)
        for number, piece in enumerate(CODE.split(content)):
            if number % 2:
                parts.append(piece)
                continue
            files += [self._file(found) for found in UPLOAD.finditer(piece)]
            piece, last = UPLOAD.sub("", piece), 0
            for found in NAMED.finditer(piece):
                parts += [piece[last : found.start()], self._named(found)]
                last = found.end()
            parts.append(piece[last:])
        return [part for part in parts if part], files

    def _named(self, found: re.Match[str]) -> Part:
        if found[2]:
            name = found[2].partition(">")[0]
            stream = self._by_stream.get(name)
            return [ROOM_LINK, self._key(f"stream:{stream}"), name]
        name, _, id_ = found[1].partition("|")
        if name in ALL:
            return [EVERYBODY, ""]
        return [MENTION, self._by_name.get(name, self._key(id_)), name]

    def _file(self, found: re.Match[str]) -> FileRecord:
        name = found[1] or found[2].rpartition("/")[2]
        path = next((one for one in _paths(found[2]) if one in self._archive.sizes), "")
        return FileRecord(name, path)


def _pictures(archive: Archive, report: Report) -> Iterator[tuple[str, FileRecord]]:
    """Yield the pictures of people by their ids: the last ones are those as they were uploaded."""
    found = document(archive, AVATARS + "records.json", report)
    records = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    for one in sorted(records, key=lambda one: text_in(one, "path").endswith(".original")):
        if (path := AVATARS + text_in(one, "path")) in archive.sizes:
            yield text_in(one, "user_profile_id"), FileRecord(path.rpartition("/")[2], path)


def _with_quotes(content: str) -> str:
    """Make quotes Markdown's: from a line with a fence and "quote" to the next one that is this fence."""
    lines = content.split("\n")
    if "quote" not in content:
        return content
    fences = [FENCE.fullmatch(line.rstrip(" \t")) for line in lines]
    ends: dict[int, int] = {}
    ahead: dict[str, int] = {}  # where the next line is with nothing but this fence
    for number in reversed(range(len(lines))):
        if fence := fences[number]:
            if not fence[2]:
                ahead[fence[1]] = number
            elif fence[1] in ahead:
                ends[number] = ahead[fence[1]]
    shown, number = [], 0
    while number < len(lines):
        end = ends.get(number)
        shown += [lines[number]] if end is None else [f"> {line}" for line in lines[number + 1 : end]]
        number = number + 1 if end is None else end + 1
    return "\n".join(shown)


def _paths(path: str) -> tuple[str, ...]:
    """Return where an upload may be: below the organization's number, which older exports leave out."""
    return f"uploads/{path}", f"uploads/{path.partition('/')[2]}"


def _emoji(reaction: Object) -> str:
    """Return the emoji of a reaction, by its code; of the organization's own emoji the name."""
    if text_in(reaction, "reaction_type") == "unicode_emoji":
        try:
            return holdable("".join(chr(int(code, 16)) for code in text_in(reaction, "emoji_code").split("-")))
        except (ValueError, OverflowError):
            pass
    return text_in(reaction, "emoji_name")
