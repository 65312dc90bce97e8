import pytest

from chat.accounts.events import OwnAccountChanged, PersonChanged, SessionEnded
from chat.accounts.items import UserItem
from chat.messages.events import MessageCreated, MessageDeleted, MessageEdited, UserTyping
from chat.messages.items import MessageItem
from chat.realtime.codec import UnknownEventError, decode, encode
from chat.rooms.events import RoomsChanged
from chat.rooms.items import RoomItem

ADA = UserItem(1, "Ada Lovelace 👩‍💻", "abc", "administrator")
SAID = MessageItem(
    id=7,
    room_id=3,
    author=ADA,
    body='line\nline \u2028 "quoted" 語',
    client_id="client",
    created_at=1,
    edited_at=2,
    revision=9,
    created_revision=8,
)
ROOM = RoomItem(3, "weekend-plans", "", None)


@pytest.mark.parametrize(
    "event",
    [
        MessageCreated(SAID),
        MessageEdited(SAID),
        MessageDeleted(SAID),
        SessionEnded(5, 1),
        RoomsChanged(ROOM, 5),
        PersonChanged(ADA),
        OwnAccountChanged(ADA),
        UserTyping(3, ADA, is_typing=False),
    ],
    ids=lambda event: type(event).__name__,
)
def test_an_event_arrives_as_it_was_sent(event):
    arrived = decode(encode(event))
    assert arrived == event
    assert type(arrived) is type(event)
    assert arrived.topic == event.topic


@pytest.mark.parametrize(
    "data",
    [b"", b"tick", b"Nonsense {}", b"SessionEnded", b"SessionEnded {}", b"SessionEnded [1]", b"\xff\xfe {}"],
)
def test_what_is_no_event_of_this_version_is_refused(data):
    with pytest.raises(UnknownEventError):
        decode(data)


def test_what_a_newer_version_adds_is_ignored():
    newer = encode(SessionEnded(5, 1)).replace(b"{", b'{"reason": "idle", ')
    assert decode(newer) == SessionEnded(5, 1)
