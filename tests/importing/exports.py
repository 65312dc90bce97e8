"""Small exports of other chats, made here: nothing in them is anybody's."""

import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

SLACK_USERS = [
    {
        "id": "U1",
        "name": "ada",
        "profile": {"real_name": "Ada Berg", "display_name": "ada", "email": "Ada@Example.com"},
    },
    {"id": "U2", "name": "ben", "real_name": "Ben Ochs", "profile": {"email": "ben@example.com"}, "deleted": True},
    {"id": "U3", "name": "cleo", "profile": {"real_name": "Cleo Roth"}},
]
SLACK_CHANNELS = [
    {
        "id": "C1",
        "name": "general",
        "created": 1600000000,
        "creator": "U1",
        "is_general": True,
        "members": ["U1", "U2", "U3"],
        "purpose": {"value": "All of us"},
    },
    {"id": "C2", "name": "old-plans", "is_archived": True, "members": ["U1"]},
]
SLACK_DAY = [
    {
        "type": "message",
        "user": "U1",
        "ts": "1600000100.000100",
        "text": "Hello <@U2>, see <https://example.com/a?b=1&amp;c|the *plan*>",
    },
    {"type": "message", "subtype": "channel_join", "user": "U2", "ts": "1600000101.000100", "text": "<@U2> has joined"},
    {
        "type": "message",
        "user": "U2",
        "ts": "1600000200.000200",
        "thread_ts": "1600000200.000200",
        "text": "*Lunch?* in <#C2|old-plans>",
        "reactions": [
            {"name": "+1::skin-tone-3", "users": ["U1", "U3"], "count": 2},
            {"name": "our-logo", "users": ["U1"], "count": 1},
        ],
        "edited": {"user": "U2", "ts": "1600000250.000000"},
    },
    {
        "type": "message",
        "user": "U3",
        "ts": "1600000300.000300",
        "thread_ts": "1600000200.000200",
        "text": "Yes &amp; now",
    },
    {
        "type": "message",
        "user": "U1",
        "ts": "1600000400.000400",
        "text": "",
        "files": [
            {"id": "F1", "name": "notes.txt", "url_private_download": "https://files.example.com/F1/notes.txt"},
            {"id": "F2", "name": "plan [1].pdf", "url_private": "https://files.example.com/F2/plan.pdf"},
        ],
    },
    {
        "type": "message",
        "subtype": "bot_message",
        "bot_id": "B1",
        "username": "Builder",
        "ts": "1600000500.000500",
        "text": "<!here> done",
    },
]

SLACK_BLOCKS = [
    {"type": "header", "text": {"type": "plain_text", "text": "Build & test"}},
    {
        "type": "section",
        "text": {"type": "mrkdwn", "text": "*done* by <@U2>"},
        "fields": [{"type": "plain_text", "text": "in <9> s"}],
    },
    {"type": "divider"},
    {"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Open"}}]},
    {"type": "context", "elements": [{"type": "image", "alt_text": "x"}, {"type": "mrkdwn", "text": "just now"}]},
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "text", "text": "See "},
                    {"type": "link", "url": "https://example.com/?a&b", "text": "all"},
                    {"type": "text", "text": " now ", "style": {"bold": True, "italic": True}},
                    {"type": "user", "user_id": "U1"},
                    {"type": "broadcast", "range": "here"},
                    {"type": "channel", "channel_id": "C2"},
                    {"type": "emoji", "name": "tada"},
                ],
            },
            {
                "type": "rich_text_list",
                "style": "bullet",
                "indent": 1,
                "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "first"}]}],
            },
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "said\nso"}]},
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "a < b"}]},
        ],
    },
]
"""What a message of an app consists of, which has no text."""


def picture() -> bytes:
    """Return a picture of somebody."""
    Image.new("RGB", (300, 200), "red").save(content := BytesIO(), "PNG")
    return content.getvalue()


def slack_blocks() -> list[dict[str, Any]]:
    """Return messages of an app, as a day of a channel."""
    message = {"type": "message", "subtype": "bot_message", "bot_id": "B1", "text": ""}
    attached = [{"blocks": SLACK_BLOCKS[:1], "fallback": "[no preview available]"}]
    return [
        {**message, "ts": "1600200000.1", "blocks": SLACK_BLOCKS},
        {**message, "ts": "1600200001.1", "attachments": attached},
    ]


def slack() -> dict[str, Any]:
    """Return the files of a small Slack export."""
    return {
        "users.json": SLACK_USERS,
        "channels.json": SLACK_CHANNELS,
        "groups.json": [{"id": "G1", "name": "board", "members": ["U1", "U2"]}],
        "dms.json": [{"id": "D1", "members": ["U1", "U2"]}],
        "mpims.json": [],
        "general/2020-09-13.json": SLACK_DAY,
        "board/2020-09-13.json": [{"type": "message", "user": "U1", "ts": "1600000150.0001", "text": "Between us"}],
        "D1/2020-09-14.json": [{"type": "message", "user": "U2", "ts": "1600090000.0001", "text": "Only you"}],
        "__uploads/F1/notes.txt": b"Some notes",
    }


def write_zip(path: Path, files: dict[str, Any], folder: str = "") -> Path:
    """Write a zip file, with JSON of whatever is not bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(folder + name, content if isinstance(content, bytes) else json.dumps(content))
    return path
