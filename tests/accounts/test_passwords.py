import asyncio
import random
import string
import threading
from contextlib import suppress

import pytest

from chat.accounts import hash_password, passwords
from chat.accounts.passwords import hash_new_password, password_matches
from chat.errors import Invalid


async def test_a_password_belongs_to_its_hash():
    assert await password_matches("correct horse", hash_password("correct horse")) is True


@pytest.mark.parametrize("password", ["", "correct horsE", "correct horse ", "correct", "\0", "correct horse\0"])
async def test_another_password_does_not(password):
    assert await password_matches(password, hash_password("correct horse")) is False


@pytest.mark.parametrize("password", ["пароль", "🔑" * 100, "e\u0301", "\0null\0", "x" * 1000])
async def test_any_characters_make_a_password(password):
    assert await password_matches(password, hash_password(password)) is True


@pytest.mark.parametrize("password", ["", "anything", "nobody has this password"])
async def test_without_an_account_no_password_is_right(password):
    assert await password_matches(password, None) is False
    assert await password_matches(password, "") is False


async def test_without_an_account_the_same_work_is_done(monkeypatch):
    checked = []
    monkeypatch.setattr(passwords, "_matches", lambda *args: checked.append(args))
    await password_matches("a guess", None)
    [(password, password_hash)] = checked
    assert password == "a guess"
    assert password_hash.split("$")[:4] == hash_password("x").split("$")[:4]


BROKEN = {"dash": "-", "x": "x", "cut off": hash_password("x")[:-9], "bcrypt": "$2b$12$abcdefghijklmnopqrstuv"}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
async def test_a_broken_hash_matches_nothing(broken):
    assert await password_matches("x", broken) is False


def test_the_hash_is_argon2id_with_owasps_parameters():
    assert hash_password("x").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_the_same_password_never_has_the_same_hash():
    assert hash_password("x") != hash_password("x")


async def test_checking_keeps_off_the_event_loop(monkeypatch):
    threads = []
    monkeypatch.setattr(passwords, "_matches", lambda *_: threads.append(threading.current_thread()))
    await password_matches("x", None)
    assert threads != [threading.main_thread()]


# ---- which are accepted

GOOD = {
    "words": "a lamp beside the river",
    "twelve characters": "xq7-Lm2pRz9w",
    "a long one": ("a lamp beside the river " * 6)[:128],
    "another script": "фонарь у тихой реки",
    "emoji": "🏮🌊🪑🎻🧊🥝🛶🦉🗝🎠🧭🪁",
    "spaces around it": "  a lamp beside the river  ",
    "a null character": "a lamp\0beside the river",
    "quotes and marks": """'"; DROP TABLE user; --<script>""",
}
COMMON = [
    "password1234",
    "123456789012",
    "qwertyuiop12",
    "aaaaaaaaaaaa",
    "letmeinletmein",
    "Passw0rd!Passw0rd!",
    "asdfghjkl;'a",
]
PEOPLE = ["Constance Featherstonehaugh", "constance@example.com"]


@pytest.mark.parametrize("password", GOOD.values(), ids=GOOD)
async def test_a_password_of_unusual_words_is_accepted_as_it_is(password):
    stored = await hash_new_password(password, "Ada", "ada@example.com")
    assert await password_matches(password, stored)
    assert not await password_matches(password.upper() if password.upper() != password else f"{password} ", stored)


@pytest.mark.parametrize("change", [str.upper, str.title, lambda text: f" {text}", lambda text: f"{text} "])
async def test_a_password_is_compared_exactly(change):
    stored = await hash_new_password("a lamp beside the river")
    assert not await password_matches(change("a lamp beside the river"), stored)


SAME = {
    "accent": ("caf\u00e9 by the quiet river", "cafe\u0301 by the quiet river"),
    "order of marks": ("a\u0323\u0302 by the quiet river", "a\u0302\u0323 by the quiet river"),
    "Korean": ("\ud55c\uae00 by the quiet river", "\u1112\u1161\u11ab\u1100\u1173\u11af by the quiet river"),
    "angstrom": ("\u212b by the quiet river", "\u00c5 by the quiet river"),
    "no-break spaces": ("a lamp beside the river", "a\u00a0lamp\u202fbeside the\u00a0river"),
    "ideographic space": (
        "\u5ddd\u306e \u305d\u3070\u306e\u3089\u3093\u3077",
        "\u5ddd\u306e\u3000\u305d\u3070\u306e\u3089\u3093\u3077",
    ),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME)
async def test_a_password_is_one_however_a_keyboard_spells_it(one, other):
    for password in (one, other):
        stored = hash_password(password)
        assert await password_matches(one, stored)
        assert await password_matches(other, stored)


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME)
async def test_older_hashes_of_passwords_as_they_were_typed_are_good_for_those(one, other):
    for password in (one, other):
        assert await password_matches(password, passwords._hasher.hash(password))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("\ufb01ne lamp by the river", "fine lamp by the river"),
        ("lamp\u200d by the river", "lamp by the river"),
        ("lamp  by the river", "lamp by the river"),
        ("\u2160 lamp by the river", "I lamp by the river"),
        ("lamp\tby the river", "lamp by the river"),
    ],
)
async def test_passwords_that_only_look_alike_are_two(one, other):
    assert not await password_matches(other, await hash_new_password(one))


LONG = "a lamp beside the river " * 50


