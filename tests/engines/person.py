"""Somebody at a browser of any engine, in the words of what people do."""

import json
import time
from typing import Any

from tests.browser.conftest import TestRoom
from tests.engines.browser import Browser, ScriptError
from tests.engines.wire import Wire

PASSWORD = "seven slow grey herons"
PATIENCE = 15
"""Seconds in which what is waited for has to come."""

KEYS = {
    "Backspace": "\ue003",
    "Tab": "\ue004",
    "Enter": "\ue007",
    "Shift": "\ue008",
    "Control": "\ue009",
    "Alt": "\ue00a",
    "Escape": "\ue00c",
    "ArrowUp": "\ue013",
    "ArrowDown": "\ue015",
}

FIND = """
const SELECTORS = {
    button: "button, [role=button]", link: "a[href]", option: "[role=option]", dialog: "dialog[open]",
    menuitem: "[role=menuitem]",
    textbox: "textarea, input:not([type=hidden], [type=checkbox], [type=radio])",
};
const nameOf = (element) => (element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent
    ?? document.getElementById(element.getAttribute("aria-labelledby"))?.textContent ?? element.textContent).trim();
const isShown = (element) => element.checkVisibility({ visibilityProperty: true });
const findAll = (kind, name = "") => [...document.querySelectorAll(SELECTORS[kind] ?? kind)]
    .filter((element) => isShown(element) && nameOf(element).startsWith(name));
const rowsWith = (text) => findAll("#messages [data-author]").filter((row) => row.textContent.includes(text));
const log = document.querySelector("#messages");
"""
"""What every script may use: elements by their role, or a selector, and their accessible name; rows by their text."""

BODIES = "() => [...log.querySelectorAll(':scope > [data-key] > .message-body')].map((body) => body.textContent)"

AWAIT = """async (seconds, ...given) => {
    const end = performance.now() + seconds * 1000;
    for (;;) {
        const value = await (%s)(...given);
        if (value || performance.now() > end) return value;
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}"""

CENTER = """(...given) => {
    const [element, ...others] = findAll(...given);
    if (!element || others.length) return null;
    element.scrollIntoView({ block: "nearest" });
    const { left, top, width, height } = element.getBoundingClientRect();
    const [x, y] = [Math.round(left + width / 2), Math.round(top + height / 2)];
    return element.contains(document.elementFromPoint(x, y)) ? [x, y] : null;
}"""

NOTE_ERRORS = """() => {
    window.errors = [];
    addEventListener("error", ({ message }) => errors.push(message));
    addEventListener("unhandledrejection", ({ reason }) => errors.push(String(reason)));
    document.addEventListener("securitypolicyviolation", ({ blockedURI }) => errors.push(`blocked: ${blockedURI}`));
}"""


def finding(function: str) -> str:
    """Give a function what `FIND` defines, as the page is when it is called."""
    return f"(...given) => {{ {FIND} return ({function})(...given); }}"


