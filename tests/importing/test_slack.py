"""A Slack export becomes people, rooms and messages, once."""

import json

import pytest

from chat import importing
from chat.accounts import UNCLAIMED, user_item
from chat.importing import waiting
from chat.importing.commands.parts import Parts
from chat.importing.commands.rooms import DIRECT_IN_USE, IN_USE
from chat.importing.items import Report
from chat.importing.reading.archives import UnusableExportError
from chat.messages import newest_messages
from chat.messages.items import MessageItem
from chat.slack_format.mrkdwn import to_parts
from models import Imported, Membership, Message, Reaction, Room, User, db
from tests.importing.exports import SLACK_DAY, slack, slack_blocks, write_zip
from tests.people import stored


@pytest.fixture
def place(opened, tmp_path):
    return tmp_path


def bring(path, *, is_dry=False, map_path=None) -> Report:
    return importing.import_export(path, map_path, is_dry=is_dry, tell=lambda _text: None)[1]


def said_in(name, actor) -> list[MessageItem]:
    return list(newest_messages(user_item(actor), Room.get(Room.name == name).id).messages)


def test_everything_comes(place):
    ada = User.create(name="Ada B.", email="ada@example.com", password_hash="-")
    report = bring(write_zip(place / "export.zip", slack(), "our export/"))
    ben, cleo = User.get(User.email == "ben@example.com"), User.get(User.name == "Cleo Roth")
    assert (ben.name, ben.password_hash, bool(ben.deactivated_at)) == ("Ben Ochs", UNCLAIMED, True)
    assert cleo.email.endswith("@imported.invalid")
    hello, lunch, files, bot = said_in("general", ada)
    assert hello.body == "Hello @Ben Ochs, see [the \\*plan\\*](https://example.com/a?b=1&c)"
    assert (hello.created_at, hello.author.id, hello.mentioned[0].user_id) == (1600000100000, ada.id, ben.id)
    assert f"data-person={ben.id} " in hello.html
    assert (lunch.body, lunch.edited_at) == ("**Lunch?** in #old-plans", 1600000250000)
    assert [(one.emoji, {user.id for user in one.users}) for one in lunch.reactions] == [("👍", {ada.id, cleo.id})]
    assert (lunch.thread.replies, lunch.thread.faces[0].name) == (1, "Cleo Roth")
    assert Message.get(Message.room == lunch.thread.id).body == "Yes & now"
    assert files.body == "[plan \\[1\\].pdf](https://files.example.com/F2/plan.pdf)"
    assert [(file.name, file.size) for file in files.files] == [("notes.txt", 10)]
    assert (bot.body, bot.author.name, bot.mentions_room) == ("@room done", "Builder", True)
    assert Room.get(Room.name == "old-plans").archived_at
    assert [one.body for one in said_in("board", ada)] == ["Between us"]
    assert Room.get(Room.people_key == f"{ada.id} {ben.id}").kind == "direct"
    assert report.came["messages"] == 6
    assert set(report.problems) == {
        "what people did is not told (joined, left, renamed …)",
        "a reaction has an emoji that is not known here",
        "a file is not in the export: its message links to it",
    }


def test_nothing_is_unread_and_ids_are_in_the_order_of_time(place):
    bring(write_zip(place / "export.zip", slack()))
    times = [at for (at,) in Message.select(Message.created_at).order_by(Message.id).tuples()]
    assert times == sorted(times)
    for row in Membership.select():
        newest = Message.select(Message.id).where(Message.room == row.room_id).order_by(Message.id.desc()).limit(1)
        assert (row.read_id, row.news_id) == (newest.scalar() or 0, None)


