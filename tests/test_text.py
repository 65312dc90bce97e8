import unicodedata

import pytest

from chat.errors import Invalid
from chat.text import MAX_BODY, clean_body

KEPT = {
    "words": "hello",
    "one character": ".",
    "line breaks": "one\ntwo\n\nthree",
    "indentation": "if so:\n\treturn\n    and so on",
    "indentation of the first line": "    if so:\n        return",
    "a tab before the first line": "\tdeep\ndeeper",
    "no-break spaces before": "\u00a0\u00a0hello",
    "an ideographic space before": "\u3000你好",
    "right to left": "שלום עולם",
    "both directions": "hello \u202bשלום\u202c!",
    "combining characters": "e\u0301 a\u0308\u0323",
    "stacked accents": "Z\u0351\u036b\u0343",
    "joined emoji": "👩\u200d👩\u200d👧\u200d👦 👍🏽 ❤\ufe0f 🏴\U000e0067\U000e0062\U000e007f",
    "persian joiner": "می\u200cخواهم",
    "chinese": "你好，世界",
    "markup": "<b>\"not bold\"</b> & '&amp;'",
    "Braille": "⠓⠑⠇⠇⠕⠀⠺⠕⠗⠇⠙",
    "Korean": "안녕하세요",
    "a soft hyphen between letters": "Donau\u00addampf",
    "no composed form is forced": "\u212b",
}

CHANGED = {
    "spaces after": ("  hello  ", "  hello"),
    "empty lines around": ("\n\n hello \n\n", " hello"),
    "blank lines around": (" \n\t\n  hello\n  there\n \n\t", "  hello\n  there"),
    "no-break spaces after": ("hello\u00a0\u3000\u2003", "hello"),
    "blank lines before, of Windows": ("\r\n\r\n  hello", "  hello"),
    "line ends of Windows": ("one\r\ntwo", "one\ntwo"),
    "line ends of old Macs": ("one\rtwo", "one\ntwo"),
    "mixed line ends": ("a\n\rb\r\r\nc", "a\n\nb\n\nc"),
    "NUL": ("he\0llo", "hello"),
    "control characters": ("\x01he\x07l\x1b[31mlo\x7f\x85\x9f", "hel[31mlo"),
    "a lone high surrogate": ("hel\ud800lo", "hello"),
    "a lone low surrogate": ("hel\udffflo", "hello"),
}

NOTHING_TO_SEE = {
    "nothing": "",
    "spaces": "   ",
    "line breaks": "\n\r\n\t",
    "a zero-width space": "\u200b",
    "zero-width joiners": "\u200d\u200c",
    "a byte order mark": "\ufeff",
    "direction marks": "\u200e\u202e\u2069",
    "a soft hyphen": "\u00ad",
    "a variation selector": "\ufe0f",
    "tags": "\U000e0041",
    "exotic spaces": "\u00a0\u1680\u2003\u3000",
    "line separators": "\u2028\u2029",
    "control characters": "\0\x01\x1b",
    "a surrogate": "\ud83d",
    "an unassigned character": "\U000e0fff",
    "fillers of Hangul": "\u115f\u1160\u3164\uffa0",
    "an empty pattern of Braille": "\u2800",
}


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_what_people_write_is_kept_as_it_is(text):
    assert clean_body(text) == text


@pytest.mark.parametrize(("text", "stored"), CHANGED.values(), ids=CHANGED)
def test_what_nobody_meant_to_write_is_dropped(text, stored):
    assert clean_body(text) == stored


@pytest.mark.parametrize("text", NOTHING_TO_SEE.values(), ids=NOTHING_TO_SEE)
def test_a_message_has_something_to_see(text):
    with pytest.raises(Invalid, match="empty"):
        clean_body(text)


@pytest.mark.parametrize("thing", [None, 0, 1.5, True, b"hello", ["hello"], {"body": "hello"}, object], ids=repr)
def test_a_message_is_text(thing):
    with pytest.raises(Invalid, match="must be text"):
        clean_body(thing)


@pytest.mark.parametrize("character", ["x", "語", "👍", "e\u0301"])
def test_the_limit_counts_characters_not_bytes(character):
    text = character * (MAX_BODY // len(character))
    assert clean_body(text) == text
    with pytest.raises(Invalid, match="1 character too long"):
        clean_body(text + "!")


def test_blank_lines_around_do_not_count():
    assert clean_body(f" \n{'x' * MAX_BODY} \r\n") == "x" * MAX_BODY


def test_a_flood_is_refused_without_looking_at_it(monkeypatch):
    monkeypatch.setattr(unicodedata, "category", lambda _: pytest.fail("looked at it"))
    with pytest.raises(Invalid, match="996,000 characters too long"):
        clean_body("x" * 1_000_000)


def test_the_complaint_says_how_much_is_too_much():
    with pytest.raises(Invalid) as caught:
        clean_body("x" * 5234)
    assert caught.value.message == "The message is 1,234 characters too long (the limit is 4,000)."


@pytest.mark.parametrize("text", [*KEPT.values(), *(text for text, _ in CHANGED.values())])
def test_cleaning_again_changes_nothing(text):
    assert clean_body(clean_body(text)) == clean_body(text)


def test_whatever_is_stored_can_be_encoded_and_has_no_control_characters():
    everything = "".join(map(chr, range(0x3000))) + "".join(map(chr, range(0xD000, 0xF000)))
    for start in range(0, len(everything), 1000):
        body = clean_body("." + everything[start : start + 1000])
        body.encode()
        assert {c for c in body if unicodedata.category(c) in {"Cc", "Cs"}} <= {"\n", "\t"}
