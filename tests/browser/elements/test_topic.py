"""Following a topic: whatever delivery does, the rows end up equal to the server's."""

import random
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browser.elements.tab import Tab

pytestmark = pytest.mark.long

SHAPE = "height: 400px; line-height: 40px"
LISTEN = """list => {
    window.position = null;
    list.addEventListener("stream:position", ({ detail }) => { window.position = detail });
}"""


def follows(tab: Tab, *keys: int, **stream: Any) -> Tab:
    """Open a page that follows the topic "news", in which these rows have been created."""
    tab.plans(topic="news", **stream)
    tab.feed("change", "insert", *keys)
    return tab.fills().is_live()


def asked(tab: Tab) -> int:
    """How often a browser has asked for the changes it missed."""
    return int(tab.feed("")["asked"])


def numbers(first: int, last: int) -> str:
    return " ".join(map(str, range(first, last + 1)))


def reads_further_up(tab: Tab) -> Tab:
    """Show rows 1 to 40, of which the reader looks at those in the middle."""
    follows(tab, *range(1, 41), style=SHAPE, limit=-50)
    tab.stream().evaluate(LISTEN)
    tab.scrolls_to(700)
    tab.page.wait_for_function("window.position.nearEnd === false")
    return tab


def unseen(tab: Tab) -> int:
    return int(tab.page.evaluate("window.position.unseen"))


# ---- what arrives


def test_changes_are_applied_as_they_come_and_nobody_asks(tab: Tab) -> None:
    follows(tab, 1, 2, 3)
    before = asked(tab)
    tab.marks(1, 2, 3)
    tab.feed("change", "insert", 4)
    tab.feed("change", "update", [2, "two"])
    tab.feed("change", "remove", 1)
    tab.shows("2 3 4")
    assert tab.texts() == ["two", "row 3", "row 4"]
    assert tab.marked() == "2 3"
    assert asked(tab) == before


def test_a_heartbeat_that_is_ahead_heals(tab: Tab) -> None:
    follows(tab, 1, 2)
    tab.feed("change", "remove", 1, lost=True)
    tab.feed("change", "insert", 3, lost=True)
    tab.feed("heartbeat")
    tab.shows("2 3")


def test_a_row_is_drawn_once_for_all_who_follow(tab: Tab, second: Tab) -> None:
    follows(tab, 1)
    second.enters().is_live()
    before = tab.feed("")["draws"]
    assert tab.feed("change", "insert", 2, 3)["draws"] == before + 2
    for one in (tab, second):
        one.shows("1 2 3")


# ---- losing the connection


def test_after_a_cut_all_that_was_missed_appears_without_reload_or_doubles(tab: Tab) -> None:
    follows(tab, 1, 2, 3, 4)
    tab.marks(1, 2, 3, 4)
    tab.loses_the_connection()
    expect(tab.stream()).to_have_attribute("data-state", "connecting")
    tab.feed("change", "insert", 5, 6, 7)
    tab.feed("change", "update", [2, "two"], [6, "six"])
    tab.feed("change", "remove", 1, 5)
    assert tab.keys() == "1 2 3 4"
    tab.gets_it_back()
    tab.shows("2 3 4 6 7")
    tab.is_live()
    assert tab.texts() == ["two", "row 3", "row 4", "six", "row 7"]
    assert tab.marked() == "2 3 4"
    tab.feed("change", "insert", 8)
    tab.shows("2 3 4 6 7 8")


def test_a_cut_too_short_to_be_noticed_loses_nothing_either(tab: Tab) -> None:
    follows(tab, 1)
    tab.page.evaluate("window.socket.io.engine.close()")
    tab.feed("change", "insert", 2)
    tab.shows("1 2")
    tab.is_live()


def test_who_missed_too_much_is_shown_the_last_page(tab: Tab) -> None:
    follows(tab, 1, 2)
    tab.feed("change", "insert", *range(3, 151), lost=True)
    tab.feed("heartbeat")
    tab.shows(numbers(101, 150))


def test_what_happens_before_a_page_has_connected_is_not_missed(second: Tab) -> None:
    def meanwhile(route: Route) -> None:
        second.feed("change", "insert", 3)
        second.feed("change", "remove", 1)
        route.continue_()

    second.plans(topic="news")
    second.feed("change", "insert", 1, 2)
    second.page.route("**/stream.js", meanwhile)  # the rows are drawn, the script is yet to come
    second.enters().is_live()
    second.shows("2 3")


def test_a_stream_that_is_mounted_anew_asks_for_its_rows(tab: Tab) -> None:
    follows(tab, 1, 2)
    tab.feed("change", "insert", 3)
    tab.shows("1 2 3")
    tab.marks(1, 2, 3)
    tab.runs("async def run(tab): tab.streams['list'].on('click', print)")
    tab.page.wait_for_function("(row => row && !row.marked)(document.querySelector('#list-1'))")
    tab.shows("1 2 3")
    tab.is_live()
    tab.feed("change", "insert", 4)
    tab.shows("1 2 3 4")


