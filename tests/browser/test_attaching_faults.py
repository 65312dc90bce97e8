"""Files in browsers that cannot keep them, in several tabs, and while somebody leaves."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, expect

from tests.browser.conftest import Person, TestRoom
from tests.browser.faulty_network import FaultyNetwork
from tests.browser.test_attaching import UPLOADS, attached, drops, files_in

pytestmark = pytest.mark.long

BLOCK_DATABASE = """Object.defineProperty(window, "indexedDB", {
    get() { throw new DOMException("The operation is insecure.", "SecurityError") },
})"""


@pytest.fixture
def adam(person: Callable[..., Person], network: FaultyNetwork) -> Person:
    """The one who attaches, in a browser of his own."""
    return person("Adam", network)


def test_files_are_the_same_in_both_tabs_and_go_once(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.opens(room)
    blake.opens(room)
    other = adam.opens_another_tab(room)
    drops(other, [("plan.txt", "text/plain", "to the lake")])
    for tab in (adam, other):
        expect(attached(tab)).to_have_count(1)
    adam.says("from the first tab")
    expect(files_in(blake, "from the first tab")).to_have_count(1)
    for tab in (adam, other):
        expect(attached(tab)).to_have_count(0)
        expect(tab.page.locator(".pending-messages [data-client-id]")).to_have_count(0)


def test_a_browser_that_cannot_keep_a_file_says_so_sends_it_and_asks_before_it_is_lost(
    adam: Person, blake: Person, network: FaultyNetwork, room: TestRoom
) -> None:
    adam.context.add_init_script(BLOCK_DATABASE)
    adam.opens(room)
    blake.opens(room)
    network.drop()
    expect(adam.page.locator("#connection")).to_contain_text("Connection lost")
    drops(adam, [("plan.txt", "text/plain", "to the lake")])
    expect(attached(adam)).to_contain_text("11 bytes, in this tab only")
    adam.says("from memory")
    network.restore()
    expect(files_in(blake, "from memory")).to_have_count(1)
    network.drop()
    expect(adam.page.locator("#connection")).to_contain_text("Connection lost")
    drops(adam, [("lost.txt", "text/plain", "to the lake")])
    expect(attached(adam)).to_contain_text("lost.txt")
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    adam.page.on("dialog", leave)
    network.restore()
    adam.page.reload()
    expect(attached(adam)).to_contain_text("This browser could not keep it. Please attach it again.")
    assert asked == ["beforeunload"]


def test_leaving_while_a_file_is_uploaded_asks_and_it_is_uploaded_afterwards(
    adam: Person, blake: Person, room: TestRoom
) -> None:
    adam.opens(room)
    blake.opens(room)
    adam.page.route(UPLOADS, lambda _: None)  # it takes for ever
    drops(adam, [("plan.txt", "text/plain", "to the lake")])
    expect(adam.page.get_by_role("progressbar", name="Uploading plan.txt")).to_be_visible()
    adam.says("sent before it was up")
    expect(adam.page.locator(".pending-messages [data-pending]")).to_have_count(1)
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    adam.page.on("dialog", leave)
    adam.page.unroute(UPLOADS)
    adam.page.reload()
    assert asked == ["beforeunload"]
    expect(files_in(blake, "sent before it was up")).to_have_count(1)


def test_a_message_that_was_discarded_by_mistake_comes_back_with_its_files(
    adam: Person, blake: Person, network: FaultyNetwork, room: TestRoom
) -> None:
    adam.opens(room)
    blake.opens(room)
    network.drop()
    expect(adam.page.locator("#connection")).to_contain_text("Connection lost")
    drops(adam, [("plan.txt", "text/plain", "to the lake")])
    adam.says("the plan")
    adam.page.route(UPLOADS, lambda route: route.fulfill(status=422, json={"error": {"message": "Not now."}}))
    network.restore()
    failed = adam.page.locator(".pending-messages [data-failed]")
    expect(failed).to_contain_text("“plan.txt” was not uploaded. Not now.")
    failed.get_by_role("button", name="Discard").click()
    expect(failed).to_have_count(0)
    adam.button("Undo").click()
    adam.page.unroute(UPLOADS)
    failed.get_by_role("button", name="Retry").click()
    expect(files_in(blake, "the plan")).to_have_count(1)
