"""A list of tasks that everybody in the room ticks, takes over and adds to."""

from collections.abc import Callable
from typing import Any, cast

from markupsafe import Markup

from chat.live import (
    Entry,
    Kind,
    Person,
    Refused,
    State,
    button,
    card,
    count,
    field,
    foot,
    html,
    join,
    line,
    parts,
    person,
)

MAX_TASKS = 100

SHORT = 50
"""Characters of a task in the name of a button."""


class Checklist(Kind):
    """Tasks have numbers of their own: somebody may remove one while another person presses the next."""

    name, label, usage = "checklist", "Checklist", "Title | Task | Task"
    form = (
        Entry("title", "What the list is for", hint="Moving house"),
        Entry("tasks", "Task", "list", least=0, most=MAX_TASKS),
    )

    def begin(self, given: State) -> State:
        title, tasks = given.get("title"), given.get("tasks", [])
        if "text" in given:
            title, *tasks = parts(given["text"])
        if not isinstance(tasks, list) or len(tasks) > MAX_TASKS:
            raise Refused(f"A checklist has at most {MAX_TASKS} tasks.")
        state: State = {"title": line(title, "What the list is for"), "tasks": [], "next": 1}
        for task in tasks:
            state = _added(state, task)
        return state

    def draw(self, state: State) -> Markup:
        done = sum(task["done"] for task in state["tasks"])
        rows = html('<div class="live-list">{}</div>', join(map(_row, state["tasks"])))
        note = f"{done} of {count(len(state['tasks']), 'task')} done" if state["tasks"] else "Nothing to do yet"
        return card(state["title"], rows, field("add", "Add a task (@name)", "Add"), foot(note))

    def do_add(self, state: State, who: Person, args: dict[str, Any]) -> State:
        """Add a task; one that names somebody is given to them."""
        if len(state["tasks"]) >= MAX_TASKS:
            raise Refused(f"A checklist has at most {MAX_TASKS} tasks.")
        named = args.get("named")
        return _added(state, args.get("text"), named[0] if named and len(named) == 1 else None)

    def do_tick(self, state: State, who: Person, args: dict[str, Any]) -> State:
        """Say that a task is done."""
        return _changed(state, args, done=True)

    def do_untick(self, state: State, who: Person, args: dict[str, Any]) -> State:
        """Say that it is not."""
        return _changed(state, args, done=False)

    def do_take(self, state: State, who: Person, args: dict[str, Any]) -> State:
        """Take a task over; a program may give it to somebody by `person`."""
        somebody = args.get("person", who.id)
        if type(somebody) is not int or not 0 < somebody < 10**18:
            raise Refused("Give it to a person, by their number.")
        return _changed(state, args, by=somebody)

    def do_give(self, state: State, who: Person, args: dict[str, Any]) -> State:
        """Give a task to somebody, by their name after an @."""
        named = args.get("named")
        if not named or len(named) != 1:
            raise Refused("Write the name of one person who sees this room, as in @Ann.")
        return _changed(state, args, by=named[0])

    def do_drop(self, state: State, who: Person, args: dict[str, Any]) -> State:
        """Have nobody do a task."""
        return _changed(state, args, by=None)

    def do_remove(self, state: State, who: Person, args: dict[str, Any]) -> State:
        """Remove a task."""
        gone = _meant(state, args)
        return state | {"tasks": [task for task in state["tasks"] if task is not gone]}

    def moved(self, state: State, person_of: Callable[[Any], int | None]) -> State:
        begun = self.begin({"title": state.get("title"), "tasks": [task["text"] for task in state["tasks"]]})
        told = [{"done": task["done"] is True, "by": person_of(task["by"])} for task in state["tasks"]]
        return begun | {"tasks": [task | more for task, more in zip(begun["tasks"], told, strict=True)]}

    def text(self, state: State) -> str:
        tasks = (f"{'☑' if task['done'] else '☐'} {task['text']}" for task in state["tasks"])
        return "\n".join([f"Checklist: {state['title']}", *tasks])


def _row(task: State) -> Markup:
    number, text = task["id"], task["text"]
    act = "untick" if task["done"] else "tick"
    tick = button(html('<span dir="auto">{}</span>', text), act, number, pressed=task["done"], style="check")
    takes = button("Take", "take", number, style="quiet", name=f"Take: {text}")
    if not task["done"]:
        takes += button(
            "Give", "give", number, style="quiet", name=f"Give: {text[:SHORT]}", wants="Who does it? (@name)"
        )
    if task["by"]:
        takes = button(person(task["by"]), "drop", number, style="quiet", name=f"Somebody does this. Drop: {text}")
    remove = button("✕", "remove", number, style="quiet", name=f"Remove: {text}", sure="Remove?")
    return html('<div class="live-row">{}{}{}</div>', tick, takes, remove)


def _added(state: State, text: object, by: int | None = None) -> State:
    task = {"id": state["next"], "text": line(text, "A task"), "done": False, "by": by}
    return state | {"tasks": [*state["tasks"], task], "next": state["next"] + 1}


def _changed(state: State, args: dict[str, Any], **values: object) -> State:
    meant = _meant(state, args)
    return state | {"tasks": [task | values if task is meant else task for task in state["tasks"]]}


def _meant(state: State, args: dict[str, Any]) -> State:
    for task in state["tasks"]:
        if str(task["id"]) == str(args.get("arg")):
            return cast("State", task)
    raise Refused("This task is not there any more.")
