"""Tests of pages with streams need no browser: NiceGUI's `User`, and what a browser would show."""

from collections.abc import AsyncIterator

import pytest
from nicegui import Client, ui
from nicegui.testing import User
from nicegui.testing.user_simulation import user_simulation

from chat.elements.shown_rows import ShownRows
from chat.elements.stream import Changes, Row, Stream, broadcast, has_followers, row
from chat.elements.testing import StreamModel, recorded

# Apart from the simulations of the whole program, which leave a process in no state for another program.
pytestmark = pytest.mark.long


def draw(number: int) -> str:
    return f'<li>{number} <button data-action="double">2×</button></li>'


def make_page() -> None:
    numbers = Stream(
        "numbers",
        render=draw,
        key=str,
        items=[1, 2],
        limit=-4,
        on_action=lambda action, key, args: numbers.append(2 * int(key)),
        on_top=lambda key: numbers.prepend(int(key) - 1),
    )
    ui.button("Three", on_click=lambda: numbers.append(3))
    Stream("late", render=draw, key=str, items=lambda: [7, 8])
    Stream("news", render=draw, key=str, topic="news", changes_since=lambda _: Changes(5, created=[9]))


@pytest.fixture
async def user() -> AsyncIterator[User]:
    with recorded():
        async with user_simulation(make_page) as user:
            yield user


def shown(client: Client, name: str) -> StreamModel:
    return next(
        StreamModel(element)
        for element in client.elements.values()
        if isinstance(element, Stream) and element.name == name
    )


async def test_a_click_that_appends_shows_a_row(user: User) -> None:
    numbers = shown(await user.open("/"), "numbers")
    assert numbers.rows == [("1", draw(1)), ("2", draw(2))]
    user.find("Three").click()
    assert numbers.keys == ["1", "2", "3"]


async def test_a_button_in_a_row_is_pressed(user: User) -> None:
    numbers = shown(await user.open("/"), "numbers")
    await numbers.press(2, "double")
    assert numbers.keys == ["1", "2", "4"]
    for key, action in ((3, "double"), (2, "halve")):
        with pytest.raises(LookupError, match="shows no row"):
            await numbers.press(key, action)


async def test_rows_load_at_the_beginning_and_at_an_edge(user: User) -> None:
    client = await user.open("/")
    numbers, late = shown(client, "numbers"), shown(client, "late")
    await numbers.load("top")
    await late.load("first")
    assert (numbers.keys, late.keys) == (["0", "1", "2"], ["7", "8"])


async def test_a_topic_is_followed_and_caught_up_with(user: User) -> None:
    news = shown(await user.open("/"), "news")
    assert has_followers("news")
    await broadcast("news", 1, "insert", [row(4, draw(4))])
    await broadcast("news", 3, "insert", [row(6, draw(6))])  # 2 was lost
    assert news.keys == ["4"]
    await news.catch_up()
    assert news.keys == ["4", "9"]


async def test_a_part_of_a_row_is_updated_until_the_row_is(user: User) -> None:
    numbers = shown(await user.open("/"), "numbers")
    numbers.stream.update_part("2", "b", "<b>two</b>")
    numbers.stream.update_part("9", "b", "<b>nine</b>")
    assert (numbers.part(2, "b"), numbers.part(9, "b"), numbers.keys) == ("<b>two</b>", None, ["1", "2"])
    numbers.stream.update_item(2)
    assert numbers.part(2, "b") is None


async def test_who_awaits_an_operation_goes_on_at_once(user: User) -> None:
    numbers = shown(await user.open("/"), "numbers")
    await numbers.stream.append(3)
    assert numbers.keys == ["1", "2", "3"]


async def test_what_is_inside_a_row_goes_with_it(user: User) -> None:
    client = await user.open("/")
    numbers = shown(client, "numbers")
    with client, numbers.stream.inside(2):
        ui.label("of two")
    with numbers.stream.inside(1):
        ui.label("of one")
    numbers.stream.append(3, 4, 5)
    await user.should_not_see("of one")  # beyond the limit
    await user.should_see("of two")
    numbers.stream.remove(2)
    await user.should_not_see("of two")


async def test_what_was_made_elsewhere_was_not_recorded() -> None:
    async with user_simulation(make_page) as user:
        client = await user.open("/")
        with pytest.raises(LookupError, match="inside of recorded"):
            shown(client, "numbers")


def rows_of(*numbers: int) -> list[Row]:
    return [row(number, draw(number)) for number in numbers]


@pytest.mark.parametrize(
    ("key", "expected"), [("11", ["10", "11", "12", "13"]), ("99", ["1", "2"])], ids=["with", "without"]
)
def test_rows_around_a_row_are_shown_whole_and_not_without_it(key: str, expected: list[str]) -> None:
    shown = ShownRows(rows_of(1, 2), limit=-2)
    shown.apply([["around", rows_of(10, 11, 12, 13), key]])
    assert shown.keys == expected


def test_away_from_the_end_a_topics_new_rows_are_not_shown() -> None:
    shown = ShownRows(rows_of(1, 2), limit=-2, revision=5, pages=["bottom"])
    shown.apply([["around", rows_of(10, 11, 12, 13), "11"]])
    shown.broadcast(6, "insert", rows_of(50))
    assert shown.keys == ["10", "11", "12", "13"]
    shown.complete({"edge": "bottom", "key": "13"}, None)  # the last page brought nothing
    shown.broadcast(7, "insert", rows_of(51))
    assert shown.keys == ["13", "51"]


@pytest.mark.parametrize(
    ("opens_at", "pages", "is_appended"),
    [("end", ["bottom"], True), ("start", [], True), ("start", ["bottom"], False), ("2", ["bottom"], False)],
)
def test_where_a_list_opens_says_whether_new_rows_follow_the_first_ones(
    opens_at: str, pages: list[str], is_appended: bool
) -> None:
    shown = ShownRows(rows_of(1, 2), revision=5, opens_at=opens_at, pages=pages)
    shown.broadcast(6, "insert", rows_of(3))
    assert (shown.keys == ["1", "2", "3"]) == is_appended
    shown.sync({"revision": 7, "reset": rows_of(4)})  # the last page
    shown.broadcast(8, "insert", rows_of(5))
    assert shown.keys == ["4", "5"]
