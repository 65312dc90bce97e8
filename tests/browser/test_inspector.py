"""The stream inspector in the program, on a demo, where everybody may look."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Request, expect

from tests.browser.conftest import Person, TestRoom

pytestmark = pytest.mark.long


def test_it_shows_what_people_do_and_nobody_else_notices_its_faults(
    adam: Person, blake: Person, new_room: Callable[..., TestRoom]
) -> None:
    here, there = new_room(), new_room()
    loaded: list[str] = []

    def note(request: Request) -> None:
        loaded.append(request.url)

    adam.page.on("request", note)
    adam.opens(here)
    blake.opens(here)
    assert not [url for url in loaded if "/resources/" in url], "nothing of the panel is loaded before it is opened"
    adam.button("Inspect streams").click()
    panel = adam.page.get_by_role("region", name="Stream inspector")

    def shows(operation: str) -> None:
        expect(panel.get_by_role("listitem").filter(has_text=operation)).to_have_count(1)

    expect(panel.get_by_role("radio", name="messages")).to_be_checked()
    assert [url for url in loaded if "/resources/" in url]
    blake.says("hello")
    shows(f'broadcast("room:{here.id}", 1, "insert"')

    panel.get_by_role("tab", name="Fault lab").click()
    panel.get_by_label("How many broadcasts").fill("1")
    panel.get_by_role("button", name="Start").click()
    blake.says("lost", "found")
    blake.sees("lost", "found")
    adam.sees("lost", "found")
    expect(panel.locator(".si-verdict")).to_have_text("Equal to the server: 3 rows, revision 3.")

    adam.moves_to(there)
    blake.moves_to(there)
    blake.says("elsewhere")
    shows(f'broadcast("room:{there.id}", 1, "insert"')
    panel.get_by_role("button", name="Close the stream inspector").click()
    expect(panel).to_have_count(0)
    expect(adam.button("Inspect streams")).to_be_focused()
    adam.page.remove_listener("request", note)
