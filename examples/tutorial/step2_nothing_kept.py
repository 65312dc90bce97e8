"""Step 2: what the server holds afterwards: no message, no HTML."""

from html import escape
from weakref import WeakSet

from nicegui import ui

from chat.elements.stream import Stream
from examples.tutorial import messages
from examples.tutorial.frame import frame
from examples.tutorial.messages import Message

alive: WeakSet[Message] = WeakSet()  # those that something else on the server still refers to


def last_ten() -> list[Message]:
    batch = messages.last(10)
    alive.update(batch)
    return batch


def draw(message: Message) -> str:
    return f'<article class="message"><b>{escape(message.author)}</b> {escape(message.text)}</article>'


@ui.page("/")
def page() -> None:
    with frame("Step 2: what the server holds"):
        Stream("messages", render=draw, items=last_ten())
        count = ui.label()
        ui.button("Count", on_click=lambda: count.set_text(f"The server holds {len(alive)} messages"))


ui.run(title="Step 2", reload=False, show=False)
