"""Names in plain text keep to themselves, whatever direction they are written in."""

import pytest

from chat.accounts.items import UserItem
from chat.web.components.shared.avatar import initials
from chat.web.components.shared.templates import names, render
from chat.web.components.shared.text_direction import isolate

HEBREW, ARABIC = "שלום", "سلام"


@pytest.mark.parametrize("text", ["Ada", "Zoë", "李雷", "Ада", "🎉", ""])
def test_what_runs_left_to_right_stays_as_it_is(text):
    assert isolate(text) == text


@pytest.mark.parametrize("text", [HEBREW, ARABIC, f"{HEBREW}!", f"Ada {ARABIC}", "\u200fAda"])
def test_what_runs_right_to_left_is_isolated(text):
    assert isolate(text) == f"\u2068{text}\u2069"


@pytest.mark.parametrize("control", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_nothing_in_a_text_ends_its_isolation_or_turns_others(control):
    assert isolate(f"{control}Ada{control}") == "Ada"
    assert isolate(f"{control}{HEBREW}{control}") == f"\u2068{HEBREW}\u2069"


def test_a_list_of_names_keeps_its_order():
    people = [UserItem(1, "Ada"), UserItem(2, HEBREW), UserItem(3, "Cleo")]
    assert names(people) == f"Ada, \u2068{HEBREW}\u2069 and Cleo"


def test_a_name_in_a_sentence_keeps_to_itself():
    page = render("reset.html", head="", user=UserItem(1, HEBREW), error=None, token="t", is_new=False)
    assert f"For \u2068{HEBREW}\u2069." in page


INITIALS = {
    "Ada": "A",
    "ada lovelace": "AL",
    "Ada King Lovelace": "AL",
    "e\u0301mile zola": "E\u0301Z",
    "🇩🇪 Ada": "🇩🇪A",
    "👩\u200d👩\u200d👧\u200d👦 Smith": "👩\u200d👩\u200d👧\u200d👦S",
    "👍🏽": "👍🏽",
    "❤\ufe0f": "❤\ufe0f",
    "1\ufe0f\u20e3 two": "1\ufe0f\u20e3T",
    "क्षमा": "क्ष",
    "நிலா": "நி",
    "กำ ไทย": "กำไ",
    "한국": "한",
    "\u1112\u1161\u11ab": "\u1112\u1161\u11ab",
    "ßen": "SS",
    "ö": "Ö",
    "🏴\U000e0067\U000e0062\U000e007f": "🏴\U000e0067\U000e0062\U000e007f",
}
"""Names, and their initials; the browser has to agree (tests/browser/test_words.py)."""


@pytest.mark.parametrize(("name", "letters"), INITIALS.items())
def test_initials_are_letters_as_people_see_them(name, letters):
    assert initials(name) == letters
