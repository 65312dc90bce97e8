"""Step 1: the last ten messages of a room in a stream."""

from html import escape

from nicegui import ui

from chat.elements.stream import Stream
from examples.tutorial import messages
from examples.tutorial.frame import frame
from examples.tutorial.messages import Message


def draw(message: Message) -> str:
    return f'<article class="message"><b>{escape(message.author)}</b> {escape(message.text)}</article>'


@ui.page("/")
def page() -> None:
    with frame("Step 1: a list"):
        room = Stream("messages", render=draw, items=messages.last(10))
        ui.button("Send again", on_click=lambda: room.reset(*messages.last(10)))


ui.run(title="Step 1", reload=False, show=False)
