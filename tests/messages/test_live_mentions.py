"""Names in what live messages say are mentions: of whom, where they are drawn, and what presses change of it."""

import re

import pytest

from chat import rooms
from chat.errors import Invalid
from chat.messages import press, send_live
from chat.messages.commands import mentions
from chat.messages.events import MessageActed
from chat.storage.database import database
from chat.web.components.message_list.message import render_message
from models import Membership, Mention, Message, Room, User

pytestmark = pytest.mark.usefixtures("at_once")


async def test_names_in_a_poll_mean_people_and_are_links_outside_of_buttons(ada, ben, room):
    text = "@ben, lunch with mail@ben.example and @benny? | With @Ben | <b>@Nobody</b>"
    message, _ = await send_live(ada, room.id, "poll", {"text": text})
    assert message.mentioned_ids == (ben.id,)
    row = render_message(message)
    link = f'<a class=mention data-person={ben.id} href=/people/{ben.id} data-typed="@ben">@Ben</a>'
    assert f'<p class="live-title" dir="auto">{link}, lunch with mail@ben.example and @benny?</p>' in row
    assert f'<span class="live-name" dir="auto">With <span class=mention data-person={ben.id}>@Ben</span></span>' in row
    assert "&lt;b&gt;@Nobody&lt;/b&gt;" in row
    assert re.search('aria-label="With @Ben: 0 votes"', row)


async def test_names_in_a_picture_and_in_attributes_stay_text(ada, ben, room):
    given = {"title": '@ben "x" > y', "points": [["@ben", 1]]}
    message, _ = await send_live(ada, room.id, "chart", given)
    row = render_message(message)
    picture = row[row.index("<svg") : row.index("</svg>")]
    assert "mention" not in picture
    assert row.count("class=mention") == 3, "the title, and the table's caption and row"


async def test_whoever_is_named_by_a_press_is_meant_from_then_on_and_pages_are_told_once(ada, ben, room, published):
    message, _ = await send_live(ada, room.id, "checklist", {"text": "Party"})
    named = await press(ada, message.id, "add", {"text": "@ben buys cake"})
    ticked = await press(ada, message.id, "tick", {"arg": "1"})
    gone = await press(ada, message.id, "remove", {"arg": "1"})
    assert [one.mentioned_ids for one in (message, named, ticked, gone)] == [(), (ben.id,), (ben.id,), ()]
    assert published[1:] == [MessageActed(named, ()), MessageActed(ticked, (ben.id,)), MessageActed(gone, (ben.id,))]
    assert not Mention.select().exists()


async def told_by_the_app(person):
    rows = Message.select(Message.body).join(User).where(User.role == "app").order_by(Message.id)
    return [row.body for row in rows.join_from(Message, Room).where(Room.people_key.contains(str(person.id)))]


async def test_whoever_has_read_a_list_is_told_once_of_a_task_for_them_which_is_theirs(ada, ben, room):
    message, _ = await send_live(ada, room.id, "checklist", {"text": "Party"})
    await rooms.join_room(ben, room.id)
    await rooms.mark_read(ben, room.id, message.id)
    for _ in range(2):
        added = await press(ada, message.id, "add", {"text": "Buy cake @Ben", "named": [ada.id]}, client_id="cake-cake")
    await press(ben, message.id, "tick", {"arg": "1"})
    await press(ben, message.id, "add", {"text": "Thank @Ben and @Ada"})
    assert [task["by"] for task in added.live.state["tasks"]] == [ben.id]
    assert await told_by_the_app(ben) == [f"Ada named you in this message:\n/rooms/{room.id}/@{message.id}"]


async def test_pressing_again_and_again_names_nobody_again_and_what_changes_nothing_nobody(ada, ben, room):
    message, _ = await send_live(ada, room.id, "poll", {"text": "Lunch? | Pizza | Sushi"})
    for option in ("0", "1", "0"):
        await press(ada, message.id, "vote", {"arg": option, "text": "@ben"})
    assert len(await told_by_the_app(ben)) <= 1
    todo, _ = await send_live(ada, room.id, "checklist", {"text": "Party | Cake"})
    await press(ada, todo.id, "tick", {"arg": "1"})
    heard = await told_by_the_app(ben)
    await press(ada, todo.id, "tick", {"arg": "1", "on": True, "text": "@ben"})
    for number in ("2", "3", "4"):
        await press(ada, todo.id, "add", {"text": "for @ben"})
        await press(ada, todo.id, "remove", {"arg": number})
    assert len(await told_by_the_app(ben)) <= len(heard) + 1


