"""Notes whom a message means, as part of its change: see docs/decisions/mentions.md."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from chat.accounts import BOT, is_of_other_room
from chat.errors import Invalid
from chat.messages.items import EVERYBODY
from chat.messages.markdown import live_places
from chat.messages.mention_text import ROOM, Possible, find_possible
from chat.messages.mentioned import load_mentions
from chat.storage.name_keys import name_key, without_accents
from models import Membership, Mention, Message, Room, User, is_active

MAX_PEOPLE = 50
"""How many people one message can mention."""

MAX_PLACES = 100
"""Mentions in one message that are links; the same people once more stay text."""

MAX_MEMBERS = 1_000
"""In a room with more people, only whole names are mentions: there first names mean nobody."""

NOBODY: Final = -1
"""Whom the name of a deactivated person means: it is not taken for a shorter name of another."""

Names = dict[str, int]
"""Whom each name means, by its key."""

Places = dict[int, list[tuple[int, int]]]


def note_mentions(
    message: Message,
    room: Room,
    body: str,
    html: str | None,
    answered: int | None = None,
    told: Collection[int] = (),
) -> tuple[int, ...]:
    """Store whom a message with this text means, instead of whom it has meant, and return the ids of the latter.

    Whom a text has meant before, it still means if it stands there, whatever they are called now. Raises `Invalid` if
    too many people are mentioned.

    Args:
        message: its row, whose `body` is the former text
        room: where it is
        body: the new text
        html: what `markdown.draw` has made of that
        answered: the id of somebody who is meant whatever the text says, because the message answers theirs
        told: ids of those whom it does not mean, because another message with this text has told them
    """
    former = load_mentions([message.id]).get(message.id, ()) if message.has_mentions else ()
    if not former and answered is None and "@" not in body and "＠" not in body:
        message.has_mentions = False
        return ()
    meant = {name_key(message.body[start + 1 : end]): one.user_id for one in former for start, end in one.places}
    places = _resolve(find_possible(body, live=live_places(html)), room, meant)
    if len(places) > MAX_PEOPLE:
        raise Invalid(f"A message can mention at most {MAX_PEOPLE} people. With @room, you reach everybody in a room.")
    places = {user_id: there for user_id, there in places.items() if user_id not in told}
    if answered is not None:
        places.setdefault(answered, [])
    forget_mentions(message)
    _store(message, room, places)
    message.has_mentions = bool(places)
    return tuple(one.user_id for one in former)


def mentioned_by(body: str, html: str | None, room: Room) -> Places:
    """Return whom a new message with this text would mean, and where; nothing is stored.

    `html` is what `markdown.draw` has made of it.
    """
    return _resolve(find_possible(body, live=live_places(html)), room, {})


def forget_mentions(message: Message) -> tuple[int, ...]:
    """Have a message mean nobody any more, and return the ids of those whom it has meant."""
    former = load_mentions([message.id]).get(message.id, ()) if message.has_mentions else ()
    if former:
        Mention.delete().where(Mention.message == message).execute()
    return tuple(one.user_id for one in former)


def _store(message: Message, room: Room, places: Places) -> None:
    rows = [
        {
            "message": message,
            "room": room,
            "user": None if user_id == EVERYBODY else user_id,
            "places": " ".join(f"{start}:{end}" for start, end in there),
        }
        for user_id, there in places.items()
    ]
    if rows:
        Mention.insert_many(rows).execute()


def _resolve(possible: Sequence[Possible], room: Room, former: Names) -> Places:
    """Return whom a text means by what may be names, and where."""
    found: Places = defaultdict(list)
    keys = {key for one in possible for _, key in one.ends}
    names = _people(keys, room) | _everybody(room) | former if possible else {}
    others: tuple[Names, Names] | None = None
    count = 0
    for one in possible:
        end, user_id = _longest(one, names)
        if user_id is None:
            others = others or _members(room)
            end, user_id = _among_members(one, *others)
        if user_id is None or user_id == NOBODY:
            continue
        if user_id not in found or count < MAX_PLACES:
            found[user_id].append((one.start, end))
            count += 1
    return found


def _everybody(room: Room) -> Names:
    """Return what means everybody: nothing in a room for notes to oneself, nor in a thread, which few read."""
    is_for_few = room.kind == "thread" or (room.kind == "direct" and " " not in (room.people_key or ""))
    return {} if is_for_few else {ROOM: EVERYBODY}


def _longest(possible: Possible, names: Mapping[str, int]) -> tuple[int, int | None]:
    return next(((end, names[key]) for end, key in possible.ends if key in names), (0, None))


def _among_members(possible: Possible, names: Names, first_names: Names) -> tuple[int, int | None]:
    """Find a member by a name without accents or, if there is one only, by the first name."""
    plain_ends = Possible(possible.start, tuple((end, without_accents(key)) for end, key in possible.ends))
    end, user_id = _longest(plain_ends, names)
    return (end, user_id) if user_id is not None else _longest(plain_ends, first_names)


def _people(keys: Iterable[str], room: Room) -> Names:
    """Return whose names have these keys. Active people come before others, whose names mean nobody.

    Bots of incoming webhooks of other rooms are not looked for: whoever is no member there does not know of them.
    """
    columns = (User.id, User.name, User.name_key, User.deactivated_at)
    named = (User.name_key.in_(list(keys)) | User.name_key.is_null()) & User.deleted_at.is_null()
    known = (User.role != BOT) | ~is_of_other_room(room.parent_id or room.id)
    rows = list(User.select(*columns).where(named, known).order_by(User.id))
    # Without a key are those whom something other than a command has written.
    return {
        row.name_key or name_key(row.name): NOBODY if row.deactivated_at else row.id
        for row in sorted(rows, key=lambda row: row.deactivated_at is None)
    }


def _members(room: Room) -> tuple[Names, Names]:
    """Return whom names without accents, and first names, mean among the people in a room; each means one of them."""
    there = (Membership.room == (room.parent_id or room.id)) & Membership.left_at.is_null() & is_active()
    rows = list(User.select(User.id, User.name, User.name_key).join(Membership).where(there).limit(MAX_MEMBERS + 1))
    if len(rows) > MAX_MEMBERS:
        return {}, {}
    names = [(without_accents(row.name_key or name_key(row.name)), row.id) for row in rows]
    return _unambiguous(names), _unambiguous((name.partition(" ")[0], id_) for name, id_ in names)


def _unambiguous(names: Iterable[tuple[str, int]]) -> Names:
    people: dict[str, set[int]] = defaultdict(set)
    for name, id_ in names:
        people[name].add(id_)
    return {name: next(iter(there)) for name, there in people.items() if len(there) == 1}
