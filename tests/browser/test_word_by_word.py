"""A message that a program writes word by word, as two people see it."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import expect

from chat.accounts import hash_token, is_active
from models import ApiToken, User
from tests.browser.conftest import Person, Server, TestRoom

TOKEN = "a-token-that-writes-word-by-word"
HOSTILE = "<img src=x onerror=alert(1)> [x](javascript:alert(1)) ![y](http://127.0.0.1:9/y.png)"


@pytest.fixture
def program(server: Server, room: TestRoom) -> Iterator[httpx.Client]:
    """A program that speaks for Cody, say."""
    others = User.select().where(User.name.not_in(["Adam", "Blake"]), User.role == "member", is_active())
    speaker = others.order_by(User.id.desc()).get()
    token = ApiToken.create(token_hash=hash_token(TOKEN), user=speaker, name="a program")
    with httpx.Client(base_url=f"{server.url}/api/v1", headers={"Authorization": f"Bearer {TOKEN}"}) as program:
        yield program
    token.delete_instance()


def test_it_grows_for_everybody_also_for_who_reloads_or_was_cut_off(
    adam: Person, blake: Person, program: httpx.Client, room: TestRoom
) -> None:
    adam.opens(room)
    blake.opens(room)
    begun = program.post(f"/rooms/{room.id}/messages", json={"streaming": True}).raise_for_status().json()
    one, said = f"/messages/{begun['id']}", ""

    def add(text: str) -> None:
        nonlocal said
        program.post(f"{one}/append", json={"text": text, "offset": len(said)}).raise_for_status()
        said += text

    rows = [person.page.locator(f"#messages-{begun['id']}") for person in (adam, blake)]
    bodies = [row.locator(".message-body") for row in rows]
    add("**Well** 👍, ")
    for row, body in zip(rows, bodies, strict=True):
        expect(body.locator("strong")).to_have_text("Well")
        expect(row).to_have_attribute("aria-busy", "true")
    blake.loses_the_connection()
    add("it is `42`, ")
    expect(bodies[0]).to_have_text("Well 👍, it is 42,")
    adam.page.reload()
    adam.is_live()
    add(f"{HOSTILE} ")
    blake.gets_it_back()
    add("and that is all.")
    for body in bodies:
        expect(body).to_contain_text("and that is all")
        expect(body.locator("code")).to_have_text("42")
        assert body.locator("img, [href]").count() == 0
    program.post(f"{one}/finish").raise_for_status()
    for row in rows:
        expect(row).not_to_have_attribute("aria-busy", "true")
        expect(row.locator(".caret")).to_have_count(0)
    adams, blakes = [body.inner_html() for body in bodies]
    assert adams == blakes
    expect(blake.page.locator(".room-view > [role=status]", has_text="and that is all.")).to_be_attached()
