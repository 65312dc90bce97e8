import threading

import pytest

from chat import passwords
from chat.passwords import hash_password, password_matches


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


@pytest.mark.parametrize("broken", ["-", "x", "$argon2id$", "$2b$12$abcdefghijklmnopqrstuv", hash_password("x")[:-9]])
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