@pytest.mark.parametrize("length", [12, 64, 128, 129, 140, 256, 512, 1024])
async def test_a_long_password_is_accepted_and_counts_to_its_end(length):
    stored = await hash_new_password(LONG[:length])
    assert await password_matches(LONG[:length], stored)
    assert not await password_matches(f"{LONG[: length - 1]}!", stored)
    assert not await password_matches(LONG[: length + 1], stored)


async def test_length_is_counted_in_characters_however_they_are_spelled():
    await hash_new_password("e\u0301" * 3 + LONG[:1021])
    with pytest.raises(Invalid, match="12 to 1024"):
        await hash_new_password("e\u0301" * 11)


@pytest.mark.parametrize("length", [0, 1, 11, 1025, 2048, 2049, 1_000_000])
async def test_a_password_has_12_to_1024_characters(length):
    with pytest.raises(Invalid, match="12 to 1024"):
        await hash_new_password((LONG * (length // len(LONG) + 1))[:length])


@pytest.mark.parametrize("more", ["x", "x" * 1_000_000, "\0", "\u0301" * 60_000])
async def test_whatever_is_too_long_is_wrong_for_the_usual_work(monkeypatch, more):
    stored = hash_password("a lamp beside the river")
    given = []
    monkeypatch.setattr(passwords, "_verifies", lambda password, _: given.append(password) or True)
    typed = "a lamp beside the river".ljust(passwords.MAX_TYPED, "x") + more
    assert not await password_matches(typed, stored)
    assert [len(password) <= passwords.MAX_TYPED for password in given] == [True]


@pytest.mark.parametrize("password", COMMON)
async def test_what_others_would_try_first_is_refused(password):
    with pytest.raises(Invalid, match="too easy to guess"):
        await hash_new_password(password)


@pytest.mark.parametrize(
    "password",
    ["Constance Featherstonehaugh", "constancefeatherstonehaugh", "featherstonehaugh", "constance@example.com"],
)
async def test_ones_own_name_or_address_is_no_password(password):
    with pytest.raises(Invalid):
        await hash_new_password(password, *PEOPLE)
    await hash_new_password(password, "Ada", "ada@elsewhere.org")


@pytest.mark.parametrize("password", ["\ud800 a lamp beside the river", "a lamp beside the river \udfff"])
async def test_half_a_character_makes_no_password(password):
    with pytest.raises(Invalid):
        await hash_new_password(password)
    assert await password_matches(password, hash_password("a lamp beside the river")) is False


ADVERSARIAL = {
    "one letter": "a" * 128,
    "digits": "1234567890" * 12,
    "dates": "19911991" * 16,
    "words": "password" * 16,
    "marks": "\u0301" * 128,
    "capitals": "aA" * 64,
    "a letter that grows": "İ" * 128,
    "keys": "qwertyuiop[]asdfghjkl;" * 5,
}


@pytest.mark.parametrize("password", ADVERSARIAL.values(), ids=ADVERSARIAL)
async def test_no_password_is_looked_at_in_more_than_short_stretches(monkeypatch, password):
    given = []
    monkeypatch.setattr(passwords, "zxcvbn", lambda stretch, words: given.append(stretch) or {"score": 0})
    with pytest.raises(Invalid):
        await hash_new_password(password, "n" * 80, "e" * 254)
    assert len(given) <= 6
    assert max(map(len, given)) <= 24
    assert "".join(given) == password


async def test_of_a_long_one_no_more_is_looked_at_than_of_others(monkeypatch):
    given = []
    monkeypatch.setattr(passwords, "zxcvbn", lambda stretch, words: given.append(stretch) or {"score": 0})
    with pytest.raises(Invalid):
        await hash_new_password("password" * 128)
    assert len(given) == 6


async def test_signs_that_can_be_read_in_hundreds_of_ways_are_not(monkeypatch):
    monkeypatch.setattr(passwords, "zxcvbn", None)
    await hash_new_password("4@8({[<369!1|70$5+%2x")


async def test_what_is_too_long_is_not_looked_at_at_all(monkeypatch):
    monkeypatch.setattr(passwords, "zxcvbn", None)
    with pytest.raises(Invalid):
        await hash_new_password("a" * 1025)


async def test_two_people_who_choose_at_once_are_not_taken_for_each_other(monkeypatch):
    """The library keeps the words to avoid in one place for all."""
    at_once, guard = [], threading.Lock()

    def slow(stretch, words):
        assert guard.acquire(blocking=False), "asked by two threads at once"
        at_once.append(stretch)
        threading.Event().wait(0.01)
        guard.release()
        return {"score": 4}

    monkeypatch.setattr(passwords, "zxcvbn", slow)
    await asyncio.gather(*(hash_new_password(f"a lamp beside the river {n}") for n in range(4)))
    assert len(at_once) == 4


@pytest.mark.parametrize("seed", range(4))
async def test_no_password_whatever_is_an_error_of_ours(seed):
    chance = random.Random(seed)
    for _ in range(25):
        alphabet = chance.choice(
            [string.printable, "0123456789/-. ", "äöüßéİıſK", "🏮👩‍🚀\u200d\u0301\0\x1b", "a4@A$s5 "]
        )
        password = "".join(chance.choices(alphabet, k=chance.randint(12, 40)))
        with suppress(Invalid):
            await hash_new_password(password, "Ada Lovelace", "ada@example.com")
