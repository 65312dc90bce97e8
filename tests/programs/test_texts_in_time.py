"""What is sent to webhooks, and what was exported elsewhere, takes time that grows with its length, not faster."""

import json
import time
from contextlib import suppress

import pytest

from chat.importing.texts import Names, body_of
from chat.programs import Refused, post_of, read_payload
from chat.slack_format.mrkdwn import to_parts
from tests.programs.test_payloads import text

UNITS = (" ", "\n", "*", "<", "_", "`", "[", "~a ", "> ", "&#", "*a*\n", "- a\n", "<a|", "```\n", "@channel ")
BEFORE = ("", "*a*")


def payload_of(long: str) -> object:
    """Return a payload that has a text wherever one may be."""
    blocks = [
        {"type": "section", "text": {"type": "mrkdwn", "text": long}, "fields": [{"type": "mrkdwn", "text": long}]},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": long}]},
        {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": [{"type": "text", "text": long}]}]},
    ]
    attachment = {"text": long, "fields": [{"title": long, "value": long}], "ts": long, "color": long}
    return {"username": long, "blocks": blocks, "attachments": [attachment]}


def seconds(long: str) -> float:
    """Return the processor time that a text takes as a payload and as an imported one, the better of two tries."""
    body, taken = json.dumps(payload_of(long)).encode(), []
    for _ in range(2):
        begin = time.process_time()
        with suppress(Refused):  # of blanks
            post_of(read_payload(body))
        body_of(to_parts(long, has_headings=True), Names({}, {}, {}))
        taken.append(time.process_time() - begin)
    return min(taken)


@pytest.mark.parametrize("unit", UNITS)
def test_four_times_the_text_takes_about_four_times_as_long(unit: str) -> None:
    for before in BEFORE:
        few, many = (seconds(before + unit * (length // len(unit))) for length in (2_500, 10_000))
        assert many < 8 * max(few, 0.01), f"{before}{unit}"


def test_a_number_of_a_character_may_have_any_length() -> None:
    digits = "1" * 5_000
    shown = text({"text": f"a &#{digits}; b", "attachments": [{"title": f"&#{digits};"}]})
    assert "a \ufffd b" in shown
    assert digits not in shown


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        (" *Branch:* \n\n main ", "**Branch:** main"),
        ("*Branch*\nmain", "**Branch** main"),
        ("*Branch:*\nmain\nother", "**Branch:**\nmain\nother"),
        ("*Branch:*\n" + "m" * 200, "**Branch:**\n" + "m" * 200),
        ("*Branch:*", "**Branch:**"),
        ("*Branch:*\n", "**Branch:**"),
        ("Branch:\nmain", "Branch:\nmain"),
    ],
)
def test_the_name_of_a_short_field_stands_beside_it(sent: str, shown: str) -> None:
    assert text({"blocks": [{"type": "section", "fields": [{"type": "mrkdwn", "text": sent}]}]}) == shown
