"""A program speaks through the API, and whoever looks at the room sees it at once."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import expect

from chat.accounts import hash_token
from models import ApiToken, User
from tests.browser.conftest import Person, Server, TestRoom

TOKEN = "a-token-of-the-browser-tests"


@pytest.fixture
def program(server: Server, room: TestRoom) -> Iterator[httpx.Client]:
    """A program that speaks for Blake."""
    blake = User.get(User.name.startswith("Blake"))
    token = ApiToken.create(token_hash=hash_token(TOKEN), user=blake, name="a program")
    with httpx.Client(base_url=f"{server.url}/api/v1", headers={"Authorization": f"Bearer {TOKEN}"}) as program:
        yield program
    token.delete_instance()


def test_what_a_program_says_edits_and_deletes_is_seen_at_once(
    adam: Person, program: httpx.Client, room: TestRoom
) -> None:
    adam.opens(room)
    said = program.post(f"/rooms/{room.id}/messages", json={"body": "build 1 is red"})
    assert said.status_code == 201
    adam.sees("build 1 is red")
    assert adam.row("build 1 is red").get_attribute("data-author") == str(said.json()["author"]["id"])
    program.patch(f"/messages/{said.json()['id']}", json={"body": "build 1 is green"}).raise_for_status()
    adam.sees("build 1 is green")
    assert adam.bodies() == ["build 1 is green"]
    program.delete(f"/messages/{said.json()['id']}").raise_for_status()
    adam.sees_no("build 1 is green")


def test_a_program_reads_what_people_say(adam: Person, program: httpx.Client, room: TestRoom) -> None:
    adam.opens(room)
    revision = program.get(f"/rooms/{room.id}/messages").json()["revision"]
    adam.says("is it green?")
    adam.sees("is it green?")
    expect(adam.page.locator("[data-pending]")).to_have_count(0)  # before that it is not stored
    changes = program.get(f"/rooms/{room.id}/messages", params={"since_revision": revision}).json()
    assert [message["body"] for message in changes["created"]] == ["is it green?"]


def test_the_page_that_explains_the_api_is_served_with_its_style(adam: Person, server: Server) -> None:
    adam.page.goto(f"{server.url}/api/docs")
    assert adam.page.locator(".card.api").bounding_box()["width"] > 900
    adam.page.get_by_role("navigation", name="Operations").get_by_role("link", name="Send a message").click()
    assert adam.page.get_by_role("heading", name="Send a message").is_visible()
