"""Texts of somebody who means no good are drawn while they grow, of harmless elements alone."""

from itertools import cycle
from pathlib import Path

from chat.text import MAX_BODY, clean_body
from tests.hostile_texts import accepted
from tests.messages.markdown.test_hostile import TAGS, WRAPPINGS
from tests.node import NodeProcess

SCRIPT = Path(__file__).with_name("running_markdown.mjs")

ELEMENTS = TAGS | {"div", "button"}
VALUES = {"className", "textContent", "ariaHidden", "type", "title", "tabIndex", "start", "tHead"}
"""Of links no address is among them, of nothing HTML, and no handler."""


def test_whatever_is_said_no_element_of_it_can_do_harm() -> None:
    bodies = [wrapping.format(body[:600])[:MAX_BODY] for body, wrapping in zip(accepted(clean_body), cycle(WRAPPINGS))]
    with NodeProcess(SCRIPT) as node:
        seen = node.call("draw", bodies[::2] + [wrapping.format("x") for wrapping in WRAPPINGS], 40)
    assert {"strong", "code", "a", "table", "li"} <= set(seen["elements"]) <= ELEMENTS
    assert set(seen["values"]) <= VALUES
    assert seen["attributes"] == ["aria-label"]