def test_running_it_again_adds_only_what_is_new(place):
    files = slack()
    bring(write_zip(place / "export.zip", files))
    before = stored()
    report = bring(place / "export.zip")
    assert stored() == before
    assert report.came["messages that had come before"] == 7
    late = {"user": "U1", "ts": "1600100000.1", "thread_ts": "1600000200.000200", "text": "Late", "type": "message"}
    bring(write_zip(place / "more.zip", {**files, "general/2020-09-15.json": [late]}))
    root = Message.get(Message.body.startswith("**Lunch"))
    assert [one.body for one in Message.select().where(Message.room == root.thread_id)] == ["Yes & now", "Late"]
    assert (Room.get_by_id(root.thread_id).replies, Message.select().count()) == (2, 8)


def test_a_dry_run_says_the_same_and_stores_nothing(place):
    path = write_zip(place / "export.zip", slack())
    before = stored()
    foretold = bring(path, is_dry=True)
    assert stored() == before
    assert not list((place / "files").glob("blobs/*"))
    assert (foretold.came, foretold.problems, foretold.people) == (
        (real := bring(path)).came,
        real.problems,
        real.people,
    )


def test_an_interrupted_import_goes_on(place, monkeypatch):
    path = write_zip(place / "export.zip", slack())
    monkeypatch.setattr(waiting, "BATCH", 2)
    monkeypatch.setattr(Parts, "react", interrupt := Interrupt(after=4))
    with pytest.raises(KeyboardInterrupt):
        bring(path)
    assert 0 < Message.select().count() < 5
    monkeypatch.undo()
    bring(path)
    assert (Message.select().count(), Reaction.select().count(), interrupt.calls) == (7, 2, 4)
    assert Imported.select().where(Imported.kind == "message").count() == 7


class Interrupt:
    """Stands for something that is done some times, and then the program is interrupted."""

    def __init__(self, after):
        self.calls, self._after = 0, after

    def __get__(self, _one, _cls):
        return self

    def __call__(self, *_args):
        self.calls += 1
        if self.calls == self._after:
            raise KeyboardInterrupt


def test_a_map_says_who_has_which_address(place):
    cleo = User.create(name="C.", email="cleo@example.org", password_hash="-")
    people = place / "people.csv"
    people.write_text("who,address\nCLEO,cleo@example.org\nkleo,c@example.org\n", encoding="utf-8")
    report = bring(write_zip(place / "export.zip", slack()), map_path=people)
    assert report.problems["a line of --map is of nobody in the export"] == (1, ["kleo"])
    assert {user.name for user in User.select()} == {"C.", "Ada Berg", "Ben Ochs", "Builder"}
    assert Message.get(Message.body == "Yes & now").author_id == cleo.id
    for lines, number in (("ada,ada@example.com\ncleo,nowhere", 2), ("cleo,nowhere", 1), ("ada,mail@x@y", 1)):
        people.write_text(lines, encoding="utf-8")
        with pytest.raises(UnusableExportError, match=f"--map: line {number}: "):
            bring(place / "export.zip", map_path=people)


def test_rooms_that_are_here_are_used_if_they_are_empty(place):
    empty, busy = (Room.create(name=name, name_key=name) for name in ("general", "old-plans"))
    ada = User.create(name="Ada", email="ada@example.com", password_hash="-")
    Message.create(room=busy, author=ada, body="Hi", revision=1, created_revision=1)
    old = {"type": "message", "user": "U1", "ts": "1600000001.1", "text": "Old"}
    bring(write_zip(place / "export.zip", slack() | {"old-plans/2020-09-13.json": [old]}))
    assert Message.select().where(Message.room == empty).count() == 4
    assert [one.body for one in Message.select().where(Message.room == busy)] == ["Hi"]
    assert [one.body for one in said_in("old-plans-imported", ada)] == ["Old"]


