"""Step 7: a deleted message is removed, by its DOM id."""

from html import escape

from nicegui import ui

from chat.elements.stream import Stream
from examples.tutorial import messages
from examples.tutorial.frame import ask, frame
from examples.tutorial.messages import Message


def draw(message: Message) -> str:
    link = f'<a href="#messages-{message.id}">{message.id}</a>'
    words = f"<b>{escape(message.author)}</b> {escape(message.text)}"
    buttons = '<button data-action="edit">Edit</button><button data-action="delete">Delete</button>'
    return f'<article class="message" data-author="{escape(message.author)}">{link}{words}{buttons}</article>'


@ui.page("/")
def page(name: str = "") -> None:
    def older(first_key: str) -> None:
        room.prepend(*messages.before(first_key, 20))

    def send() -> None:
        if text := box.value.strip():
            messages.create(me, text)
            box.value = ""

    def act(action: str, key: str, _args: dict[str, str]) -> None:
        message = messages.get(key)
        if message and message.author == me:
            if action == "delete":
                messages.delete(message)
            elif action == "edit":
                ask("Edit message", message.text, lambda text: messages.update(message, text))

    with frame("Step 7: delete", name) as me:
        room = Stream("messages", render=draw, items=messages.last(30), on_top=older, on_action=act)
        room.style("height: 400px")
        messages.created.subscribe(lambda message: room.append(message))
        messages.updated.subscribe(lambda message: room.update_item(message))
        messages.deleted.subscribe(lambda message: room.remove_by_dom_id(f"messages-{message.id}"))
        box = ui.input(f"Message as {me}").on("keydown.enter", send).classes("w-full")


ui.run(title="Step 7", reload=False, show=False)
