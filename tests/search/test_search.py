"""What a search finds, and what it does not: before its messages are indexed, and after."""

from contextlib import suppress
from hashlib import blake2b
from random import Random

import pytest

from chat import messages, rooms, search
from chat.errors import Invalid, NotFound
from chat.search import looking, marks, postings
from chat.search.commands import changes, gathering, indexing, noted
from chat.search.commands import rows as rows_written
from chat.search.entries import RULES, entries
from chat.search.items import Filter, Found, Query
from chat.search.resolving import conditions
from models import Message, Room, SearchChange, SearchPosting, SearchWords, User
from tests.statements import cost_of

SAID = (
    "the deploy of foo_bar->baz() failed, see #123",
    "C++ or C#, that is the question",
    "Grüße aus der Straße, ÉCOLE und Café",
    "日本語のテキストと東京",
    "서울에서 만나요",
    "hello **world** of things https://example.com",
    "100% of a_b\\c 'quoted' \U0001f389",
)

QUESTIONS = {
    "deploy": [0],
    "DEPLOY failed": [0],
    "deploy -failed": [],
    "eplo": [0],
    "oo_bar": [0],
    "foo_bar->baz()": [0],
    "foo->baz": [],
    "#123": [0],
    "#12": [0],
    "C++": [1],
    "c#": [1],
    "c": [1, 6],
    "strasse": [2],
    "ecole cafe": [2],
    "grusse": [2],
    "日本": [3],
    "本": [3],
    "京": [3],
    "京都": [],
    "ﾃｷｽﾄ": [3],
    "서울": [4],
    "만나": [4],
    '"hello world"': [5],
    '"hello of"': [],
    '"ello world"': [],
    "has:link": [5],
    "-has:link hello": [],
    "100%": [6],
    "a_b\\c": [6],
    "'quoted'": [6],
    "\U0001f389": [6],
    "failed -deploy -fail": [],
    "failed -deploys": [0],
    'hello -"hello world"': [],
    "th -thin": [0, 1],
    "th": [0, 1, 5],
    "->": [0],
    "%": [6],
    "from:me": [0, 1, 2, 3, 4, 5, 6],
    "from:ben": [],
    "-from:me": [],
    "in:kitchen deploy": [0],
    "-in:kitchen deploy": [],
    "on:today deploy": [0],
    "before:today": [],
    "after:1970 before:2099 deploy": [0],
    "before:today -after:1970": [],
    "-on:today": [],
}


def ids(who, text, **how):
    return [found.message.id for found in search.search(who, text, **how).items]


async def test_the_same_is_found_before_it_is_indexed_and_after(ada, ben, room):
    said = [(await messages.send_message(ada, room.id, body)).id for body in SAID]
    expected = {text: sorted((said[number] for number in numbers), reverse=True) for text, numbers in QUESTIONS.items()}
    assert {text: ids(ada, text) for text in QUESTIONS} == expected
    await search.index_messages(1)
    assert {text: ids(ada, text) for text in QUESTIONS} == expected
    assert ids(ben, "from:me") == []


async def test_what_was_edited_or_deleted_is_found_as_it_is_now_and_leaves_the_index(ada, room):
    edited, deleted = [await messages.send_message(ada, room.id, body) for body in ("old wording", "top secret")]
    await search.index_messages(1)
    await messages.edit_message(ada, edited.id, "new wording https://example.com")
    await messages.delete_message(ada, deleted.id)
    for _ in range(2):
        assert (ids(ada, "old"), ids(ada, "secret"), ids(ada, "new wording has:link")) == ([], [], [edited.id])
        await search.index_messages(1)
    assert SearchChange.select().count() == 0
    words = "\n".join(row.words for row in SearchWords.select()).split("\n")
    assert not {"old", "top", "secret"} & set(words)
    assert {"new", "wording"} <= set(words)
    Message.delete().execute()
    await search.index_messages(1)
    assert (SearchChange.select().count(), SearchWords.get().words) == (0, "")
    again = await messages.send_message(ada, room.id, "a new start")
    await search.index_messages(1)
    assert (ids(ada, "start"), SearchChange.select().count()) == ([again.id], 0), "with an id that is used again"
    assert SearchPosting.select().count() > 0, "who wrote something when, but not what"


async def test_what_a_message_said_before_is_not_kept_until_many_were_sent(ada, room):
    edited, deleted, last = [await messages.send_message(ada, room.id, f"secret {n}") for n in range(3)]
    await search.index_messages()
    assert postings.indexed_up_to() == 0, "few messages wait"
    await messages.edit_message(ada, edited.id, "harmless")
    await messages.delete_message(ada, deleted.id)
    Message.delete().where(Message.id == last.id).execute()
    assert SearchChange.select().count() == 3
    await search.index_messages()
    assert SearchChange.select().count() == 0
    assert (ids(ada, "harmless"), ids(ada, "secret")) == ([edited.id], [])
    assert "secret" not in SearchWords.get().words


