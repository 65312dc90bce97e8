"""What is sent to webhooks is read whatever it is; how long that takes `python -m bench slow-texts` measures."""

import json
from contextlib import suppress

import pytest

from bench.workloads.slow_texts import BEFORE, UNITS, payload_of
from chat.importing.texts import Names, body_of
from chat.programs import Refused, post_of, read_payload
from chat.slack_format.mrkdwn import to_parts
from tests.programs.test_payloads import text


@pytest.mark.parametrize("before", BEFORE)
def test_a_text_that_is_made_to_be_slow_comes_to_its_end(before: str) -> None:
    """What looks at the same place again and again would not for minutes."""
    for unit in UNITS:
        long = before + unit * (5_000 // len(unit))
        with suppress(Refused):  # of blanks
            post_of(read_payload(json.dumps(payload_of(long)).encode()))
        body_of(to_parts(long, has_headings=True), Names({}, {}, {}))


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
