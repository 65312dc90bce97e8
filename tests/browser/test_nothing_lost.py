"""Whatever people do on whatever network: each text is in one place where they see it, or where they wanted it gone.

A failing run prints its steps; its seed makes them again.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from models import User
from tests.browser.conftest import Administrator, Server, TestRoom
from tests.browser.faulty_network import FaultyNetwork
from tests.browser.nothing_lost.story import Story

pytestmark = pytest.mark.long

SEQUENCES = 10
"""With each seed: in one browser, one after the other: opening it takes as long as some sequences."""

STEPS = 6


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("forgetful"), script="tests/browser/forgetful.py", options=["--demo"])
    yield server
    server.stop()


@pytest.mark.parametrize("seed", range(1, 21))
def test_each_text_is_in_one_place(
    seed: int, browser: Browser, network: FaultyNetwork, new_room: Callable[..., TestRoom], boss: Administrator
) -> None:
    print(f"seed {seed}")
    context = browser.new_context(viewport={"width": 320 if seed % 2 else 1280, "height": 800})
    user = User.get(User.name.startswith("Adam"))
    context.request.post(f"{network.url}/login/demo", form={"user_id": user.id}, max_redirects=0)
    story = Story(context, network, [new_room() for _ in range(3)], boss, seed)
    for _ in range(SEQUENCES):
        story.run(STEPS)
    context.close()