async def test_however_many_were_changed_each_row_is_written_once_and_anew_if_it_changes_meanwhile(
    ada, room, monkeypatch
):
    said = [(await messages.send_message(ada, room.id, f"same other{n % 5} n{n}")).id for n in range(40)]
    await search.index_messages(1)
    for id_ in said[:30]:
        await messages.edit_message(ada, id_, f"same new{id_ % 5}")
    written, plan = [], changes._plan

    def planned():
        found = plan()
        if not written:
            found.rows[0] = (found.rows[0][0], b"what another process has changed", b"")
        return found

    monkeypatch.setattr(
        rows_written, "write", lambda rows: (written.extend(row for row, _ in rows), postings.write(rows))
    )
    monkeypatch.setattr(changes, "_plan", planned)
    await search.index_messages(1)
    assert (written, SearchChange.select().count()) == ([], 30)
    written.append(0)
    await search.index_messages(1)
    assert len(written) == len(set(written)) > 1
    assert SearchChange.select().count() == 0
    assert ids(ada, "same", limit=99) == said[::-1]
    assert ids(ada, "other", limit=99) == said[:29:-1]
    assert len(ids(ada, "new", limit=99)) == 30


async def test_nothing_is_found_where_one_is_not_and_from_the_moment_one_is_gone(ada, ben, room):
    closed = await rooms.create_room(ada, "cellar", "", "closed")
    said = await messages.send_message(ada, closed.id, "treasure")
    thread = await messages.open_thread(ada, said.id)
    await messages.send_message(ada, thread.id, "treasure below")
    for _ in range(2):
        assert len(ids(ada, "treasure")) == 2
        assert search.search(ben, "treasure") == Found()
        with pytest.raises(NotFound):
            search.search(ben, "treasure", room_id=closed.id)
        with pytest.raises(Invalid, match="no room called “cellar”"):
            search.search(ben, "in:cellar treasure")
        await search.index_messages(1)
    await rooms.add_member(ada, closed.id, ben.id)
    assert len(ids(ben, "treasure")) == 2
    await rooms.remove_member(ada, closed.id, ben.id)
    assert ids(ben, "treasure") == []
    User.update(deactivated_at=1).where(User.id == ada.id).execute()
    assert ids(ada, "treasure") == []


async def test_replies_in_threads_are_found_and_say_so(ada, room):
    root = await messages.send_message(ada, room.id, "a question")
    thread = await messages.open_thread(ada, root.id)
    reply = await messages.send_message(ada, thread.id, "an answer")
    for _ in range(2):
        [found] = search.search(ada, "answer in:kitchen", room_id=room.id).items
        assert (found.message.id, found.room.id, found.room.name) == (reply.id, room.id, "kitchen")
        assert (found.thread.root_id, found.thread.id) == (root.id, thread.id)
        assert ids(ada, "an", room_id=thread.id) == [reply.id]
        await search.index_messages(1)


async def test_who_and_where_are_named_as_they_are_called(ada, ben, room, new_user):
    mary = new_user("Mary Ann O'Neil")
    said = [(await messages.send_message(who, room.id, "hello")).id for who in (ada, ben, mary)]
    direct = await rooms.open_direct(ada, [mary.id])
    said.append((await messages.send_message(mary, direct.id, "hello you")).id)
    assert ids(ada, 'from:"mary ann o’neil"') == ids(ada, "from:ann") == ids(ada, "from:@Mary") == [said[3], said[2]]
    assert ids(ada, "from:ada from:ben") == [said[1], said[0]]
    assert ids(ada, "in:@mary hello") == [said[3]]
    assert ids(ada, "-from:mary") == [said[1], said[0]]
    said.append((await messages.send_message(new_user("Annabel Lee"), room.id, "hello")).id)
    assert ids(ada, "from:ann") == [said[3], said[2]], "a whole name wins over the beginning of one"
    assert ids(ada, "from:anna") == [said[4]]
    with pytest.raises(Invalid, match="nobody called “Zoe”"):
        search.search(ada, "from:Zoe")


async def test_marks_are_found_as_they_are_at_the_moment_of_asking(ada, ben, room):
    await search.index_messages(1)
    plain, marked = [await messages.send_message(ben, room.id, body) for body in ("hello", "hello @Ada")]
    assert ids(ada, "has:reaction") == ids(ada, "is:saved") == []
    await messages.react(ada, plain.id, "👍", on=True)
    await messages.save_message(ada, plain.id)
    await messages.pin_message(ada, plain.id)
    for _ in range(2):
        assert ids(ada, "has:reaction hello") == ids(ada, "is:saved") == ids(ben, "is:pinned") == [plain.id]
        assert ids(ada, "mentions:me") == ids(ada, "hello -has:reaction") == [marked.id]
        assert ids(ben, "is:saved") == ids(ben, "mentions:me") == []
        await search.index_messages(1)


