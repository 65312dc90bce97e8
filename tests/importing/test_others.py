"""Exports of Mattermost, Zulip and Rocket.Chat become the same as Slack's."""

import json
import tarfile

import pytest

from chat.importing.items import OWN_EMOJI
from chat.importing.reading import archives
from models import Membership, Message, Pin, Reaction, Room, User
from tests.importing.exports import picture, write_zip
from tests.importing.test_slack import bring, said_in

AT = 1600000000000


def a_member():
    """Have Ada an account here, who looks at what came."""
    User.create(name="Ada", email="ada@example.com", password_hash="-")


def json_lines(*lines):
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def mattermost():
    post = {
        "team": "us",
        "channel": "town-square",
        "user": "ada",
        "message": "Hi @ben. See ~off-topic, `@ben` and @all",
        "create_at": AT,
        "edit_at": AT + 9,
        "is_pinned": True,
        "reactions": [{"user": "ben", "create_at": AT + 1, "emoji_name": "+1"}],
        "replies": [{"user": "ben", "message": "Hello", "create_at": AT + 5}],
        "attachments": [{"path": "20200913/teams/a.txt"}, {"path": "/etc/passwd"}],
    }
    user = {
        "username": "ben",
        "email": "ben@example.com",
        "profile_image": "pictures/ben.png",
        "teams": [{"name": "us", "channels": [{"name": "Town-Square"}]}],
    }
    return json_lines(
        {"type": "version", "version": 1},
        {"type": "emoji", "emoji": {"name": "logo", "image": "x"}},
        {"type": "team", "team": {"name": "us", "display_name": "Us"}},
        {
            "type": "channel",
            "channel": {"team": "us", "name": "town-square", "display_name": "Town Square", "type": "O"},
        },
        {"type": "channel", "channel": {"team": "us", "name": "off-topic", "display_name": "Off-Topic", "type": "O"}},
        {
            "type": "user",
            "user": {"username": "ada", "first_name": "Ada", "last_name": "Berg", "email": "ada@example.com"},
        },
        {"type": "user", "user": user},
        {"type": "post", "post": post},
        {"type": "post", "post": {**post, "type": "system_join_channel"}},
        {"type": "post", "post": "nothing"},
        {"type": "direct_channel", "direct_channel": {"members": ["ada", "ben"]}},
        {
            "type": "direct_post",
            "direct_post": {"channel_members": ["ben", "ada"], "user": "ben", "message": "us", "create_at": AT},
        },
    )


MATTERMOST_FILES = {"data/20200913/teams/a.txt": b"Text", "data/pictures/ben.png": picture()}


@pytest.mark.parametrize("is_zip", [True, False])
def test_mattermost(opened, tmp_path, is_zip):
    file = tmp_path / "import.jsonl"
    file.write_bytes(mattermost())
    if is_zip:
        file = write_zip(tmp_path / "e.zip", MATTERMOST_FILES | {"import.jsonl": mattermost()})
    a_member()
    report = bring(file)
    ada, ben = (User.get(User.email == f"{name}@example.com") for name in ("ada", "ben"))
    [hello] = said_in("Town Square", ada)
    assert hello.body.split("\n")[0] == "Hi @ben. See #Off-Topic, `@ben` and @room"
    assert {one.id for one in hello.mentions} == {ben.id}
    assert (hello.edited_at, hello.thread.replies, len(hello.files)) == (AT + 9, 1, is_zip)
    assert Reaction.get().emoji == "👍"
    assert Pin.get().message_id == hello.id
    assert Membership.select().where(Membership.user == ben, Membership.parent_id.is_null()).count() == 2
    assert Message.get(Message.body == "us").room.people_key == f"{ada.id} {ben.id}"
    before = Message.select().count()
    assert bring(file).came["messages that had come before"] == 3
    assert Message.select().count() == before
    assert report.problems[OWN_EMOJI] == (1, ["logo"])
    assert bool(ben.avatar) == is_zip


