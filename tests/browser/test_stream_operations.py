"""What operations make of the rows: every line of LiveView's own catalogue, and some of ours."""

from tests.browser.stream_tab import Tab

pytest_plugins = "tests.browser.stream_tab"


def test_append(tab: Tab) -> None:
    tab.opens(items=[1, 2])
    tab.does("append", 3, 4)
    assert tab.keys() == "1 2 3 4"
