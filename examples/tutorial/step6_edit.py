"""Step 6: an edited message is updated where it stands."""

from html import escape

from nicegui import ui

from chat.elements.stream import Stream
from examples.tutorial import messages
from examples.tutorial.frame import ask, frame
from examples.tutorial.messages import Message


def draw(message: Message) -> str:
    link = f'<a href="#messages-{message.id}">{message.id}</a>'
    words = f'<b>{escape(message.author)}</b> {escape(message.text)} <button data-action="edit">Edit</button>'
    return f'<article class="message" data-author="{escape(message.author)}">{link}{words}</article>'


@ui.page("/")
def page(name: str = "") -> None:
    def older(first_key: str) -> None:
        room.prepend(*messages.before(first_key, 20))

    def send() -> None:
        if text := box.value.strip():
            messages.create(me, text)
            box.value = ""

    def act(_action: str, key: str, _args: dict[str, str]) -> None:
        message = messages.get(key)
        if message and message.author == me:
            ask("Edit message", message.text, lambda text: messages.update(message, text))

    with frame("Step 6: edit", name) as me:
        room = Stream("messages", render=draw, items=messages.last(30), on_top=older, on_action=act)
        room.style("height: 400px")
        messages.created.subscribe(lambda message: room.append(message))
        messages.updated.subscribe(lambda message: room.update_item(message))
        box = ui.input(f"Message as {me}").on("keydown.enter", send).classes("w-full")


ui.run(title="Step 6", reload=False, show=False)