def zulip():
    message = {
        "sender": 11,
        "recipient": 1,
        "subject": "Lunch",
        "date_sent": AT / 1000,
        "content": "See @**Ben Ochs|12**",
    }
    uploaded = "[a.txt](/user_uploads/2/ab/a.txt)"
    reaction = {"message": 101, "user_profile": 12, "emoji_code": "1f44d", "emoji_name": "thumbs_up"}
    return {
        "realm.json": {
            "zerver_realm": [{"string_id": "us"}],
            "zerver_userprofile": [
                {"id": 11, "full_name": "Ada Berg", "delivery_email": "ada@example.com"},
                {"id": 12, "full_name": "Ben Ochs", "email": "ben@example.com", "date_joined": 1500000000.5},
            ],
            "zerver_stream": [{"id": 5, "name": "general", "description": "All"}],
            "zerver_recipient": [{"id": 1, "type": 2, "type_id": 5}, {"id": 2, "type": 1, "type_id": 12}],
            "zerver_subscription": [{"recipient": 1, "user_profile": 11, "active": True}],
            "zerver_realmemoji": [{"name": "logo"}],
            "zerver_reaction": [{**reaction, "reaction_type": "unicode_emoji"}],
        },
        "messages-000001.json": {
            "zerver_message": [
                {**message, "id": 101},
                {**message, "id": 102, "content": f"```quote\nSee\n```\nYes {uploaded}", "date_sent": AT / 1000 + 1},
                {**message, "id": 103, "recipient": 2, "content": "just us"},
                {**message, "id": 104, "recipient": 77},
            ]
        },
        "uploads/2/ab/a.txt": b"Text",
        "avatars/records.json": [
            {"user_profile_id": 12, "path": "2/ben.original"},
            {"user_profile_id": 12, "path": "2/ben.png"},
            {"user_profile_id": 11, "path": "../../etc/passwd"},
        ],
        "avatars/2/ben.original": picture(),
        "avatars/2/ben.png": b"none",
    }


@pytest.mark.parametrize("is_tar", [True, False])
def test_zulip(opened, tmp_path, is_tar):
    file = write_zip(tmp_path / "e.zip", zulip(), "zulip-export/")
    if is_tar:
        for name, content in zulip().items():
            path = tmp_path / "zulip-export" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        file = tmp_path / "e.tar.gz"
        with tarfile.open(file, "w:gz") as tar:
            tar.add(tmp_path / "zulip-export", "zulip-export")
    a_member()
    report = bring(file)
    ada = User.get(User.email == "ada@example.com")
    assert User.get(User.name == "Ben Ochs").created_at == 1500000000500
    [lunch] = said_in("general", ada)
    assert (lunch.body, lunch.thread.replies) == ("**Lunch**\nSee @Ben Ochs", 1)
    assert [one.emoji for one in lunch.reactions] == ["👍"]
    reply = Message.get(Message.room == lunch.thread.id)
    assert (reply.body, [file.name for file in reply.file_set]) == ("> See\nYes", ["a.txt"])
    assert Message.get(Message.body == "just us").room.kind == "direct"
    assert report.problems["a message has no time, or is in no known room"][0] == 1
    assert report.problems[OWN_EMOJI] == (1, ["logo"])
    assert {user.name for user in User.select().where(User.avatar.is_null(False))} == {"Ben Ochs"}


def rocket_chat():
    return {
        "users.csv": b'"ada","ada@example.com","Ada Berg"\n"ben","ben@example.com","Ben"\n',
        "channels.csv": b'"general","ada","public","ben;cleo"\n"short"\n',
        "general/messages.csv": f'"ada","{AT}","Hi @ben, ""all"" here\nand there"\n"ben","{AT + 5}","Yes"\n'.encode(),
        "directmessages/ada.csv": f'"ada","ben","{AT + 9}","us"\n"ben","ada","never","when?"\n'.encode(),
    }


def test_rocket_chat(opened, tmp_path):
    a_member()
    report = bring(write_zip(tmp_path / "e.zip", rocket_chat()))
    ada = User.get(User.email == "ada@example.com")
    assert [one.body for one in said_in("general", ada)] == ['Hi @Ben, "all" here\nand there', "Yes"]
    assert Room.get(Room.kind == "direct").people_key == f"{ada.id} {User.get(User.name == 'Ben').id}"
    assert set(report.problems) == {
        "a row has too few columns",
        "somebody in a room is in no list of people",
        "the date of a message is before 1970: it is that",
    }


def test_bombs_and_paths_are_refused(opened, tmp_path, monkeypatch):
    bomb = write_zip(tmp_path / "bomb.zip", {"users.json": b"[]", "channels.json": b"0" * 60_000_000})
    with pytest.raises(archives.UnusableExportError, match="suspiciously large"):
        bring(bomb)
    monkeypatch.setattr(archives, "MAX_TOTAL", 10)
    with pytest.raises(archives.UnusableExportError, match="too much"):
        bring(write_zip(tmp_path / "large.zip", {"users.json": [], "channels.json": [], "x": "y" * 20}))
    monkeypatch.undo()
    file = tmp_path / "e.tar"
    (tmp_path / "x").write_bytes(b"[]")
    with tarfile.open(file, "w") as tar:
        tar.add(tmp_path / "x", "../../outside")
        link = tarfile.TarInfo("realm.json")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    with pytest.raises(archives.UnusableExportError, match="no export"):
        bring(file)
    assert not (tmp_path.parents[1] / "outside").exists()
