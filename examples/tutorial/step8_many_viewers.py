"""Step 8: one broadcast for all viewers, exact catching up, and a window of 300 rows."""

from html import escape

from nicegui import ui

from chat.elements.stream import Changes, Stream, broadcast, row
from examples.tutorial import messages
from examples.tutorial.frame import ask, frame
from examples.tutorial.messages import Message

PAGE, WINDOW = 100, 300


def draw(message: Message) -> str:
    link = f'<a href="#messages-{message.id}">{message.id}</a>'
    words = f"<b>{escape(message.author)}</b> {escape(message.text)}"
    buttons = '<button data-action="edit">Edit</button><button data-action="delete">Delete</button>'
    return f'<article class="message" data-author="{escape(message.author)}">{link}{words}{buttons}</article>'


async def tell(operation: str, message: Message) -> None:
    rows = [str(message.id)] if operation == "remove" else [row(message.id, draw(message))]
    await broadcast("room", message.revision, operation, rows)


messages.created.subscribe(lambda message: tell("insert", message))
messages.updated.subscribe(lambda message: tell("update", message))
messages.deleted.subscribe(lambda message: tell("remove", message))


def changes_since(revision: int | None) -> Changes[Message]:
    if revision is None:
        return Changes(messages.revision(), reset=messages.last(PAGE))
    changed, deleted = messages.changed_since(revision)
    created = [message for message in changed if message.created > revision]
    edited = [message for message in changed if message.created <= revision]
    return Changes(messages.revision(), created, edited, deleted)


@ui.page("/")
def page(name: str = "") -> None:
    def older(first_key: str) -> None:
        room.prepend(*messages.before(first_key, PAGE), limit=WINDOW, revision=messages.revision())

    def newer(last_key: str) -> None:
        room.append(*messages.after(last_key, PAGE), limit=-WINDOW, revision=messages.revision())

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

    with frame("Step 8: many viewers", name) as me:
        room = Stream(
            "messages",
            render=draw,
            items=messages.last(PAGE),
            on_top=older,
            on_bottom=newer,
            on_action=act,
            topic="room",
            revision=messages.revision(),
            changes_since=changes_since,
        )
        room.style("height: 400px")
        box = ui.input(f"Message as {me}").on("keydown.enter", send).classes("w-full")
        ui.button("Jump to newest", on_click=lambda: ui.run_javascript("messages.stream.jump()"))


ui.run(title="Step 8", reload=False, show=False)
