"""Step 3: each row has a DOM id, made of the stream's name and the item's key."""

from html import escape

from nicegui import ui

from chat.elements.stream import Stream
from examples.tutorial import messages
from examples.tutorial.frame import frame
from examples.tutorial.messages import Message


def draw(message: Message) -> str:
    link = f'<a href="#messages-{message.id}">{message.id}</a>'
    return f'<article class="message">{link}<b>{escape(message.author)}</b> {escape(message.text)}</article>'


def draw_person(name: str) -> str:
    return f"<article>{escape(name)}</article>"


@ui.page("/")
def page() -> None:
    with frame("Step 3: DOM ids"):
        room = Stream("messages", render=draw, items=messages.last(10))
        ui.label("People")
        Stream("people", render=draw_person, key=lambda name: name, items=messages.PEOPLE, scroll=False)

        def point(number: str) -> None:
            if message := messages.get(number):
                ui.navigate.to(f"#{room.dom_id(message)}")

        ui.input("Point at message", on_change=lambda event: point(event.value))


ui.run(title="Step 3", reload=False, show=False)
