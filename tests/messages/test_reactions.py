"""Emoji on messages: who may put which, and what everybody is told of it."""

import json

import pytest

from chat import messages
from chat.accounts.items import UserItem
from chat.errors import Invalid
from chat.messages import MAX_KINDS, delete_message, edit_message, react, send_message
from chat.messages.emoji import LIST, emoji_names
from chat.messages.events import MessageReacted
from chat.messages.items import MessageItem, ReactionItem
from chat.web.components.message_list.message import render_message
from chat.web.components.shared.templates import MOST_NAMES, names
from models import Reaction
from tests.people import somebody

ADA, BEN, CLEO = (UserItem(number, name) for number, name in enumerate(("Ada", "Ben", "Cleo"), start=1))


def drawn(*reactions: ReactionItem) -> str:
    columns = {"id": 1, "room_id": 1, "created_at": 0, "revision": 1, "created_revision": 1}
    return render_message(MessageItem(author=ADA, body="hello", reactions=reactions, **columns))


async def test_an_emoji_is_put_on_a_message_and_told_as_the_rooms_next_revision(ada, ben, room, published):
    message = await send_message(ada, room.id, "we won")
    reacted = await react(ben, message.id, "🎉", on=True)
    assert reacted.reactions == (ReactionItem("🎉", (ben,)),)
    assert (reacted.revision, reacted.body, reacted.edited_at) == (message.revision + 1, "we won", None)
    assert published[1:] == [MessageReacted(reacted)]
    assert messages.newest_messages(somebody(), room.id).messages == (reacted,)


async def test_whoever_was_away_learns_of_it(ada, ben, room):
    message = await send_message(ada, room.id, "we won")
    reacted = await react(ben, message.id, "🎉", on=True)
    assert messages.changes_since(somebody(), room.id, message.revision).edited == [reacted]


async def test_once_more_changes_nothing(ada, room, published):
    message = await send_message(ada, room.id, "we won")
    first = await react(ada, message.id, "🎉", on=True)
    assert await react(ada, message.id, "🎉", on=True) == first
    taken = await react(ada, message.id, "🎉", on=False)
    assert await react(ada, message.id, "🎉", on=False) == taken
    assert taken.reactions == ()
    assert [event.message.revision for event in published] == [1, 2, 3]


async def test_people_take_back_their_own_and_no_one_elses(ada, ben, room):
    message = await send_message(ada, room.id, "we won")
    await react(ada, message.id, "🎉", on=True)
    assert (await react(ben, message.id, "🎉", on=False)).reactions == (ReactionItem("🎉", (ada,)),)


async def test_they_stand_in_the_order_in_which_they_came(ada, ben, room):
    message = await send_message(ada, room.id, "we won")
    for person, emoji in ((ben, "👀"), (ada, "🎉"), (ada, "👀"), (ben, "🎉")):
        reacted = await react(person, message.id, emoji, on=True)
    assert reacted.reactions == (ReactionItem("👀", (ben, ada)), ReactionItem("🎉", (ada, ben)))


async def test_an_edit_leaves_them_and_a_deletion_takes_them_along(ada, ben, room):
    message = await send_message(ada, room.id, "we one")
    await react(ben, message.id, "🎉", on=True)
    assert (await edit_message(ada, message.id, "we won")).reactions == (ReactionItem("🎉", (ben,)),)
    await delete_message(ada, message.id)
    assert Reaction.select().count() == 0


async def test_each_message_has_its_own(ada, room):
    first, second = [await send_message(ada, room.id, text) for text in ("one", "two")]
    await react(ada, second.id, "🎉", on=True)
    shown = messages.messages_before(somebody(), room.id, second.id + 1).messages
    assert [(message.id, len(message.reactions)) for message in shown] == [(first.id, 0), (second.id, 1)]


@pytest.mark.parametrize("emoji", ["", "a", ":)", "👍👍", "<b>", "👍" * 100, None, 7, ["👍"], "\ud83d"])
async def test_what_is_no_emoji_is_refused(ada, room, published, emoji):
    message = await send_message(ada, room.id, "we won")
    with pytest.raises(Invalid, match="not supported"):
        await react(ada, message.id, emoji, on=True)
    assert len(published) == 1


async def test_a_message_has_room_for_so_many_kinds_and_for_any_number_of_each(ada, ben, room):
    message = await send_message(ada, room.id, "we won")
    *kinds, one_more = list(emoji_names())[: MAX_KINDS + 1]
    for emoji in kinds:
        await react(ada, message.id, emoji, on=True)
    with pytest.raises(Invalid, match=str(MAX_KINDS)):
        await react(ben, message.id, one_more, on=True)
    assert len((await react(ben, message.id, kinds[0], on=True)).reactions[0].users) == 2


def test_every_emoji_of_the_list_fits_its_column_and_has_a_name():
    groups = json.loads(LIST.read_text())
    every = [each[:2] for group in groups for each in group["emoji"]]
    assert len(emoji_names()) == len(every) > 1800
    assert max(len(emoji) for emoji, _ in every) <= Reaction.emoji.max_length
    assert all(name.strip() for _, name in every)
    assert emoji_names()["👍"] == "thumbs up"


# ---- what is drawn, the same for everybody


def test_a_row_without_emoji_is_not_a_byte_longer():
    assert "</div></article>" in drawn()


def test_a_row_says_which_how_many_and_whose():
    row = drawn(ReactionItem("👍", (BEN, CLEO)), ReactionItem("🎉", (ADA,)))
    assert row.count("<button") == 2
    assert 'data-emoji="👍" data-by="2 3" aria-label="thumbs up: 2" title="Ben and Cleo">👍<i>2</i>' in row


def test_a_hostile_name_is_only_a_name():
    assert "<script" not in drawn(ReactionItem("👍", (UserItem(1, '"><script>alert(1)</script>'),)))


def test_an_emoji_of_a_newer_version_stands_for_itself():
    assert 'aria-label="🫨🫨: 1"' in drawn(ReactionItem("🫨🫨", (ADA,)))


@pytest.mark.parametrize(
    ("count", "said"), [(1, "A0"), (2, "A0 and A1"), (3, "A0, A1 and A2"), (MOST_NAMES + 5, "and 5 more")]
)
def test_many_names_are_counted(count, said):
    assert names([UserItem(number, f"A{number}") for number in range(count)]).endswith(said)