class Person:
    """Somebody with a name, a browser, and a connection of their own."""

    def __init__(self, browser: Browser, wire: Wire, name: str) -> None:
        self.browser, self.wire, self.name = browser, wire, name
        self.email = f"{name.lower()}@example.com"

    def run(self, function: str, *arguments: object) -> Any:
        """Call a function of JavaScript in the page; it may use what `FIND` defines."""
        return self.browser.run(finding(function), *arguments)

    def awaits(self, function: str, *arguments: object) -> Any:
        """Wait until a function gives something true, however often the page is loaded anew meanwhile."""
        end = time.monotonic() + PATIENCE
        while (left := end - time.monotonic()) > 0:
            try:
                if value := self.browser.run(AWAIT % finding(function), left, *arguments):
                    return value
            except ScriptError as error:  # the page went away
                problem = error
            else:
                problem = None
        raise AssertionError(f"{self.name} waited in vain for {function} {json.dumps(arguments)}: {problem}")

    # looking

    def sees(self, *texts: str) -> None:
        for text in texts:
            self.awaits("(text) => rowsWith(text).length === 1", text)

    def sees_no(self, text: str) -> None:
        self.awaits("(text) => rowsWith(text).length === 0", text)

    def reads(self, *bodies: str) -> None:
        """See exactly these messages, all of them acknowledged."""
        self.awaits(f"(bodies) => JSON.stringify(({BODIES})()) === JSON.stringify(bodies)", bodies)

    def has_written(self, text: str) -> None:
        """Find this, and no more, in the box."""
        self.awaits("(text) => findAll('textbox', 'Message')[0]?.value === text", text)

    def finds(self, kind: str, name: str = "") -> None:
        self.awaits("(kind, name) => findAll(kind, name).length", kind, name)

    def finds_no(self, kind: str, name: str = "") -> None:
        self.awaits("(kind, name) => !findAll(kind, name).length", kind, name)

    def value(self, name: str) -> str:
        return self.run("(name) => findAll('textbox', name)[0].value", name)

    def bodies(self) -> list[str]:
        return list(self.run(BODIES))

    # hands

    def presses(self, *keys: str) -> None:
        """Press keys one after the other; "Shift+Enter" holds the first while it presses the second."""
        actions = []
        for chord in keys:
            held = [KEYS.get(key, key) for key in (chord.split("+") if len(chord) > 1 else [chord])]
            actions += [{"type": "keyDown", "value": key} for key in held]
            actions += [{"type": "keyUp", "value": key} for key in reversed(held)]
        self.browser.perform([{"type": "key", "id": "keyboard", "actions": actions}])

    def types(self, text: str) -> None:
        self.presses(*text)

    def points_at(self, kind: str, name: str = "", *, press: bool = False) -> None:
        x, y = self.awaits(CENTER, kind, name)
        actions = [{"type": "pointerMove", "x": x, "y": y, "duration": 0, "origin": "viewport"}]
        if press:
            actions += [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        mouse = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": actions}
        self.browser.perform([mouse])

    def clicks(self, kind: str, name: str = "") -> None:
        self.points_at(kind, name, press=True)

    def fills(self, name: str, text: str) -> None:
        """Replace what a field holds, key by key."""
        self.clicks("textbox", name)
        self.run("(name) => findAll('textbox', name)[0].select()", name)
        self.types(text)

    def turns_the_wheel(self, pixels: int) -> None:
        x, y = self.run("() => { const box = log.getBoundingClientRect(); return [box.x + 200, box.y + 200] }")
        turn = {"type": "scroll", "x": int(x), "y": int(y), "deltaX": 0, "deltaY": pixels, "duration": 0}
        self.browser.perform([{"type": "wheel", "id": "wheel", "actions": [turn | {"origin": "viewport"}]}])

    # doing

    def goes_to(self, path: str) -> None:
        self.browser.open(path if "://" in path else f"http://127.0.0.1:{self.wire.port}{path}")
        self.run(NOTE_ERRORS)

    def opens(self, room: TestRoom) -> "Person":
        self.goes_to(f"/rooms/{room.id}")
        return self.is_live()

    def is_live(self) -> "Person":
        self.awaits("() => log?.dataset.state === 'live'")
        return self

    def registers(self, path: str, button: str) -> None:
        self.goes_to(path)
        self.fills("Name", self.name)
        self.fills("Email", self.email)
        self.fills("Password", PASSWORD)
        self.clicks("button", button)

    def logs_in(self) -> None:
        self.fills("Email", self.email)
        self.fills("Password", PASSWORD)
        self.clicks("button", "Log in")

    def says(self, *texts: str) -> None:
        for text in texts:
            self.fills("Message", text)
            self.presses("Enter")

    def points_at_row(self, text: str) -> None:
        [row] = self.awaits("(text) => rowsWith(text).map((row) => row.id)", text)
        self.points_at(f"#{row}")

    def edits(self, old: str, new: str) -> None:
        self.points_at_row(old)
        self.clicks("button", "Edit message")
        self.fills("Edit message", new)
        self.clicks("button", "Save")
        self.finds_no("textbox", "Edit message")

    def deletes(self, text: str) -> None:
        """Choose it in the menu, and once more: the first time it asks."""
        self.presses_delete_twice(text)
        self.sees_no(text)

    def presses_delete_twice(self, text: str) -> None:
        self.points_at_row(text)
        self.clicks("button", "More actions")
        self.clicks("menuitem", "Delete message")
        self.clicks("menuitem", "Delete message: press again to delete")

    def picks(self, text: str, emoji: str) -> None:
        self.points_at_row(text)
        self.clicks("button", "Add reaction")
        self.finds("dialog", "Add reaction")
        self.types(emoji)
        self.presses("Enter")
        self.finds_no("dialog")

    def loses_the_connection(self) -> None:
        self.wire.cut()
        self.awaits("() => document.querySelector('#connection').textContent.includes('Connection lost')")

    def gets_it_back(self) -> None:
        self.wire.mend()
        self.is_live()
        self.awaits("() => !document.querySelector('#connection').textContent")
