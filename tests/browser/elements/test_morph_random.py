"""Whatever a row was, after an update it is what was drawn; and the same update once more changes nothing."""

from pathlib import Path
from random import SystemRandom

import pytest

from tests.browser.elements.tab import Tab

TREES = Path(__file__).with_name("random_trees.js").read_text()
FIND_FAULTS = """async (list, [source, seed, count]) => {
    const { findFaults } = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
    return findFaults((html) => {
        list.stream.apply([["insert", [["1", html]]]]);
        return list.querySelector("[data-key='1']");
    }, seed, count);
}"""
SEEDS = [1, SystemRandom().randrange(2**31)]


@pytest.mark.parametrize("seed", SEEDS, ids=["fixed", "fresh"])
def test_a_random_row_becomes_any_other(tab: Tab, seed: int) -> None:
    """With and without ids, doubled ones too, that move to other depths; text, comments, fields, forms and SVG."""
    tab.makes(items=[[1, "<div></div>"]])
    faults = tab.stream().evaluate(FIND_FAULTS, [TREES, seed, 50])
    assert faults == [], f"seed {seed}"
