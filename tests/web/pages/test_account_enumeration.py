"""What the pages at the door tell a stranger about who has an account: nothing, by words, status or work."""

import pytest
from nicegui.testing import User as Visitor

from chat.accounts import passwords
from models import Setting, User, db
from tests.page_client import PASSWORD, post

NEW = "an old piano under snow"


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Write down every password that is checked against a hash, and every one that is hashed."""
    done: list[str] = []
    verify, accept = passwords._matches, passwords._hash_uncommon
    monkeypatch.setattr(passwords, "_matches", lambda *args: done.append("verified") or verify(*args))
    monkeypatch.setattr(passwords, "_hash_uncommon", lambda *args: done.append("hashed") or accept(*args))
    return done


def allow_all_to_register() -> None:
    with db.connection_context():
        Setting.delete().where(Setting.name == "registration").execute()
        Setting.create(name="registration", value="open")


async def test_logging_in_tells_a_stranger_nothing(visitor: Visitor, work: list[str]) -> None:
    with db.connection_context():
        User.update(deactivated_at=1).where(User.email == "blake@streamchat.io").execute()
        User.update(deleted_at=1).where(User.email == "carol@streamchat.io").execute()
    replies = []
    for email, password in (
        ("adam@streamchat.io", "wrong"),
        ("adam@streamchat.io", ""),
        ("nobody@streamchat.io", PASSWORD),
        ("blake@streamchat.io", PASSWORD),
        ("blake@streamchat.io", "wrong"),
        ("carol@streamchat.io", PASSWORD),
        ("x" * 2000, PASSWORD),
    ):
        reply = await post(visitor, "/login", email=email, password=password)
        headers = {name: value for name, value in reply.headers.items() if name != "content-length"}
        text = reply.text.replace(f'value="{email[:1000]}"', "…")
        replies.append((reply.status_code, text, headers, work[:]))
        work.clear()
    for reply in replies:
        assert reply == replies[0]
    assert (replies[0][0], replies[0][3]) == (401, ["verified"])


async def test_registering_is_as_much_work_for_an_address_that_is_taken(visitor: Visitor, work: list[str]) -> None:
    allow_all_to_register()
    tries = (("Ada", "taken", 303), ("Ben", "taken", 422), ("Cleo", "free", 303))
    for name, address, status in tries:
        visitor.http_client.cookies.clear()
        reply = await post(visitor, "/register", name=name, email=f"{address}@example.com", password=NEW)
        assert (reply.status_code, work) == (status, ["hashed"])
        work.clear()


async def test_without_an_invite_it_is_not_said_who_is_in(visitor: Visitor, work: list[str]) -> None:
    replies = [
        await post(visitor, "/register", name="Ada", email=email, password=NEW, invite="guess")
        for email in ("adam@streamchat.io", "nobody@example.com")
    ]
    assert [reply.status_code for reply in replies] == [403, 403]
    assert replies[0].text.replace("adam@streamchat.io", "…") == replies[1].text.replace("nobody@example.com", "…")
    assert work == [], "nor is a password hashed for whoever has no invite"


async def test_forgetting_tells_a_stranger_nothing_where_no_mail_is_sent_either(visitor: Visitor) -> None:
    replies = [await post(visitor, "/forgot", email=email) for email in ("adam@streamchat.io", "nobody@example.com")]
    assert replies[0].text == replies[1].text
    assert replies[0].status_code == replies[1].status_code == 200


@pytest.mark.parametrize("path", ["/register", "/setup", "/forgot", "/reset/x", "/login"])
async def test_no_form_is_taken_from_another_site(visitor: Visitor, path: str) -> None:
    reply = await visitor.http_client.post(path, data={"email": "a@b.de"}, headers={"Origin": "https://evil.example"})
    assert reply.status_code == 403
    assert "another site" in reply.text
