"""Step 4: older messages are prepended, a batch at a time, when the reader scrolls back."""

from html import escape

from nicegui import ui

from chat.elements.stream import Stream
from examples.tutorial import messages
from examples.tutorial.frame import frame
from examples.tutorial.messages import Message


def draw(message: Message) -> str:
    link = f'<a href="#messages-{message.id}">{message.id}</a>'
    return f'<article class="message">{link}<b>{escape(message.author)}</b> {escape(message.text)}</article>'


@ui.page("/")
def page() -> None:
    def older(first_key: str) -> None:
        room.prepend(*messages.before(first_key, 20))

    with frame("Step 4: scroll back"):
        room = Stream("messages", render=draw, items=messages.last(30), on_top=older)
        room.style("height: 400px")


ui.run(title="Step 4", reload=False, show=False)