# ---- who may follow


def test_who_may_no_longer_look_leaves_the_topic_at_once(tab: Tab) -> None:
    follows(tab, 1, 2)
    assert tab.feed("close")["followed"] == ["news"]
    tab.does("unfollow")
    assert tab.feed("change", "insert", 3)["followed"] == []
    tab.is_served()
    assert tab.keys() == "1 2"


def test_who_asks_and_may_no_longer_look_leaves_the_topic_too(tab: Tab) -> None:
    follows(tab, 1, 2)
    tab.feed("close")
    tab.feed("change", "insert", 3, lost=True)
    tab.feed("heartbeat")
    expect(tab.stream()).to_have_attribute("data-state", "connecting")
    tab.waits_until(lambda: tab.feed("")["followed"] == [])
    tab.feed("change", "insert", 4)
    tab.is_served()
    assert tab.keys() == "1 2"
    assert tab.tells()["logged"] == ["no longer a member"]


def test_who_may_not_look_at_all_never_follows(tab: Tab) -> None:
    tab.plans(topic="news")
    tab.feed("close")
    tab.fills()
    tab.waits_until(lambda: tab.tells()["logged"] == ["no longer a member"])
    assert tab.feed("change", "insert", 1)["followed"] == []
    tab.is_served()
    assert tab.keys() == ""
    expect(tab.stream()).to_have_attribute("data-state", "connecting")


def test_a_stream_that_is_deleted_leaves_its_topic_and_others_stay(tab: Tab) -> None:
    tab.makes({"name": "a", "topic": "news"}, {"name": "b", "topic": "news"}, {"name": "c", "topic": "weather"})
    for name in "abc":
        tab.is_live(name)
    tab.feed("change", "insert", 1)
    tab.feed("change", "insert", 2, topic="weather")
    for name, key in (("a", "1"), ("b", "1"), ("c", "2")):
        tab.shows(key, name)
    tab.do_all(["delete", {}], on="a")
    assert sorted(tab.feed("change", "insert", 3)["followed"]) == ["news", "weather"]
    tab.shows("1 3", "b")
    tab.do_all(["delete", {}], on="b")
    assert tab.feed("")["followed"] == ["weather"]
    tab.feed("change", "insert", 4, topic="weather")
    tab.shows("2 4", "c")


# ---- a reader further up


def test_who_reads_further_up_has_new_rows_counted_and_is_left_in_peace(tab: Tab) -> None:
    reads_further_up(tab)
    before = tab.offset(20)
    tab.feed("change", "insert", 41, 42)
    tab.feed("change", "update", [41, "edited"])  # is no further row
    tab.shows(numbers(1, 42))
    assert unseen(tab) == 2
    assert tab.offset(20) == before
    tab.feed("change", "remove", 42)
    tab.shows(numbers(1, 41))
    assert unseen(tab) == 1
    tab.stream().evaluate("list => list.stream.jump()")
    assert tab.in_sight()[-1] == "41"
    assert tab.page.evaluate("window.position") == {"nearEnd": True, "unseen": 0}


@pytest.mark.parametrize("way", ["jump", "scroll"])
def test_the_newest_rows_come_with_the_last_page(tab: Tab, way: str) -> None:
    reads_further_up(tab)
    tab.feed("change", "insert", *range(41, 101))
    tab.page.wait_for_function("window.position.unseen === 60")
    if way == "jump":
        tab.stream().evaluate("list => list.stream.jump()")
    else:
        tab.scrolls_to(10**6)
    tab.shows(numbers(51, 100))
    assert tab.gap() <= 2
    assert tab.page.evaluate("window.position") == {"nearEnd": True, "unseen": 0}
    tab.feed("change", "insert", 101)
    tab.shows(numbers(52, 101))
    assert tab.in_sight()[-1] == "101"


# ---- a window on a topic


def in_old_pages(tab: Tab) -> None:
    """Show rows 61 to 120 of 200, in a window of 60."""
    follows(tab, *range(1, 201), style=SHAPE, page=20, window=60, limit=-60)
    tab.stream().evaluate(LISTEN)
    for first in range(131, 60, -20):
        tab.scrolls_to(0)
        tab.shows(numbers(first, min(200, first + 59)))
    tab.scrolls_to(0)
    tab.shows(numbers(51, 110))
    tab.scrolls_to(1000)
    tab.settles()