async def test_whoever_has_not_read_it_learns_it_from_the_count_of_mentions(ada, ben, room):
    message, _ = await send_live(ada, room.id, "checklist", {"text": "Party"})
    await rooms.join_room(ben, room.id)
    Membership.update(read_id=0).where(Membership.user == ben.id).execute()
    await press(ada, message.id, "add", {"text": "Buy cake @Ben"})
    assert await told_by_the_app(ben) == []
    assert [one.mentions for one in await database.read(rooms.unread, ben)] == [1]


async def test_a_task_is_given_to_those_alone_who_see_it(ada, ben):
    room = await rooms.create_room(ada, "secret", kind="closed")
    message, _ = await send_live(ada, room.id, "checklist", {"text": "Party | Buy cake"})
    for nobody in (ben.id, 999, 10**30, -1):
        with pytest.raises(Invalid, match="no such person"):
            await press(ada, message.id, "take", {"arg": "1", "person": nobody})
    added = await press(ada, message.id, "add", {"text": "for @Ben"})
    assert [task["by"] for task in added.live.state["tasks"]] == [None, None]
    with pytest.raises(Invalid, match="one person who sees this room"):
        await press(ada, message.id, "give", {"arg": "1", "text": "@Ben"})
    assert await told_by_the_app(ben) == []
    taken = await press(ada, message.id, "take", {"arg": "1", "person": ada.id})
    assert taken.live.state["tasks"][0]["by"] == ada.id


async def test_a_task_that_is_there_is_given_to_somebody_and_they_are_told(ada, ben, room, published):
    message, _ = await send_live(ada, room.id, "checklist", {"title": "Move", "tasks": ["Boxes", "Van"]})
    assert message.live.drawn.count("data-wants=") == 2
    for text in ("", "Ben", "@nobody", "@Ben and @Ada"):
        with pytest.raises(Invalid, match="the name of one person"):
            await press(ada, message.id, "give", {"arg": "1", "text": text})
    given = await press(ada, message.id, "give", {"arg": "1", "text": "@Ben"})
    assert [task["by"] for task in given.live.state["tasks"]] == [ben.id, None]
    assert Message.select().where(Message.body.contains("named you")).count() == 1
    ticked = await press(ben, message.id, "tick", {"arg": "2"})
    assert "data-wants" not in ticked.live.drawn, "what somebody does, or is done, is given to nobody"


async def test_a_vote_leaves_whom_a_poll_means(ada, ben, room, published):
    message, _ = await send_live(ada, room.id, "poll", {"text": "@ben? | a | b"})
    voted = await press(ben, message.id, "vote", {"arg": "0"})
    assert published[1:] == [MessageActed(voted, (ben.id,))]
    assert (voted.mentioned, Mention.select().count()) == (message.mentioned, 1)


async def test_who_may_not_see_the_room_is_not_told(ada, ben):
    room = await rooms.create_room(ada, "secret", kind="closed")
    message, _ = await send_live(ada, room.id, "poll", {"text": "@ben? | a | b"})
    assert message.mentioned_ids == (ben.id,), "as in any message: by name"
    assert not await database.read(rooms.unread, ben)


async def test_too_many_names_mean_nobody_and_presses_go_on(ada, ben, room, monkeypatch):
    monkeypatch.setattr(mentions, "MAX_PEOPLE", 1)
    message, _ = await send_live(ada, room.id, "checklist", {"text": "@ben"})
    both = await press(ada, message.id, "add", {"text": "@ada"})
    assert both.mentioned_ids == ()
    again = await press(ben, message.id, "remove", {"arg": "1"})
    assert again.mentioned_ids == (ben.id,)
