"""Somebody in one or two tabs of a browser, an unreliable network, and an administrator: what happens next is diced."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page

from models import Message
from tests.browser.conftest import Administrator, TestRoom
from tests.browser.faulty_network import FaultyNetwork
from tests.browser.nothing_lost.texts import Looks, Text, Texts

HANDS = Path(__file__).with_name("hands.js").read_text()

Step = tuple[str, Callable[[], object]]
"""What can be done next: its name in the log, and the doing."""

PATIENCE = 200
"""How often it is looked, every 50 ms, for what has to come."""

WEIGHTS = {"type": 8, "send": 6, "edit": 5, "save": 5, "delete": 4, "move": 5, "restore the network": 6}
"""How often something is chosen, where it is possible; what is not here, once."""


class Story:
    """One run: a browser that is reused by many sequences of steps, and the model of what was typed in it."""

    def __init__(
        self,
        context: BrowserContext,
        network: FaultyNetwork,
        rooms: list[TestRoom],
        boss: Administrator,
        seed: int,
    ) -> None:
        """Open one tab in the first of the rooms; the same seed makes the same choices."""
        self.dice = random.Random(seed)
        self.context, self.network, self.boss = context, network, boss
        self.rooms = [str(room.id) for room in rooms]
        self.archived: set[str] = set()
        self.network_is = "up"
        self.texts = Texts(rooms[0].id)
        self.log: list[str] = []
        self.errors: list[str] = []
        context.add_init_script(HANDS)
        self.tabs: list[Page] = []
        self.open_tab(self.rooms[0])

    # ---- sequences

    def run(self, steps: int) -> None:
        """Take some steps, then wait until all is settled, and check after each."""
        for _ in range(steps):
            name, act = self.dice_step()
            self.log.append(name)
            act()
            self.checks()
        self.log.append("all settles")
        self.restore_network(with_old_connections=False)
        self.settles()
        self.checks(is_settled=True)
        refused = self.refused()
        for room in sorted(self.archived):
            self.restore_room(room)
        self.settles()
        self.checks(is_settled=True)
        assert self.refused() == refused, self.report("something refused went out by itself")

    def dice_step(self) -> Step:
        looks = self.looks()
        index = self.dice.randrange(len(self.tabs))
        in_tab = self.in_a_room(self.tabs[index], looks, index) if looks else ()
        possible = [*in_tab, *self.around_it()]
        kinds = list(dict.fromkeys(name.split(":")[0] for name, _ in possible))
        kind = self.dice.choices(kinds, [WEIGHTS.get(kind, 1) for kind in kinds])[0]
        return self.dice.choice([step for step in possible if step[0].split(":")[0] == kind])

    def looks(self) -> Looks:
        """Look at all tabs, however often they are loaded anew meanwhile; at none while one of them cannot be."""
        for _ in range(PATIENCE):
            looks = [_try(tab, "window.hands?.look()") for tab in self.tabs]
            if all(looks) or self.network_is != "up":
                return looks if all(looks) else []
            for tab in self.tabs:
                if not tab.url.startswith("http"):
                    tab.goto(f"{self.network.url}/rooms/{self.rooms[0]}")
            self.tabs[0].wait_for_timeout(50)
        raise AssertionError(f"a tab shows nothing: {[tab.url for tab in self.tabs]}")

    def checks(self, *, is_settled: bool = False) -> None:
        """Check the invariant; what is on its way from one place to the next may take a moment."""
        fault: str | None = ""
        for _ in range(PATIENCE):
            looks = self.looks()
            fault = self.texts.fault(looks, is_settled=is_settled) if looks else None
            if not fault and not all(look["isUnambiguous"] for look in looks):
                fault = "it is not clear which room is shown"
            if not fault:
                break
            self.tabs[0].wait_for_timeout(50)
        assert not fault, self.report(fault)
        assert not self.errors, self.report(str(self.errors))

    def settles(self) -> None:
        """Wait until every tab is connected and nothing waits any more."""
        for _ in range(2 * PATIENCE):
            looks = self.looks()
            waits = [entry for entry in looks[0]["kept"]["entries"] if not entry["error"]]
            if all(look["isLive"] for look in looks) and not waits:
                return
            self.tabs[0].wait_for_timeout(50)
        raise AssertionError(self.report(f"it does not settle: {waits}, {[look['isLive'] for look in looks]}"))

    def refused(self) -> set[str]:
        return {entry["clientId"] for entry in self.looks()[0]["kept"]["entries"] if entry["error"]}

    def report(self, fault: str) -> str:
        looks = [_try(tab, "window.hands?.look()") for tab in self.tabs]
        places = [_try(tab, "window.hands?.names()") for tab in self.tabs]
        return "\n".join([fault, f"The network is {self.network_is}.", *self.log, *map(str, [*looks, *places])])

    # ---- what can be done in a tab

    def in_a_room(self, tab: Page, looks: Looks, index: int) -> Iterator[Step]:
        look = looks[index]
        others = [other for number, other in enumerate(looks) if number != index]
        room, kept = look["room"], look["kept"]
        here = f"tab {index + 1} room {room}"
        if look["draft"] is not None:
            yield f"type: {here}", lambda: self.type(tab)
            yield f"say two: {here}", lambda: [self.type(tab, then_send=True) for _ in range(2)]
        if look["draft"]:
            yield f"send: {here}", self.hand(tab, "send")
        edited_elsewhere = {row["key"] for other in others for row in other["rows"] if row["edit"] is not None}
        edited = edited_elsewhere | {edit["key"] for edit in kept["edits"]}
        for row in look["rows"][-6:]:
            yield from self.with_message(tab, here, room, row, is_edited=row["key"] in edited)
        for entry in look["pending"]:
            if entry["isRefused"]:
                yield f"retry: {here} {entry['text']}", self.hand(tab, "answerRefusal", entry["clientId"], "Retry")
                yield f"discard: {here} {entry['text']}", lambda entry=entry: self.discard(tab, entry)
        if look["unfinished"]:
            yield f"discard unfinished: {here}", lambda: self.discard_unfinished(tab, look["unfinished"][0])
        for other_room in self.rooms:
            if other_room != room:
                yield f"move: {here} to {other_room}", self.hand(tab, "open", other_room)

    def with_message(self, tab: Page, here: str, room: str, row: dict[str, Any], *, is_edited: bool) -> Iterator[Step]:
        key, edit = row["key"], row["edit"]
        what = f"{here} {row['text']}"
        is_archived = room in self.archived
        if edit is not None and not is_archived:
            yield f"save: {what} as {edit}", lambda: self.save(tab, row)
            yield f"cancel: {what} as {edit}", lambda: self.cancel(tab, row)
        if not row["isMine"] or row["isBeingDeleted"] or row["isRefused"] or edit is not None:
            return
        if not is_edited and not row["waiting"] and not is_archived:
            yield f"edit: {what}", lambda: self.edit(tab, room, key)
        yield f"delete: {what}", lambda: self.delete(tab, row)
        yield f"save for later: {what}", self.hand(tab, "saveForLater", key)
        if not is_archived:
            yield f"react: {what}", self.hand(tab, "react", key)

    def hand(self, tab: Page, name: str, *args: str) -> Callable[[], object]:
        return lambda: self.use_hand(tab, name, *args)

    def use_hand(self, tab: Page, name: str, *args: str, words: str = "") -> Any:
        """Do something in a tab; if that is just being loaded anew, nobody knows whether it was done to the words."""
        try:
            return tab.evaluate(f"(args) => hands.{name}(...args)", list(args))
        except Error as error:
            self.log.append(f"  in vain: {error.message.splitlines()[0]}")
            self.texts.each(words, Text.is_doubtful)
            return None

    def type(self, tab: Page, *, then_send: bool = False) -> None:
        word = self.texts.new()
        if room := self.use_hand(tab, "type", f" {word}"):
            self.log.append(f"  {word} in {room}")
            self.texts.typed(word, room)
            if then_send:
                self.use_hand(tab, "send")

    def edit(self, tab: Page, room: str, key: str) -> None:
        word = self.texts.new()
        self.log.append(f"  {word}")
        self.texts.typed(word, room)
        self.use_hand(tab, "edit", key, word, words=word)

    def save(self, tab: Page, row: dict[str, Any]) -> None:
        self.replaces_or_deletes(row)
        self.use_hand(tab, "save", row["key"], words=row["edit"])

    def cancel(self, tab: Page, row: dict[str, Any]) -> None:
        self.texts.each(row["edit"], Text.is_gone)
        self.use_hand(tab, "cancel", row["key"], words=row["edit"])

    def delete(self, tab: Page, row: dict[str, Any]) -> None:
        self.replaces_or_deletes(row)
        self.use_hand(tab, "remove", row["key"])

    def replaces_or_deletes(self, row: dict[str, Any]) -> None:
        """Let all go that the message says, also what another tab has made of it and this one does not show yet."""
        looks = self.looks()
        waiting = [entry["args"] for look in looks for entry in look["kept"]["entries"] if entry["key"] == row["key"]]
        stored = Message.get_or_none(Message.id == int(row["key"])) if row["key"].isdigit() else None
        bodies = [args.get("body", "") for args in waiting] + ([stored.body] if stored else [])
        for text in (row["text"], row["waiting"], *bodies):
            self.texts.each(text, Text.may_go)

    def discard(self, tab: Page, entry: dict[str, Any]) -> None:
        self.texts.each(entry["text"], Text.is_gone)
        self.use_hand(tab, "answerRefusal", entry["clientId"], "Discard", words=entry["text"])

    def discard_unfinished(self, tab: Page, text: str) -> None:
        self.texts.each(text, Text.is_gone)
        self.use_hand(tab, "answerUnfinished", "Discard", words=text)

    # ---- what can happen around it

    def around_it(self) -> Iterator[Step]:
        if self.network_is == "up":
            yield "drop the network", self.drop
            yield "silence the network", self.go_silent
        else:
            yield "restore the network", lambda: self.restore_network(with_old_connections=True)
            yield "restore the network: a new one", lambda: self.restore_network(with_old_connections=False)
        yield "reload", self.reload
        yield "close a tab", self.close_tab
        if len(self.tabs) == 1:
            yield "open a tab", lambda: self.open_tab(self.dice.choice(self.rooms))
        for room in self.rooms:
            if room in self.archived:
                yield f"restore room: {room}", lambda room=room: self.restore_room(room)
            else:
                yield f"archive room: {room}", lambda room=room: self.archive_room(room)

    def drop(self) -> None:
        self.network.drop()
        self.network_is = "dropped"

    def go_silent(self) -> None:
        self.network.go_silent()
        self.network_is = "silent"

    def restore_network(self, *, with_old_connections: bool) -> None:
        if not with_old_connections:
            self.network.drop()
        self.network.restore()
        self.network_is = "up"

    def reload(self) -> None:
        self.restore_network(with_old_connections=False)
        tab = self.dice.choice(self.tabs)
        tab.reload()
        self.is_open(tab)

    def close_tab(self) -> None:
        self.tabs.pop(self.dice.randrange(len(self.tabs))).close()
        if not self.tabs:
            self.open_tab(self.dice.choice(self.rooms))

    def open_tab(self, room: str) -> None:
        self.restore_network(with_old_connections=False)
        tab = self.context.new_page()
        tab.on("pageerror", lambda error: self.errors.append(str(error)))
        self.tabs.append(tab)
        tab.goto(f"{self.network.url}/rooms/{room}")
        self.is_open(tab)

    def is_open(self, tab: Page) -> None:
        tab.wait_for_selector("#messages[data-state=live]")

    def archive_room(self, room: str) -> None:
        self.boss.changes("archive", room)
        self.archived.add(room)

    def restore_room(self, room: str) -> None:
        self.boss.changes("restore", room)
        self.archived.remove(room)


def _try(tab: Page, script: str) -> Any:
    """Run a script, or return None in a page that is just being loaded anew."""
    try:
        return tab.evaluate(script)
    except Error:
        return None