async def test_pages_go_on_where_the_last_one_ended(ada, room):
    said = [(await messages.send_message(ada, room.id, f"word {n}")).id for n in range(7)]
    found, before = [], None
    while True:
        page = search.search(ada, "word", before=before, limit=3)
        found += [one.message.id for one in page.items]
        if not page.more:
            break
        before = page.next
    assert found == said[::-1]
    ranked = search.search(ada, "word", order="relevance", limit=3)
    rest = search.search(ada, "word", order="relevance", limit=9, before=ranked.next)
    assert sorted(one.message.id for one in (*ranked.items, *rest.items)) == said
    assert not rest.more
    for nonsense in ("x", -1, 0, "9" * 99, 1.5, b"1", "²"):
        with pytest.raises(Invalid):
            search.search(ada, "word", before=nonsense)


MISTAKES = ["from:", "before:yesterdayish", "on:2026-13", "on:2026-02-30", "after:9999-01-01", "has:everything", "is:x"]
MISTAKES += ["after:2026-11-29 before:2026-11-30", "on:2026-11 deploy on:2026-12", "after:today before:today"]
MISTAKES += ["x" * 1001, " ".join(map(str, range(500))), "mentions:bob", 'in:"', None, 7, b"x"]

HOSTILE = [
    "\0",
    "\ud800",
    "%_\\",
    "' OR 1=1 --",
    "NEAR(a b)",
    "a* OR",
    '"',
    '""',
    "-",
    "--",
    '-"',
    "a:b",
    ":",
    "from",
    "((((",
]
HOSTILE += [
    "[a-",
    "\\",
    "*",
    "^a",
    "{x}",
    'foo -"bar',
    "\u200b",
    "\u202eabc",
    "\u0301",
    " ",
    "",
    "a" * 1000,
    "日" * 999,
]
HOSTILE += ["\U0001f389" * 300, "+" * 1000]


def test_whatever_is_said_of_a_day_is_a_day_or_a_mistake(ada):
    some = Random(1)
    parts = ("1970", "2026", "2099", "9999", "0", "-1", "02", "13", "31", "²", "٣", "9" * 11, "9" * 5000)
    for _ in range(1000):
        day = "-".join(some.choices((*parts, "", "1e3", "today", "0x1", "29"), k=some.randint(1, 4)))
        with suppress(Invalid):
            conditions(ada, Query(filters=(Filter(some.choice(["on", "before", "after"]), day),)), None)


async def test_a_search_goes_through_so_many_blocks_wherever_it_begins(ada, monkeypatch):
    seen = []
    monkeypatch.setattr(marks, "_ids", lambda _: seen.append(1) or set())
    assert search.search(ada, "is:pinned", before=(1 << 63) - 1) == Found()
    monkeypatch.setattr(looking, "MAX_BLOCKS", 3)
    border = 1 << 16
    room = Room.create(kind="open", name="far", name_key="far", created_at=1)
    same = {"room": room.id, "author": ada.id, "body": "far", "created_revision": 1}
    for n in range(5):
        Message.create(id=border * (100 + n), revision=n, created_at=n, **same)
    await search.index_messages(1)
    page = search.search(ada, "is:pinned")
    assert (page.more, page.next) == (True, f"1-{border * 102}")
    assert len(seen) == 2, "the first block alone, then two together"
    assert not search.search(ada, "is:pinned", before=page.next).more


async def test_where_to_go_on_does_not_tell_what_others_say(ada, ben, room, monkeypatch):
    monkeypatch.setattr(looking, "MAX_LOOKED_AT", 30)
    closed = await rooms.create_room(ada, "cellar", "", "closed")
    pages = []
    for is_said in (False, True):
        said = [(await messages.send_message(ben, room.id, "key -")).id for _ in range(20)]
        for _ in range(80):
            await messages.send_message(ada, closed.id, "key->" if is_said else "nothing")
        said += [(await messages.send_message(ben, room.id, "key -")).id for _ in range(20)]
        await search.index_messages(1)
        page = search.search(ben, "key->")
        pages.append((len(page.items), page.more, page.next and said.index(int(page.next.split("-")[1]))))
        monkeypatch.undo()
        Message.delete().execute()
        await search.index_messages(1)
        monkeypatch.setattr(looking, "MAX_LOOKED_AT", 30)
    assert pages[0] == pages[1]


def test_what_cannot_be_understood_says_what_is_wrong(ada):
    for text in MISTAKES:
        with pytest.raises(Invalid) as error:
            search.search(ada, text)
        assert error.value.message.endswith(".")