def test_nothing_that_comes_stands_below_what_people_say_here(place):
    """Rows go by id, so history has rooms of its own beside those in use; what is late is counted."""
    ada, ben = (User.create(name=n, email=f"{n}@example.com", password_hash="-") for n in ("ada", "ben"))
    general = Room.create(name="General", name_key="general", is_default=True)
    Room.create(name="board", name_key="board", kind="closed")
    both = Room.create(name="", kind="direct", people_key=f"{ada.id} {ben.id}")
    for room in (general, both):
        Message.create(room=room, author=ada, body="Now", revision=1, created_revision=1)
    files = slack()
    foretold = bring(write_zip(place / "export.zip", files), is_dry=True)
    report = bring(place / "export.zip")
    assert foretold.problems == report.problems
    assert report.problems[IN_USE] == (2, ["general → general-imported", "board → board-imported"])
    assert report.problems[DIRECT_IN_USE] == (1, ["ada, ben → Imported: ada, ben"])
    apart = Room.get(Room.name == "Imported: ada, ben")
    assert (apart.kind, {row.user_id for row in Membership.select().where(Membership.room == apart)}) == (
        "closed",
        {ada.id, ben.id},
    )
    assert not Room.get(Room.name == "general-imported").is_default
    for room in (general, both):
        assert [one.body for one in Message.select().where(Message.room == room)] == ["Now"]
    files["general/2020-09-12.json"] = [{"type": "message", "user": "U1", "ts": "1599900000.1", "text": "Lost"}]
    files["D1/2020-09-15.json"] = [{"type": "message", "user": "U2", "ts": "1600090001.1", "text": "More"}]
    again = bring(write_zip(place / "later.zip", files))
    assert [one.body for one in said_in("Imported: ada, ben", ada)] == ["Only you", "More"]
    assert said_in("general-imported", ada)[-1].body == "Lost"
    late = "a message is older than the newest one in its room here: it stands below"
    assert again.problems[late] == (1, ["general/2020-09-12.json, entry 1"])
    assert not {IN_USE, DIRECT_IN_USE, late} & set(bring(place / "later.zip").problems)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"ts": "99999999999.1"}, "the date of a message is in the future: it is now"),
        ({"ts": "-5.0"}, "the date of a message is before 1970: it is that"),
        ({"ts": {}}, "a message has no time"),
        ({"thread_ts": "1.1"}, "a reply is to a message that is not in the export"),
        ({"thread_ts": "1600000900.0001"}, None),
        ({"text": "x" * 9000}, "a message is too long: it comes as several"),
        ({"text": None}, "a message has no text"),
        ({"text": "a\ud800b"}, None),
        (
            {"user": ["?"], "reactions": [7, {"name": {}}, {"name": "eyes", "users": ["U99", 3]}]},
            "a reaction is of somebody who is not known",
        ),
        (
            {"files": [{"name": "a", "url_private": "javascript:alert(1)"}]},
            "a file is not in the export: its message links to it",
        ),
        ({"text": "\x1b[2J<@>" + "<" * 500 + "*" * 500, "edited": 5, "attachments": "no"}, None),
    ],
)
def test_one_bad_message_is_reported_and_the_others_come(place, change, problem):
    bad = {"type": "message", "user": "U1", "ts": "1600000900.0001", "text": "bad", **change}
    entries = json.dumps([*SLACK_DAY, bad, bad, 5]).encode()
    report = bring(write_zip(place / "export.zip", slack() | {"general/2020-09-13.json": entries}))
    assert report.came["messages"] + report.came["replies in threads"] >= 7
    assert {"an entry has another form than it should", *([problem] if problem else [])} <= set(report.problems)
    db.execute_sql("SELECT 1")


