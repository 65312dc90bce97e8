"""A form's field hides the form's property or method of the same name, of which streams take no notice."""

from pathlib import Path

import pytest

from tests.browser.elements.tab import Tab

pytestmark = pytest.mark.long

SCRIPT = Path(__file__).with_name("shadowed_members.js").read_text()
CALL = """async (list, [source, name, ...args]) => {
    const module = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
    return module[name](list, ...args);
}"""


@pytest.mark.parametrize("transitions", [{}, {"entering": "comes", "leaving": "goes"}], ids=["plain", "transitions"])
def test_rows_with_such_forms_are_updated_moved_and_removed(tab: Tab, transitions: dict[str, str]) -> None:
    tab.makes(items=[], tag="ul", **transitions)
    count, faults = tab.stream().evaluate(CALL, [SCRIPT, "findFaults", "entering" in transitions])
    assert count > 250
    assert faults == []


def test_such_forms_send_their_fields_and_stay_on_the_page(tab: Tab) -> None:
    tab.makes(items=[], tag="ul")
    assert tab.stream().evaluate(CALL, [SCRIPT, "findLost"]) == [[], 0]
