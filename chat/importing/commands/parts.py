"""Reactions, mentions and pins of imported messages, which are stored together."""

from collections.abc import Mapping

from peewee import chunked

from chat.accounts import BOT
from chat.accounts.items import Guise
from chat.importing.items import MessageRecord, Report
from chat.importing.queries import AT_ONCE
from chat.importing.texts import Body
from chat.messages import MAX_KINDS, MAX_PINS, unchecked
from chat.messages.emoji import emoji_of
from chat.messages.items import EVERYBODY
from models import Mention, Message, MessageGuise, Pin, Reaction, User


class Parts:
    """Those of some messages."""

    def __init__(self, report: Report, people: Mapping[str, int]) -> None:
        self._report, self._people = report, people
        self._reactions: dict[tuple[int, int, str], None] = {}
        self._mentions: list[tuple[int, int, int | None, str]] = []
        self._pins: list[tuple[int, int, int, int]] = []
        self._guises: list[tuple[Message, Guise]] = []

    def react(self, message: Message, record: MessageRecord) -> None:
        """Note the reactions to a message."""
        kinds: set[str] = set()
        for name, who in record.reactions:
            emoji, user_id = emoji_of(name), self._people.get(who)
            if emoji is None:
                self._report.problem("a reaction has an emoji that is not known here", name)
            elif user_id is None:
                self._report.problem("a reaction is of somebody who is not known", who)
            elif emoji not in kinds and len(kinds) >= MAX_KINDS:
                self._report.problem("a message has more different reactions than can be", record.place)
            else:
                kinds.add(emoji)
                self._reactions[message.id, user_id, emoji] = None

    def mention(self, message: Message, body: Body) -> None:
        """Note who is meant by a message."""
        for user_id, places in body.places.items():
            where = " ".join(f"{start}:{end}" for start, end in places)
            self._mentions.append((message.id, message.room_id, None if user_id == EVERYBODY else user_id, where))

    def show_as(self, message: Message, record: MessageRecord) -> None:
        """Note under which name and emoji a bot has posted a message."""
        if record.guise and not record.is_deleted:
            self._guises.append((message, Guise(*record.guise)))

    def pin(self, message: Message, record: MessageRecord, room_id: int) -> None:
        """Note that a message is pinned to its room."""
        if not record.pinned or record.is_deleted:
            return
        who, at = (*record.pinned, 0, 0)[:2]
        user_id = self._people.get(str(who), message.author_id)
        self._pins.append((room_id, message.id, user_id, int(at) or message.created_at))

    def store(self) -> None:
        """Store them all."""
        for reactions in chunked(self._reactions, AT_ONCE):
            Reaction.insert_many(reactions, ("message", "user", "emoji")).execute()
        for mentions in chunked(self._mentions, AT_ONCE):
            Mention.insert_many(mentions, ("message", "room", "user", "places")).execute()
        self._store_pins()
        self._store_guises()
        self._report.count("reactions", len(self._reactions))

    def _store_pins(self) -> None:
        """Store pins, as many as a room can have."""
        for room_id in {pin[0] for pin in self._pins}:
            there = Pin.select().where(Pin.room == room_id).count()
            mine = [pin for pin in self._pins if pin[0] == room_id]
            for pin in mine[max(0, MAX_PINS - there) :]:
                self._report.problem("a room has more pins than can be", pin[1])
            if rows := mine[: max(0, MAX_PINS - there)]:
                Pin.insert_many(rows, ("room", "message", "user", "created_at")).execute()
                self._report.count("pins", len(rows))

    def _store_guises(self) -> None:
        """Store under which names bots have posted, but none that could be somebody else's here."""
        if not self._guises:
            return
        wanted = {(guise, message.author_id) for message, guise in self._guises}
        allowed = {pair: unchecked.allowed_guise(*pair) for pair in wanted}
        authors = User.select(User.id).where(User.id.in_({message.author_id for message, _ in self._guises}))
        bots = {row.id for row in authors.where(User.role == BOT)}
        rows = [(one.id, allowed[guise, one.author_id]) for one, guise in self._guises if one.author_id in bots]
        for some in chunked([(id_, one.name, one.sign) for id_, one in rows if one != Guise()], AT_ONCE):
            MessageGuise.insert_many(some, ("message", "name", "sign")).execute()
