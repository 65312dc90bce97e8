"""A Slack export as large as one likes, made here: nothing in it is anybody's, and it is always the same."""

import io
import json
import random
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from faker.providers.lorem.en_US import Provider
from faker.providers.person.en_US import Provider as People
from PIL import Image

BEGINS, DAYS = 1_577_836_800, 730
PEOPLE, OPEN, CLOSED, DIRECT, GROUPS = 200, 50, 10, 60, 10
EMOJI = ("+1", "heart", "tada", "eyes", "joy::skin-tone-3", "partyparrot")

Entry = dict[str, Any]


def write_export(path: Path, messages: int) -> None:
    """Write one with so many messages, a third of them replies in threads, and a file in every fortieth.

    Every other file is in the zip, as some programs put them there; others are links, as in Slack's own exports.
    """
    export = _Export(messages)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, content in export.lists().items():
            file.writestr(name, json.dumps(content))
        for (folder, day), entries in export.days().items():
            file.writestr(f"{folder}/{day}.json", json.dumps(entries))
        for name, data in export.uploads.items():
            file.writestr(name, data)


class _Export:
    def __init__(self, messages: int) -> None:
        self._chance, self._messages = random.Random(20), messages
        names = [f"{first} {last}" for first, last in zip(People.first_names, People.last_names, strict=False)]
        self._users = [self._user(number, name) for number, name in zip(range(PEOPLE), names, strict=False)]
        ids = [one["id"] for one in self._users]
        words = [word for word in Provider.word_list if len(word) > 4]
        self._open = [self._channel("C", number, words[number], ids) for number in range(OPEN)]
        self._open[0] |= {"name": "general", "is_general": True, "members": ids}
        self._closed = [self._channel("G", number, f"{words[OPEN + number]}-private", ids) for number in range(CLOSED)]
        self._direct = [self._room("D", number, 2, ids) for number in range(DIRECT)]
        self._groups = [self._room("M", number, 4, ids) for number in range(GROUPS)]
        self._roots: dict[str, list[str]] = {}
        self.uploads: dict[str, bytes] = {}

    def _user(self, number: int, name: str) -> Entry:
        first = name.partition(" ")[0].lower()
        profile = {"real_name": name, "display_name": first, "email": f"{first}.{number}@example.com"}
        return {"id": f"U{number:06}", "name": f"{first}{number}", "profile": profile, "deleted": number % 7 == 6}

    def _channel(self, letter: str, number: int, name: str, ids: list[str]) -> Entry:
        about = {"purpose": {"value": f"What there is to say about {name}"}, "created": BEGINS, "creator": ids[0]}
        return self._room(letter, number, 40, ids) | {"name": name, "is_archived": number % 17 == 16} | about

    def _room(self, letter: str, number: int, members: int, ids: list[str]) -> Entry:
        others = [ids[number % 5], *self._chance.sample(ids[5:], members - 1)]
        return {"id": f"{letter}{number:06}", "members": others}

    def lists(self) -> dict[str, list[Entry]]:
        """Return what people and channels there are."""
        direct = {"dms.json": self._direct, "mpims.json": self._groups}
        return {"users.json": self._users, "channels.json": self._open, "groups.json": self._closed} | direct

    def days(self) -> dict[tuple[str, str], list[Entry]]:
        """Return the messages of each channel and day."""
        days: dict[tuple[str, str], list[Entry]] = {}
        for number in range(self._messages):
            at = BEGINS + DAYS * 86_400 * number / self._messages + self._chance.random()
            rooms = self._chance.choices((self._open, self._closed, self._direct, self._groups), (75, 10, 12, 3))[0]
            room = self._chance.choice(rooms)
            day = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d")
            days.setdefault((str(room.get("name", room["id"])), day), []).append(self._message(number, at, room))
        return days

    def _message(self, number: int, at: float, room: Entry) -> Entry:
        chance, author = self._chance, self._chance.choice(room["members"])
        entry: Entry = {"type": "message", "user": author, "ts": f"{at:.6f}", "text": self._text(number)}
        roots = self._roots.setdefault(room["id"], [])
        if roots and chance.random() < 0.33:
            entry["thread_ts"] = chance.choice(roots[-8:])
        else:
            roots.append(entry["ts"])
        if chance.random() < 0.15:
            who = sorted(set(chance.choices(room["members"], k=3)))
            entry["reactions"] = [{"name": chance.choice(EMOJI), "users": who, "count": len(who)}]
        if number % 40 == 7:
            entry["files"] = [self._file(number)]
        if number % 50 == 0:
            entry["edited"] = {"user": author, "ts": f"{at + 60:.6f}"}
        return entry

    def _text(self, number: int) -> str:
        said = " ".join(self._said()).capitalize() + f". No. {number}"
        extra = {
            1: lambda: f"<@{self._chance.choice(self._users)['id']}> {said}",
            3: lambda: f"{said} <https://example.com/{number}|all of it>",
            5: lambda: f"*{self._chance.choice(Provider.word_list)}* {said}, _really_ ~not~",
            8: lambda: f"{said}\n```total = {number}\nif total &lt; 9:\n    print(total)```",
            9: lambda: f"&gt; {said}\n• one\n• two",
            11: lambda: f"<!here> {said} in <#C000001|x>",
        }
        return extra.get(number % 25, lambda: said)()

    def _said(self) -> Iterator[str]:
        yield from self._chance.choices(Provider.word_list, k=min(120, max(3, int(self._chance.expovariate(1 / 12)))))

    def _file(self, number: int) -> Entry:
        is_picture = number % 120 == 7
        name, id_ = f"plan-{number}.{'png' if is_picture else 'txt'}", f"F{number:07}"
        if number % 80 == 7:
            data = _picture(number) if is_picture else f"Notes of {number}\n".encode() * 20
            self.uploads[f"__uploads/{id_}/{name}"] = data
        address = f"https://files.example.com/files-pri/T1-{id_}/download/{name}?t=xoxe-0"
        return {"id": id_, "name": name, "mode": "hosted", "url_private_download": address}


def _picture(number: int) -> bytes:
    file = io.BytesIO()
    colour = (number * 7 % 200, number * 13 % 200, number * 29 % 200)
    Image.new("RGB", (320 + number % 400, 240 + number % 200), colour).save(file, "PNG")
    return file.getvalue()
