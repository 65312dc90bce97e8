"""The demo's content: its people, rooms, threads and first messages."""

from collections.abc import Sequence

from faker import Faker

from chat.accounts import NO_ADDRESS
from chat.demo.assistant import NAME, find_assistant
from chat.demo.commands.rows import (
    NewMessage,
    add_direct_room,
    add_memberships,
    faker,
    mark_read,
    people_hash,
    store,
    take_revisions,
)
from chat.demo.first_messages import ANSWERS, DEMO_ROOMS, DIRECT_MESSAGES, THREADS
from chat.demo.first_profiles import DEMO_PROFILES
from chat.demo.made_up import MINUTE_MS, played
from chat.storage.database import database
from chat.storage.name_keys import name_key
from models import Bot, Membership, Message, Profile, Room, User, now_ms


def demo_content() -> bool:
    """Fill a database without users with demo content; returns whether it had none."""
    return database.write_now(_fill)


def _fill() -> bool:
    if User.select().exists():
        _put_assistant_in_rooms()
        return False
    people = _add_demo_people(fake := faker())
    _add_assistant(people[0])
    new_messages = [message for room in DEMO_ROOMS for message in _add_demo_room(fake, people, *room)]
    _put_assistant_in_rooms()
    new_messages += _talk(fake, add_direct_room(people[0].id, people[2].id), people, DIRECT_MESSAGES)
    threads: dict[str, list[NewMessage]] = {}
    for begins, script in THREADS.items():
        room_id, _, _, at = next(one for one in new_messages if one[2].startswith(begins))
        threads[begins] = _talk(fake, Room.create(name="", kind="thread", parent=room_id), people, script, at)
    new_messages += [reply for replies in threads.values() for reply in replies]
    store(sorted(new_messages, key=lambda message: message[3]))
    for begins, replies in threads.items():
        _show_thread(Message.get(Message.body.startswith(begins)), replies)
    for answer, begins in ANSWERS.items():
        answered = Message.get(Message.body.startswith(begins)).id
        Message.update(reply_to=answered).where(Message.body.startswith(answer)).execute()
    for rooms, but in ((Room.name == "weekend-plans", 0), (Room.name == "sre-team", 2), (Room.kind == "direct", 1)):
        mark_read(rooms, but)
    for room in Room.select().where(Room.kind == "open"):
        newest = Message.select().where(Message.room == room).order_by(Message.id.desc()).get()
        newest.edited_at, [newest.revision] = now_ms(), take_revisions(room.id, 1)
        newest.save()
    return True


def _add_demo_people(fake: Faker) -> list[User]:
    password_hash, people = people_hash(), []
    for role in ["administrator", *["member"] * 9]:
        name, email = f"{(first := fake.unique.first_name())} {fake.last_name()}", f"{first.lower()}@streamchat.io"
        people.append(User.create(name=name, email=email, password_hash=password_hash, role=role))
    profiles = [(person, *told) for person, told in zip(people, DEMO_PROFILES, strict=True)]
    Profile.insert_many(profiles, fields=("user", "title", "zone", "status_emoji", "status_text")).execute()
    return people


def _add_assistant(owner: User) -> None:
    """Add the bot that answers whoever mentions it; nobody logs in with it."""
    bot = {"email": f"assistant{NO_ADDRESS}", "password_hash": "-", "role": "bot"}
    row = User.create(name=NAME, name_key=name_key(NAME), **bot)
    Bot.create(user=row, owner=owner)


def _put_assistant_in_rooms() -> None:
    """Have the assistant in the rooms of everybody, where they find it; from where it was removed it stays away."""
    if assistant := find_assistant():
        known = Membership.select(Membership.room).where(Membership.user == assistant.id)
        rooms = Room.select(Room.id).where(Room.is_default, Room.kind == "open", Room.id.not_in(known))
        add_memberships((room.id, assistant.id) for room in rooms)


def _add_demo_room(fake: Faker, people: Sequence[User], name: str, about: str, script: str) -> list[NewMessage]:
    room = Room.create(name=name, name_key=name_key(name), description=about, is_default=True)
    add_memberships((room.id, person.id) for person in people)
    return _talk(fake, room, people, script)


def _show_thread(root: Message, replies: Sequence[NewMessage]) -> None:
    """Show at a message what was replied to it; all who did, and who wrote it, follow that and have read it."""
    thread, authors = Room.get_by_id(replies[0][0]), list(dict.fromkeys(author for _, author, *_ in replies))
    thread.root_id, thread.replies, thread.replied_at = root.id, len(replies), replies[-1][3]
    thread.faces = " ".join(map(str, authors[:3]))
    thread.save()
    following = [(thread.id, person, root.room_id) for person in {*authors, root.author_id}]
    Membership.insert_many(following, fields=("room", "user", "parent_id")).execute()
    mark_read(Room.id == thread.id)
    root.thread_id, [root.revision] = thread.id, take_revisions(root.room_id, 1)
    root.save()


def _talk(fake: Faker, room: Room, people: Sequence[User], script: str, start: int = 0) -> list[NewMessage]:
    said = played(fake, [person.name for person in people], script)
    start = start or now_ms() - said[-1][2] - fake.random_int(2, 15) * MINUTE_MS
    return [(room.id, people[speaker].id, body, start + at) for speaker, body, at in said]
