"""A cut so long that the server has forgotten the page: it is loaded anew, with all that was done meanwhile."""

import re
from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import expect

from models import Message
from tests.browser.conftest import Person, Server, TestRoom
from tests.browser.faulty_network import FaultyNetwork
from tests.services.nginx import METRICS_TOKEN

pytestmark = pytest.mark.long

PLACE = """() => {
    const log = document.querySelector("#messages");
    const top = log.getBoundingClientRect().top;
    const isBelowTop = (row) => row.getBoundingClientRect().bottom > top + 1;
    const row = [...log.querySelectorAll(":scope > [data-key]")].find(isBelowTop);
    return row.querySelector(".message-body").textContent;
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that forgets a page after a second."""
    folder = tmp_path_factory.mktemp("forgetful")
    server = Server(folder, script="tests/browser/forgetful.py", options=["--metrics-token", METRICS_TOKEN])
    yield server
    server.stop()


def forgets_all_pages(server: Server) -> None:
    pages = None
    while pages != "0.0":
        metrics = httpx.get(f"{server.url}/metrics", headers={"Authorization": f"Bearer {METRICS_TOKEN}"}).text
        [pages] = re.findall(r"^streamchat_pages (.*)$", metrics, re.MULTILINE)


@pytest.mark.parametrize("width", [320, 1280])
def test_all_survives_a_cut_after_which_the_page_is_loaded_anew(
    width: int, person: Callable[..., Person], server: Server, network: FaultyNetwork, room: TestRoom
) -> None:
    room.add(120, "Adam", body="message {};".format)
    adam = person("Adam", network)
    adam.page.set_viewport_size({"width": width, "height": 800})
    adam.opens(room)
    adam.page.evaluate("window.mark = 'same page'")
    adam.scrolls_to_top()
    expect(adam.rows).to_have_count(100)
    network.drop()
    expect(adam.page.locator("#connection")).to_contain_text("Connection lost")
    adam.says("said offline")
    adam.composer.fill("half a message")
    adam.stored("message 30;").hover()
    adam.button("Edit message").click()
    adam.editor.fill("saved offline")
    adam.button("Save").click()
    adam.presses_delete_twice("message 31;")
    adam.stored("message 32;").hover()
    adam.button("Edit message").click()
    adam.editor.fill("half an edit")
    place = adam.page.evaluate(PLACE)
    forgets_all_pages(server)
    network.restore()
    adam.page.wait_for_function("() => window.mark === undefined")
    adam.is_live()
    expect(adam.page.locator("[data-pending], .message-waiting")).to_have_count(0)
    expect(adam.composer).to_have_value("half a message")
    expect(adam.editor).to_have_value("half an edit")
    expect(adam.row(place)).to_be_in_viewport()
    stored = [row.body for row in Message.select().where(Message.room == room.id, Message.deleted_at.is_null())]
    assert len(stored) == 120
    assert {"saved offline", "said offline", "message 32;"} < set(stored)
    assert not {"message 30;", "message 31;"} & set(stored)
