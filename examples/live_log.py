"""A live log: every viewer follows one topic; each line is drawn once and sent in one emit."""

from datetime import datetime
from typing import NamedTuple

from nicegui import app, ui

from chat.elements.stream import Changes, Stream, broadcast, row


class Line(NamedTuple):
    id: int  # also the topic's revision
    text: str


lines: list[Line] = []


def draw(line: Line) -> str:
    return f"<div>{line.id}: {line.text}</div>"


async def tick() -> None:
    lines.append(line := Line(len(lines) + 1, f"it is {datetime.now().astimezone():%H:%M:%S}"))
    await broadcast("log", line.id, "insert", [row(line.id, draw(line))])


def news(since: int | None) -> Changes[Line]:
    return Changes(len(lines), reset=lines[-99:]) if since is None else Changes(len(lines), created=lines[since:])


@ui.page("/")
def page() -> None:
    log = Stream("log", render=draw, items=lines[-99:], limit=-99, topic="log", revision=len(lines), changes_since=news)
    log.props("role=log").style("height: 80vh; width: 100%")


app.timer(0.5, tick)
ui.run(reload=False, show=False)
