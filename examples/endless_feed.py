"""An endless feed: 100,000 rows, of which a browser holds 300 and the server none."""

from dataclasses import dataclass

from nicegui import ui

from chat.elements.stream import Stream

COUNT, PAGE, WINDOW = 100_000, 100, 300


@dataclass(frozen=True)
class Entry:
    id: int


def draw(entry: Entry) -> str:
    return f'<div style="padding: {entry.id * 7 % 23}px">entry {entry.id}</div>'  # each has a height of its own


def entries(first: int, last: int) -> list[Entry]:
    return [Entry(number) for number in range(max(first, 1), min(last, COUNT) + 1)]


@ui.page("/")
def page() -> None:
    feed: Stream[Entry] = Stream(
        "feed",
        render=draw,
        items=lambda: entries(COUNT - PAGE + 1, COUNT),
        on_top=lambda key: feed.prepend(*entries(int(key) - PAGE, int(key) - 1), limit=WINDOW),
        on_bottom=lambda key: feed.append(*entries(int(key) + 1, int(key) + PAGE), limit=-WINDOW),
    )
    feed.style("height: 90vh; width: 100%")


ui.run(reload=False, show=False)
