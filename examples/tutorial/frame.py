"""What is around the list in every step: a heading, the style sheet, who is looking, and a question to them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from nicegui import ui

from chat.elements.inspector import StreamInspector
from examples.tutorial.messages import PEOPLE

STYLE = """
body { background: light-dark(#f4f5f7, #17191c); color-scheme: light dark; }
.title { font-size: 20px; line-height: 28px; margin: 0; font-weight: 600; }
.room { max-width: 760px; width: 100%; margin: 0 auto; gap: 12px; }
.stream { width: 100%; border: 1px solid light-dark(#d5d9e0, #3a3f47); border-radius: 8px; padding: 8px; }
.message { padding: 6px 10px; border-radius: 6px; overflow-wrap: anywhere; }
.message:target { background: light-dark(#fff1b8, #5a4a10); }
.message a { color: light-dark(#5b6472, #9aa4b2); font-size: 13px; text-decoration: none; margin-right: 6px; }
.message button { visibility: hidden; margin-left: 6px; padding: 0 8px; cursor: pointer; text-decoration: underline; }
"""


@contextmanager
def frame(title: str, name: str = "") -> Iterator[str]:
    """Put a page around a list; yields who is looking: the person named, or the first one."""
    me = name if name in PEOPLE else PEOPLE[0]
    ui.add_css(STYLE)
    ui.add_css(f'[data-author="{me}"] button {{ visibility: visible }}')  # what differs by viewer is the browser's job
    with ui.column().classes("room"):
        with ui.row().classes("w-full items-center justify-between"):
            ui.label(title).props("role=heading aria-level=1").classes("title")
            StreamInspector()
        yield me


def ask(label: str, value: str, answer: Callable[[str], object]) -> None:
    """Ask for a text in a dialog."""

    def save() -> None:
        dialog.close()
        answer(text.value)

    with ui.dialog(value=True) as dialog, ui.card():
        text = ui.input(label, value=value).props("autofocus").on("keydown.enter", save)
        ui.button("Save", on_click=save)
