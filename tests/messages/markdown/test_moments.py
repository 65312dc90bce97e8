"""Moments, which everybody reads by their own clock."""

import re
from pathlib import Path

import pytest

from chat.messages.markdown import draw, plain_text
from chat.messages.markdown.moments import FORMS

SCRIPT = Path(__file__).parents[3] / "chat/web/components/message_list/moments.js"


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("date", "2025-11-30"),
        ("date_long", "Sunday, 2025-11-30"),
        ("date_pretty", "2025-11-30"),
        ("time", "01:00 UTC"),
        ("time_secs", "01:00:09 UTC"),
    ],
)
def test_a_moment_is_drawn_with_what_it_is_in_utc(form, told):
    source = f"sent <!date^1764464409^{{{form}}}>!"
    assert draw(source) == f'<p>sent <time data-at="1764464409000" data-form="{form}">{told}</time>!</p>'
    assert plain_text(source) == f"sent {told}!"


def test_the_browser_knows_the_same_forms():
    [forms] = re.findall(r"const FORMS = \{(.*?)\};", SCRIPT.read_text(), re.DOTALL)
    assert re.findall(r"^ +(\w+):", forms, re.MULTILINE) == [*FORMS]


@pytest.mark.parametrize(
    "source",
    [
        *("<!date^99999999999^{time}>", "<!date^-1^{time}>", "<!date^1.5^{time}>", "<!date^١^{time}>"),
        *("<!date^^{time}>", "<!date^1^{time}", "<!date^1^{era}>", "<!date^1^{time} {date}>", "<!date^1^words>"),
        *('<!date^1^{time}" onclick="x">', "<!date^1^{time}|<b>>", "<!date^1^{constructor}>"),
    ],
)
def test_anything_else_is_shown_as_it_was_typed(source):
    assert draw(source) is None


def test_in_code_it_stays_as_typed_and_in_a_link_it_does_not_change():
    assert draw("`<!date^1^{time}>`") == "<p><code>&lt;!date^1^{time}&gt;</code></p>"
    assert draw("[<!date^1^{time}>](https://a.example)").endswith(">00:00 UTC</a></p>")
