"""What may be a mention: where it begins, and as which names it can be read."""

import pytest

from chat.messages.mention_text import MAX_ENDS, MAX_KEYS, find_possible


def readings(text: str) -> list[str]:
    """Return the longest name of each possible mention, as it was typed."""
    return [text[one.start + 1 : one.ends[0][0]] for one in find_possible(text)]


def names(text: str) -> set[str]:
    """Return all names that the first possible mention may be."""
    return {key for _, key in find_possible(text)[0].ends}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "@",
        "@ ada",
        "@@ada",
        "ada@example.com",
        "mailto:ada@example.com and ada.b@example.com",
        "https://medium.com/@ada",
        "https://example.com/?by=@ada",
        "foo@bar",
        "1@ada",
        "`@ada`",
        "``` @ada ```",
        "```\n@ada\n",
        "call `f(@ada)` now",
        "@#ada",
        "@\nada",
        "a.@ada",
        "_@",
    ],
)
def test_no_mention(text: str) -> None:
    assert readings(text) == []


@pytest.mark.parametrize(
    ("text", "names_of_it"),
    [
        ("@ada", ["ada"]),
        ("hello @ada", ["ada"]),
        ("(@ada)", ["ada)"]),
        ("“@ada”", ["ada”"]),
        ("**@ada**", ["ada**"]),
        ("@ada/@ben", ["ada", "ben"]),
        ("@ada,@ben", ["ada", "ben"]),
        ("see /@ada", []),
        ("@ada\n@ben", ["ada", "ben"]),
        ("@ada `@ben` @cleo", ["ada", "cleo"]),
        ("你好@王伟", ["王伟"]),
        ("＠ada", ["ada"]),
    ],
)
def test_mentions_begin_where_no_word_or_address_goes_on(text: str, names_of_it: list[str]) -> None:
    assert readings(text) == names_of_it


def test_a_name_may_end_at_each_end_of_a_word() -> None:
    assert names("@Ada Lovelace, are you there?") == {
        *("ada", "ada lovelace", "ada lovelace,", "ada lovelace, are", "ada lovelace, are you"),
        *("ada lovelace, are you there", "ada lovelace, are you there?"),
    }


@pytest.mark.parametrize(
    "text", ["@adam", "@ada_", "@ada-marie", "@ada.b", "@ada@example.com", "@adá", "@ada\u0301", "@ada’t", "@ada1"]
)
def test_no_name_ends_within_a_word(text: str) -> None:
    assert "ada" not in names(text) or text == "@ada_"


@pytest.mark.parametrize(
    "text", ["@ada", "@Ada's", "@ada’s turn", "@ADA!", "@ada…", "@ada:", "@ada-", "@ada.", "@ada_ x"]
)
def test_marks_and_a_genitive_may_follow(text: str) -> None:
    assert "ada" in names(text)


def test_names_with_marks_emoji_and_other_directions_may_be_meant() -> None:
    assert "o'brien" in names("@O’Brien")
    assert "bob!" in names("@Bob!")
    assert "anna 🎉" in names("@Anna 🎉 hello")
    assert "שרה" in names("@שרה שלום")
    assert "王伟" in names("@王伟你好")
    assert not any("👩" in key and "🚀" not in key for key in names("@Anna 👩‍🚀"))


def test_very_many_are_cheap_to_find() -> None:
    few = find_possible("@al " * 1000)
    assert len(few) == 1000
    assert all(len(one.ends) <= MAX_ENDS for one in find_possible("@" + "a!" * 2000))
    many = find_possible(" ".join(f"@{number:x}" for number in range(1000)))
    assert sum(len(one.ends) for one in many) <= MAX_KEYS
    assert find_possible("@" * 4000) == []
    assert len(find_possible("`@a`" * 1000)) == 0
