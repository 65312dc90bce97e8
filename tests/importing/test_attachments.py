"""What hangs on messages elsewhere comes with them: shared messages, fields, what webhooks have sent."""

import json

from chat.importing.items import MessageRecord, PersonRecord, Report
from chat.importing.reading import mattermost, opened, slack
from chat.importing.reading.words import HELD, MARK, KeptWords
from chat.messages.markdown import COLOURS
from chat.slack_format import colours
from chat.slack_format.mrkdwn import to_parts
from tests.importing.exports import slack as slack_export
from tests.importing.exports import write_zip
from tests.importing.test_others import AT, json_lines


def read(reader, path):
    """Return what a reader finds in an export, and what it reports."""
    report = Report()
    with opened(path) as archive:
        return list(reader.read(archive, report)), report


def slack_messages(tmp_path, *messages):
    """Return the messages that Slack's become, and the report."""
    day = [{"type": "message", "user": "U1", "ts": f"160000010{n}.1", **one} for n, one in enumerate(messages)]
    records, report = read(slack, write_zip(tmp_path / "e.zip", {**slack_export(), "general/2020-09-13.json": day}))
    return [one for one in records if isinstance(one, MessageRecord) and one.room == "C1"], report


def words(record):
    return "".join(part if isinstance(part, str) else f"{part[0]}{part[1]}" for part in record.text)


def test_a_shared_message_is_a_quote_below_the_text(tmp_path):
    shared = {"is_share": True, "author_name": "ben", "text": "*Look* <@U2>", "from_url": "https://x.example/p1"}
    file = {"id": "F9", "name": "a.txt", "url_private": "https://x.example/a.txt"}
    [one], report = slack_messages(
        tmp_path, {"text": "see this https://x.example/p1", "attachments": [{**shared, "files": [file]}]}
    )
    assert words(one) == "see this https://x.example/p1\n\n> ben\n>\n> **Look** @U2"
    assert ["@", "U2", ""] in one.text
    assert [found.name for found in one.files] == ["a.txt"]
    assert not report.problems


def test_fields_titles_and_footers_come_and_previews_of_links_are_reported(tmp_path):
    fields = [{"title": "Service", "value": "api"}, {"title": "Load", "value": "*9*"}]
    attachment = {
        "title": "Down",
        "title_link": "https://x.example",
        "fields": fields,
        "footer": "bot",
        "color": "danger",
    }
    preview = {"title": "A page", "text": "of it", "from_url": "https://a.example/?b&c"}
    alert, link = {"text": "Alert", "attachments": [attachment]}, {"text": "<https://a.example/?b&amp;c>"}
    [drawn, linked], report = slack_messages(tmp_path, alert, {**link, "attachments": [preview]})
    lines = [line for line in words(drawn).split("\n") if line != ">"]
    assert lines[:4] == ["Alert", "", "> [!red]", "> **[Down](https://x.example)**"]
    assert lines[4:] == ["> **Service**", "> api", "> **Load**", "> **9**", "> bot"]
    assert words(linked) == "https://a.example/?b&c"
    assert report.problems == {slack.PREVIEW: (1, ["general/2020-09-13.json, entry 2"])}


def test_blocks_of_an_app_win_over_its_text_for_notifications(tmp_path):
    block = {"type": "section", "text": {"type": "mrkdwn", "text": "*All* of it"}}
    typed = {"type": "rich_text", "elements": []}
    [drawn, said], _ = slack_messages(
        tmp_path, {"text": "Some", "blocks": [block]}, {"text": "Mine", "blocks": [typed]}
    )
    assert (words(drawn), words(said)) == ("**All** of it", "Mine")


def test_replies_to_what_is_gone_are_in_its_thread(tmp_path):
    gone = {"subtype": "tombstone", "hidden": True, "text": "This message was deleted.", "thread_ts": "1600000100.1"}
    reply, alone = {"thread_ts": "1600000100.1", "text": "Yes"}, {"subtype": "tombstone", "hidden": True}
    joined = {"subtype": "channel_join", "text": "<@U1> has joined", "thread_ts": "1600000103.1"}
    [root, below, note], _ = slack_messages(tmp_path, gone, reply, alone, joined)
    assert (root.is_deleted, root.text, below.thread) == (True, [], root.key)
    assert (note.is_deleted, words(note)) == (False, "@U1 has joined")


def test_rubbish_channels_are_left_out(tmp_path):
    export = slack_export()
    export["channels.json"] = [*export["channels.json"], {"id": 5, "name": None}]
    records, report = read(slack, write_zip(tmp_path / "e.zip", export))
    assert "5" not in {getattr(one, "key", "") for one in records}
    assert report.problems["a channel has no name"] == (1, ["channels.json, entry 3"])


def test_what_webhooks_of_mattermost_have_sent(tmp_path):
    props = {
        "from_webhook": "true",
        "override_username": "Deployer",
        "attachments": [{"text": "Done by @ada", "fields": [{"title": "Took", "value": "9 s"}]}],
    }
    post = {"team": "us", "channel": "town", "user": "ada", "create_at": AT, "message": ""}
    joined = {**post, "type": "system_join_channel", "message": "ada joined"}
    lines = json_lines(
        {"type": "version", "version": 1},
        {"type": "user", "user": {"username": "ada"}},
        {"type": "post", "post": {**post, "props": props}},
        {"type": "post", "post": {**post, "create_at": AT + 1, "props": json.dumps(props)}},
        {"type": "post", "post": {**post, "create_at": AT + 2, "delete_at": AT + 3, "replies": [post]}},
        {"type": "post", "post": {**joined, "create_at": AT + 4, "replies": [{**post, "message": "Hi"}]}},
        {"type": "post", "post": {**post, "user": ""}},
        {"type": "odd", "odd": {}},
    )
    (tmp_path / "e.jsonl").write_bytes(lines)
    records, report = read(mattermost, tmp_path / "e.jsonl")
    first, second, gone, reply, note, below = (one for one in records if isinstance(one, MessageRecord))
    assert words(first) == words(second) == "> Done by @ada\n>\n> **Took**\n> 9 s"
    assert ["@", "ada", "ada"] in first.text
    assert PersonRecord(first.author, "Deployer") in records
    assert (gone.is_deleted, gone.deleted_at, reply.thread) == (True, AT + 3, gone.key)
    assert (words(note), below.thread) == ("ada joined", note.key)
    assert first.place == "e.jsonl, line 3 (town)"
    assert report.problems["a message has no author or no time"] == (1, ["e.jsonl, line 7 (town)"])
    assert report.problems["lines of a kind that is not known"] == (1, ["e.jsonl, line 8: odd"])


def test_marks_that_somebody_has_typed_mean_nobody():
    kept = KeptWords(to_parts)
    text = kept.formatted(f"{MARK}0{MARK} <@U1>")
    assert len(HELD.findall(text)) == 1
    typed = [{"title": f"{MARK}7{MARK}", "text": "x"}]
    assert kept.parts(text, typed) == ["0 ", ["@", "U1", ""], "\n\n> **", "**\n>\n> x"]


def test_colours_of_attachments_are_those_of_bars():
    assert colours.COLOURS == COLOURS
