"""A sortable to-do list: rows are updated where they stand, reordered by a reset, removed by a button."""

from html import escape
from typing import NamedTuple

from nicegui import ui

from chat.elements.stream import Stream


class Task(NamedTuple):
    id: str
    done: bool = False


def draw(task: Task) -> str:
    text = f"<s>{escape(task.id)}</s>" if task.done else escape(task.id)
    return f'<li>{text} <button data-action="tick">✓</button> <button data-action="drop">✕</button></li>'


@ui.page("/")
def page() -> None:
    tasks = {text: Task(text) for text in ("write", "read", "rest")}

    def act(action: str, key: str, _args: dict[str, str]) -> None:
        if action == "drop" and key in tasks:
            todo.remove_item(tasks.pop(key))
        elif action == "tick" and key in tasks:
            tasks[key] = tasks[key]._replace(done=not tasks[key].done)
            todo.update_item(tasks[key])

    box = ui.input("What is to be done?").props("clearable")
    box.on("keydown.enter", lambda: todo.append(tasks.setdefault(box.value, Task(box.value))))
    ui.button("Sort", on_click=lambda: todo.reset(*(tasks[text] for text in sorted(tasks))))
    todo: Stream[Task] = Stream("todo", render=draw, items=list(tasks.values()), on_action=act, scroll=False)
    todo.props("role=list")


ui.run(reload=False, show=False)
