"""Results are in the order of their dates, whatever ids messages have, such as those of an imported history."""

from random import Random

import pytest

from chat import rooms, search
from chat.search import blocks, looking, waiting
from chat.search.commands import indexing
from chat.search.dates import Dates
from models import Message, SearchWords

BLOCK = 1 << 16
DAY = 86_400_000
NOW = 1_795_993_731_865


def pages(who, text, limit=7):
    """Return the ids of all pages, and how many pages there were."""
    found, before = [], None
    for count in range(1, 400):
        page = search.search(who, text, before=before, limit=limit)
        found += [one.message.id for one in page.items]
        if not page.more:
            return found, count
        before = page.next
    raise AssertionError("there is no end of them")


def say(room, ada, said):
    """Store messages, each with an id, a date and a text."""
    same = {"room": room.id, "author": ada.id, "created_revision": 1}
    Message.insert_many(
        {"id": id_, "created_at": at, "body": body, "revision": id_, **same} for id_, at, body in said
    ).execute()


def in_order(said, word="word"):
    return [id_ for at, id_ in sorted(((at, id_) for id_, at, body in said if word in body.split()), reverse=True)]


@pytest.fixture
def history(ada, room):
    """Own messages, an import of older years in between, channel by channel, and more of today; in five blocks."""
    some = Random(5)
    own = [(BLOCK - 40 + n, NOW - 9 * DAY + n * 60_000, f"word own n{n}") for n in range(60)]
    imported = [
        (2 * BLOCK - 100 + n, NOW - 900 * DAY + (n % 67) * 13 * DAY + some.randrange(DAY), f"word imported n{n}")
        for n in range(200)
    ]
    live = [(2 * BLOCK + n * 9 + 200, NOW - 3 * DAY + n, f"word live n{n}") for n in range(20)]
    same = [(4 * BLOCK - 5 + n, NOW - 2 * DAY, "word same") for n in range(15)]
    today = [(9 * BLOCK + n, NOW + n - n % 3 * 2, "word today") for n in range(30)]
    said = [*own, *imported, *live, *same, *today]
    say(room, ada, said)
    return said


@pytest.mark.parametrize("indexed", [0.0, 0.5, 1.0])
async def test_the_newest_come_first_and_pages_neither_skip_nor_double(ada, history, indexed, monkeypatch):
    ids = [id_ for id_, _, _ in history]
    settled = ids[int(len(ids) * indexed) - 1] if indexed else 0
    monkeypatch.setattr(indexing._settled, "look", lambda: settled)
    await search.index_messages(1)
    for word in ("word", "own", "imported", "today"):
        assert pages(ada, word)[0] == in_order(history, word)
    monkeypatch.setattr(looking, "MAX_LOOKED_AT", 20)
    monkeypatch.setattr(looking, "MAX_BLOCKS", 2)
    monkeypatch.setattr(waiting, "MOST", 25)
    found, count = pages(ada, "word->", limit=100)
    assert (found, count > 10) == ([], True)
    assert pages(ada, "word", limit=100)[0] == in_order(history)


async def test_days_are_those_of_the_messages(ada, history):
    await search.index_messages(1)
    for asked, is_meant in {
        "before:2025": lambda at: at < 1_735_689_600_000,
        "after:2025": lambda at: at >= 1_767_225_600_000,
        "on:2025-06": lambda at: 1_748_736_000_000 <= at < 1_751_328_000_000,
        "-on:2026": lambda at: not 1_767_225_600_000 <= at < 1_798_761_600_000,
    }.items():
        expected = in_order([one for one in history if is_meant(one[1])])
        assert expected
        assert pages(ada, f"word {asked}", limit=20)[0] == expected
        assert pages(ada, f"from:me {asked}", limit=20)[0] == expected


async def test_whatever_the_order_of_dates_is_what_is_found_is_in_it(ada, ben, room):
    some = Random(7)
    cellar = await rooms.create_room(ada, "cellar", "", "closed")
    for turn in range(4):
        at, said, hidden = NOW, [], []
        for n in range(120):
            at += some.choice((0, 0, 5, 1000, -3, -1000, -90 * DAY, 91 * DAY))
            row = (BLOCK * some.choice((1, 2)) * (turn + 1) * 7 + turn * 5000 + n * 97, at % (2 * NOW), "word")
            (said if some.random() < 0.7 else hidden).append(row)
        Message.delete().execute()
        await search.index_messages(1)
        say(room, ada, said)
        say(cellar, ada, hidden)
        await search.index_messages(1)
        assert pages(ben, "word", limit=9)[0] == in_order(said)
        assert pages(ada, "word", limit=9)[0] == in_order([*said, *hidden])


async def test_an_id_that_is_used_again_has_its_new_date(ada, room):
    say(room, ada, [(n, NOW + n, "word") for n in range(1, 9)])
    await search.index_messages(1)
    Message.delete().where(Message.id >= 7).execute()
    again = [(7, NOW - DAY, "word again"), (8, NOW + DAY, "word again")]
    say(room, ada, again)
    expected = [8, 6, 5, 4, 3, 2, 1, 7]
    for _ in range(2):
        assert pages(ada, "word", limit=2)[0] == expected
        await search.index_messages(1)


async def test_a_plain_number_is_the_id_of_a_message_also_of_one_that_is_gone(ada, history):
    await search.index_messages(1)
    expected = in_order(history)
    after = search.search(ada, "word", before=str(expected[70]), limit=5)
    assert [one.message.id for one in after.items] == expected[71:76]
    Message.delete().where(Message.id == expected[70]).execute()
    assert search.search(ada, "word", before=expected[70], limit=5).items


async def test_where_dates_agree_with_ids_nothing_is_stored_of_them_but_steps(ada, history):
    await search.index_messages(1)
    late = {block.number: len(blocks.dates_in([block])[block.number].late) for block in blocks.blocks()}
    assert late[0] == 0
    assert late[1] > 90
    assert {len(row.dates) for row in SearchWords.select().where(SearchWords.id == 1)} == {8 * 64}


def test_dates_are_the_same_however_many_messages_come_at_a_time():
    some = Random(3)
    dated = [(place, some.randrange(50) + place // 90) for place in range(0, BLOCK, 331)]
    whole = Dates.unpacked(b"").extended(-1, dated)
    parts, start = Dates.unpacked(b""), -1
    for at in range(0, len(dated), 17):
        parts = Dates.unpacked(parts.extended(start, dated[at : at + 17]).packed())
        start = dated[at : at + 17][-1][0]
    assert parts == whole