def test_closed_rooms_have_somebody_who_sees_them(place):
    lost = (
        {**SLACK_DAY[5], "ts": "1600000001.000100"},
        {**SLACK_DAY[0], "thread_ts": ""},
        {**SLACK_DAY[0], "user": "U9"},
    )
    files = slack() | {
        "lost/2020-09-13.json": lost,
        "empty/2020-09-13.json": [],
        "users.json": [*slack()["users.json"], {"name": "nobody"}],
        "groups.json": [*slack()["groups.json"], {"name": "nowhere"}],
    }
    report = bring(write_zip(place / "export.zip", files))
    there = Membership.select().join(Room).where(Room.name == "lost").order_by(Membership.id)
    assert {(one.user.name, one.role) for one in there} == {
        ("Builder", "member"),
        ("Ada Berg", "manager"),
        ("Unknown U9", "member"),
    }
    assert not Room.select().where(Room.name == "empty").exists()
    for problem, what in (
        ("nobody is in a closed room: those who have written in it become its members", "lost"),
        ("nobody is in a closed room, or has written in it: it is left out, since nobody could see it", "empty"),
        ("somebody has no id: they are left out", "nobody"),
        ("a channel has no id", "nowhere"),
    ):
        assert report.problems[problem] == (1, [what])


def test_threads_in_a_circle_come_as_messages(place):
    one, two = (
        {"user": "U1", "ts": f"160000090{n}.1", "thread_ts": f"160000090{1 - n}.1", "text": "?"} for n in (0, 1)
    )
    bring(write_zip(place / "export.zip", slack() | {"general/2020-09-14.json": [one, two]}))
    assert Message.select().where(Message.body == "?").count() == 2


@pytest.mark.parametrize(
    ("mrkdwn", "markdown"),
    [
        ("*bold* _it_ ~gone~ `*code* &lt;b&gt;`", "**bold** _it_ ~~gone~~ `*code* <b>`"),
        ("2 * 3 * 4 and snake*case*here", "2 * 3 * 4 and snake\\*case\\*here"),
        ("*<https://a.example|here>*", "**[here](https://a.example)**"),
        ("<https://a.example/x_y*z*w>", "https://a.example/x_y*z*w"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("<javascript:alert(1)|x>", "x (javascript:alert(1))"),
        ("see ```a &lt; b```", "see \n```\na < b\n```\n"),
        ("&gt; quoted\nnot", "> quoted\n\nnot"),
        ("&gt;&gt;&gt;all\nof it", "> all\n> of it"),
        ("• one\n• two\n# no heading", "- one\n- two\n\n\\# no heading"),
        ("<!date^1^{date}|yesterday> <!date^1^|then> <!subteam^S1|@team>", "<!date^1^{date}> then @team"),
        ("&amp;lt; stays", "&lt; stays"),
        ("**no** *yes* *_both_* _*both*_", "\\*\\*no\\*\\* **yes** **_both_** _**both**_"),
        ("[x](y) [x](<https://y.example>) [x]", "\\[x](y) \\[x](https://y.example) [x]"),
        ("- no\n+ no\n* no\n&gt; - no", "\\- no\n\\+ no\n\\* no\n> \\- no"),
        ("no\n---\n&gt;&gt;&gt;# no", "no\n\\---\n> \\# no"),
        ("~~no~~ __no__ a__b", "\\~\\~no\\~\\~ \\_\\_no__ a__b"),
        (r"¯\_(ツ)_/¯ C:\dir", r"¯\\\_(ツ)_/¯ C:\dir"),
    ],
)
def test_mrkdwn_becomes_markdown(mrkdwn, markdown):
    assert "".join(map(str, to_parts(mrkdwn))) == markdown


def test_messages_of_apps_that_consist_of_blocks_have_their_text(place):
    bring(write_zip(place / "e.zip", slack() | {"general/2020-09-13.json": slack_blocks()}))
    told, attached = [
        row.body for row in Message.select().join(Room).where(Room.name == "general").order_by(Message.id)
    ]
    assert [line for line in told.split("\n") if line] == [
        "**Build & test**",
        "**done** by @Ben Ochs",
        "in <9> s",
        "---",
        "just now",
        "See [all](https://example.com/?a&b) **_now_** @Ada Berg@room#old-plans🎉",
        "    - first",
        "> said",
        "> so",
        "```",
        "a < b",
        "```",
    ]
    assert attached == "> **Build & test**"