def test_away_from_the_end_live_rows_are_counted_and_not_appended(tab: Tab) -> None:
    in_old_pages(tab)
    assert tab.page.evaluate("window.position.nearEnd") is False
    tab.feed("change", "insert", 201, 202)
    tab.page.wait_for_function("window.position.unseen === 2")
    assert tab.keys() == numbers(51, 110)
    tab.feed("change", "update", [80, "edited"])
    expect(tab.row(80)).to_have_text("edited")
    tab.stream().evaluate("list => list.stream.jump()")
    tab.shows(numbers(153, 202))
    assert tab.in_sight()[-1] == "202"
    assert tab.page.evaluate("window.position") == {"nearEnd": True, "unseen": 0}


def test_paging_down_meets_the_live_rows_at_the_true_end(tab: Tab) -> None:
    in_old_pages(tab)
    tab.feed("change", "insert", 201, 202)
    tab.page.wait_for_function("window.position.unseen === 2")
    for last in (130, 150, 170, 190):
        tab.scrolls_to(10**6)
        tab.shows(numbers(last - 59, last))
        assert unseen(tab) == 2
    tab.scrolls_to(10**6)
    tab.shows(numbers(143, 202))
    tab.scrolls_to(10**6)
    tab.page.wait_for_function("window.position.nearEnd && window.position.unseen === 0")
    tab.feed("change", "insert", 203)
    tab.shows(numbers(144, 203))


@pytest.mark.parametrize("edge", ["top", "bottom"])
def test_a_change_between_reading_a_page_and_showing_it_is_not_missed(tab: Tab, edge: str) -> None:
    in_old_pages(tab)
    tab.tells(is_held=True)
    tab.scrolls_to(0 if edge == "top" else 10**6)
    pages = "31 32 33 34" if edge == "top" else "111 112 113 114"
    edited, deleted = map(int, pages.split()[1:3])
    expect(tab.stream().locator("[data-loading]")).to_have_count(1)
    tab.feed("change", "update", [edited, "edited"])
    tab.feed("change", "remove", deleted)
    tab.tells(is_held=False)
    expect(tab.row(edited)).to_have_text("edited")
    expect(tab.row(deleted)).to_have_count(0)
    assert tab.keys().count(f" {edited} ") == 1


# ---- what is no change


SIGNALS = """window.told = [];
document.removeEventListener("stream:signal", window.tells);
window.tells = ({ target, detail: { name, data } }) => told.push([target.id, name, data]);
document.addEventListener("stream:signal", window.tells);
"""


def told(tab: Tab) -> list[Any]:
    """Read which signals have come."""
    return list(tab.page.evaluate("window.told"))


def test_a_signal_is_an_event_of_each_stream_of_its_topic_and_asks_for_nothing(tab: Tab) -> None:
    tab.plans({"topic": "news"}, {"name": "same", "topic": "news"}, {"name": "other", "topic": "weather"})
    tab.fills().is_live().is_live("same").is_live("other")
    tab.page.evaluate(SIGNALS)
    before = asked(tab)
    data = {"id": 7, "name": "<b>Ada</b>"}
    tab.feed("signal", "typing", data)
    tab.feed("change", "insert", 1)  # comes after it
    expect(tab.row(1)).to_have_text("row 1")
    assert sorted(told(tab)) == [["list", "typing", data], ["same", "typing", data]]
    assert asked(tab) == before


def test_whoever_was_away_never_hears_of_a_signal(tab: Tab) -> None:
    follows(tab, 1)
    tab.page.evaluate(SIGNALS)
    tab.loses_the_connection()
    tab.feed("signal", "missed")
    tab.feed("change", "insert", 2)
    tab.gets_it_back()
    tab.shows("1 2")
    tab.is_live()
    tab.feed("signal", "heard")
    tab.feed("change", "insert", 3)
    tab.shows("1 2 3")
    assert told(tab) == [["list", "heard", None]]


# ---- all together


def test_two_browsers_converge_whatever_is_lost_doubled_or_late(tab: Tab, second: Tab) -> None:
    follows(tab, *range(1, 11))
    second.enters().is_live()
    chance = random.Random(7)
    there = {key: f"row {key}" for key in range(1, 11)}
    for number in range(11, 71):
        kind = chance.choice(["insert", "insert", "update", "remove"])
        key = number if kind == "insert" else chance.choice(list(there))
        there[key] = f"{kind} {number}"
        revision = tab.feed("change", kind, [key, there[key]], lost=chance.random() < 0.3)["revision"]
        if kind == "remove":
            del there[key]
        if chance.random() < 0.3:
            tab.feed("repeat", chance.randint(1, revision))
        if number in (30, 50):
            second.page.evaluate("window.socket.io.engine.close()")
    tab.feed("heartbeat")
    for one in (tab, second):
        expect(one.rows()).to_have_text(list(there.values()))
        one.is_live()