async def test_whatever_is_typed_is_searched_for(ada, room):
    await messages.send_message(ada, room.id, "something else")
    for _ in range(2):
        assert [text for text in HOSTILE if ids(ada, text) or ids(ada, text, order="relevance")] == []
        await search.index_messages(1)


async def test_an_excerpt_shows_why(ada, room):
    long = "word " * 100 + "and then the *Straße* was there " + "word " * 100
    await messages.send_message(ada, room.id, long)
    [found] = search.search(ada, "strasse").items
    text = "".join(piece for piece, _ in found.excerpt)
    assert [piece for piece, is_match in found.excerpt if is_match] == ["Straße"]
    assert len(text) < 250
    assert text.startswith("…word")
    assert text.endswith("…")


async def test_a_search_looks_at_so_many_messages_and_then_says_where_to_go_on(ada, room, monkeypatch):
    monkeypatch.setattr(looking, "MAX_LOOKED_AT", 50)
    for number in range(60):
        await messages.send_message(ada, room.id, "same" if number else "same needle->")
    await search.index_messages(1)
    for order in ("newest", "relevance"):
        page = search.search(ada, "->", order=order)
        assert (len(page.items), page.more) == (0, True)
        rest = search.search(ada, "->", before=page.next, order=order)
        assert ([one.message.body for one in rest.items], rest.more) == (["same needle->"], False)


async def test_however_many_wait_each_row_of_a_block_is_written_once_and_after_a_stop_once_more(ada, room, monkeypatch):
    border = 1 << 16
    at = (await messages.send_message(ada, room.id, "first")).created_at
    ids_ = [*range(border - 30, border + 30), border * 5 + 7]
    same = {"room": room.id, "author": ada.id, "created_at": at, "created_revision": 2}
    Message.insert_many({"id": id_, "revision": id_, "body": f"word n{id_}", **same} for id_ in ids_).execute()
    written, stops = [], [True]

    def write(rows):
        written.extend(row for row, _ in rows)
        if len(written) > 20 and stops:
            written.clear()
            raise RuntimeError(stops.pop())
        postings.write(rows)

    monkeypatch.setattr(rows_written, "write", write)
    monkeypatch.setattr(gathering, "READ", 7)
    monkeypatch.setattr(indexing, "WRITTEN", 10)
    monkeypatch.setattr(indexing, "PAUSE", 0)
    with pytest.raises(RuntimeError):
        await search.index_messages(1)
    await search.index_messages(1)
    assert len(written) == len(set(written))
    assert {row >> postings.ROW_BITS for row in written} == {0, 1, 5}
    assert ids(ada, "word", limit=100) == ids_[::-1]
    assert [ids(ada, f"n{id_}") for id_ in ids_[28:32]] == [[id_] for id_ in ids_[28:32]]


async def test_a_block_with_too_many_words_is_written_in_parts(ada, room, monkeypatch):
    said = [(await messages.send_message(ada, room.id, f"word n{number}")).id for number in range(9)]
    monkeypatch.setattr(gathering, "MOST_WORDS", 12)
    await search.index_messages(1)
    assert postings.indexed_up_to() == said[-1]
    assert ids(ada, "word") == said[::-1]


def test_who_changes_what_words_are_raises_the_number_of_the_rules(ada):
    made = [sorted(entries(body, 1, 2)) for body in (*SAID, *HOSTILE)]
    stored = [(postings.own_row(1, "word"), postings.shared_row(1, "word")), postings.packed(postings.OWN, [1, 2])]
    digest = blake2b(repr((made, stored)).encode("utf-8", "backslashreplace"), digest_size=6).hexdigest()
    assert (RULES, digest) == (2, "fb19ac9f931f")


async def test_an_index_that_was_made_by_other_rules_is_left_alone_until_a_start_builds_it_anew(ada, room, monkeypatch):
    said = [(await messages.send_message(ada, room.id, "word")).id]
    await search.index_messages(1)
    await search.renew_index()
    made = sorted(SearchPosting.select().tuples())
    assert made
    monkeypatch.setattr(noted, "RULES", 3)
    said.insert(0, (await messages.send_message(ada, room.id, "word")).id)
    await messages.edit_message(ada, said[0], "word once more")
    await search.index_messages(1)
    assert sorted(SearchPosting.select().tuples()) == made
    await search.renew_index()
    assert SearchPosting.select().count() == SearchWords.select().count() == postings.indexed_up_to() == 0
    for _ in range(2):
        assert ids(ada, "word") == said
        await search.index_messages(1)
        await search.renew_index()
    assert postings.indexed_up_to() == said[0]


async def test_a_page_takes_few_statements(ada, room):
    for number in range(30):
        await messages.send_message(ada, room.id, f"word number{number}")
    await search.index_messages(1)
    assert cost_of(lambda: search.search(ada, "word from:me")) <= 14
