"""`check` tells an index that misses messages, or has other words or dates; `--repair` builds it anew."""

import asyncio

import pytest

from chat import messages, search
from chat.search import postings
from chat.search.blocks import new_version
from chat.search.dates import Dates
from models import Message, SearchPosting, SearchWords


@pytest.fixture
def said(ada, room):
    """Thirty messages that are indexed; one of them is edited later, one deleted, one not indexed."""

    async def say():
        sent = [await messages.send_message(ada, room.id, f"word{n % 7} number{n}") for n in range(30)]
        await search.index_messages(1)
        await messages.edit_message(ada, sent[3].id, "something else")
        await messages.delete_message(ada, sent[4].id)
        await messages.send_message(ada, room.id, "one more")
        return [message.id for message in sent]

    return asyncio.run(say())


def row_without(place):
    [row] = SearchPosting.select().where(SearchPosting.id == postings.own_row(0, "=a1"))
    numbers = [one for one in postings.unpacked(row.id, bytes(row.offsets)) if one != place]
    SearchPosting.update(offsets=postings.packed(row.id, numbers)).where(SearchPosting.id == row.id).execute()


def word_for(place):
    row, entry = postings.shared_row(0, "number7")
    stored = SearchPosting.get(SearchPosting.id == row)
    data = postings.extended(row, bytes(stored.offsets), [entry | place])
    SearchPosting.update(offsets=data).where(SearchPosting.id == row).execute()


def date_of(place):
    dates = Dates.unpacked(bytes(SearchWords.get().dates)).corrected([(place, 5)])
    SearchWords.update(dates=dates.packed(), version=new_version()).execute()


def no_block(_place):
    SearchWords.delete().execute()


@pytest.mark.parametrize("spoil", [row_without, word_for, date_of, no_block], ids=lambda one: one.__name__)
def test_an_index_that_is_not_in_order_is_told_and_built_anew(ada, said, spoil):
    whole = search.check_index(repairs=True)
    assert whole.lines == ["checked 28 messages"]
    spoil(said[9])
    found = search.check_index(repairs=False)
    assert (found.is_in_order, said[9] in found.wrong) == (False, True)
    assert f"not in the search as they are (message {found.wrong[0]}" in found.lines[0]
    assert search.check_index(repairs=True).lines[0].endswith("its index was built anew")
    assert search.check_index(repairs=False).lines == ["checked 30 messages"]
    assert (
        len(search.search(ada, "from:me", limit=50).items)
        == Message.select().where(Message.deleted_at.is_null()).count()
    )
