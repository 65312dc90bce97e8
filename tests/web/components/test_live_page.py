"""The few parts of Quasar that pages load: all that our components use are there."""

import re
from pathlib import Path

import pytest

from chat.web.components.shared.live_page import CLASS, LAYERS, QUASAR, STATIC, used_classes, used_rules
from chat.web.server.patches.page_template import FRAME

SOURCES = [path for path in Path("chat").rglob("*.*") if path.suffix in (".js", ".html", ".css", ".py")]
NAMED = re.compile(r"""class(?:Name|List\.\w+)?\s*[=:(]\s*["'`]([^"'`]*)|\.classes\("([^"]*)""")


def named_classes() -> set[str]:
    """Return what our sources give elements as classes, or ask of them."""
    found = set[str]()
    for path in SOURCES:
        text = path.read_text()
        found |= {name for groups in NAMED.findall(text) for one in groups for name in re.findall(r"[\w-]+", one)}
        found |= {*CLASS.findall(text)} if path.suffix == ".css" else set()
    return found


def test_the_rules_of_every_class_that_our_pages_have_are_there() -> None:
    of_quasar = {name for sheet in LAYERS.values() for name in CLASS.findall((STATIC / sheet).read_text())}
    assert of_quasar & named_classes() <= used_classes()


def test_every_component_of_quasar_that_our_pages_have_is_there() -> None:
    ours = {name for path in SOURCES for name in re.findall(r"<(q-[a-z-]+)", path.read_text())} | FRAME
    there = {
        re.sub(r"(?<!^)([A-Z])", r"-\1", name).lower() for name in re.findall(r"\b(Q[A-Z]\w+): ", QUASAR.read_text())
    }
    assert ours == there
    members = {name for path in SOURCES for name in re.findall(r"\bQuasar\.(\w+)", path.read_text())}
    assert members <= {*re.findall(r"^    (\w+)(?:: {|\()", QUASAR.read_text(), re.MULTILINE)}


@pytest.mark.parametrize(
    ("text", "used"),
    [
        (".q-page{a:b}.q-table{c:d}", ".q-page{a:b}"),
        (".q-page,.q-table td{a:b}", ".q-page{a:b}"),
        ("a{b:c}:root{--x:y}", "a{b:c}:root{--x:y}"),
        (".q-page:not(.q-table){a:b}", ".q-page:not(.q-table){a:b}"),
        ("@media (x){.q-page{a:b}.q-table{c:d}}@media (y){.q-table{c:d}}", "@media (x){.q-page{a:b}}"),
        ("@keyframes x{0%{a:b}}@keyframes y{0%{a:b}}.q-page{animation:y}", ".q-page{animation:y}@keyframes y{0%{a:b}}"),
        ('@charset "UTF-8";.q-page{a:b}', ".q-page{a:b}"),
        ("@font-face{a:b}", ""),
    ],
)
def test_rules_for_what_is_not_there_are_left_out(text: str, used: str) -> None:
    assert used_rules(text) == used
