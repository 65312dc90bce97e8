"""Step 5: a new message is published, and appended on every page that has subscribed."""

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
def page(name: str = "") -> None:
    def older(first_key: str) -> None:
        room.prepend(*messages.before(first_key, 20))

    def send() -> None:
        if text := box.value.strip():
            messages.create(me, text)
            box.value = ""

    with frame("Step 5: append", name) as me:
        room = Stream("messages", render=draw, items=messages.last(30), on_top=older)
        room.style("height: 400px")
        messages.created.subscribe(lambda message: room.append(message))
        box = ui.input(f"Message as {me}").on("keydown.enter", send).classes("w-full")


ui.run(title="Step 5", reload=False, show=False)
