"""Who may hear which topic: every subscription of a page asks here."""

from collections.abc import Callable

from chat import rooms
from chat.accounts.events import PEOPLE, PRESENCE
from chat.accounts.items import UserItem
from chat.errors import NotFound
from chat.messages.events import FOLLOWERS, RETENTION, WORDS
from chat.realtime.events import BUS
from chat.rooms.events import ROOMS

Audience = Callable[[UserItem, str], object]
"""Raises `NotFound` unless the actor may hear the topic with the id that follows its kind."""


def _everyone(_actor: UserItem, _topic_id: str) -> None:
    """Everybody whose session is alive, which was asked before."""


def _person(actor: UserItem, topic_id: str) -> None:
    """The person with this id alone."""
    if topic_id != str(actor.id):
        raise NotFound("Person not found.")


def _room(actor: UserItem, topic_id: str) -> int | None:
    """Everybody who may see the room, or the thread, with this id; returns the room that a thread is in."""
    return rooms.room_for(actor, int(topic_id)).parent_id


def _member(actor: UserItem, topic_id: str) -> None:
    """Everybody who is in the room with this id."""
    if not rooms.is_member(actor, int(topic_id)):
        raise NotFound("Room not found.")


def _nobody(_actor: UserItem, _topic_id: str) -> None:
    """No page: processes tell each other."""
    raise NotFound("Topic not found.")


AUDIENCES: dict[str, Audience] = {
    **dict.fromkeys((ROOMS, PEOPLE, BUS), _everyone),
    **dict.fromkeys(("person", "room-list"), _person),
    **dict.fromkeys((PRESENCE, FOLLOWERS, RETENTION, WORDS), _nobody),
    "room": _room,
    "news": _member,
}
"""The audience of each kind of topic, which is what its name begins with."""


class UndeclaredTopicError(LookupError):
    """A topic has no audience: declare one in `AUDIENCES`."""


def require_audience(actor: UserItem, *topics: str) -> dict[str, object]:
    """Query that raises `NotFound` unless the actor may hear all these topics; returns what their audiences do."""
    answers: dict[str, object] = {}
    for topic in topics:
        kind, _, topic_id = topic.partition(":")
        if kind not in AUDIENCES:
            raise UndeclaredTopicError(topic)
        answers[topic] = AUDIENCES[kind](actor, topic_id)
    return answers
