"""stream.js on an unreliable network; tests/elements/test_convergence.py searches the same ground more widely."""

import math
import random

import pytest
from playwright.sync_api import expect

from chat.messages import PAGE_SIZE
from chat.web.components.room_view.room_view import WINDOW
from models import Message, Room
from tests.browser.conftest import PATIENCE, Person, TestRoom

pytestmark = pytest.mark.long

SHAKE = """(seed) => {
    const random = () => {
        seed = (seed + 0x6d2b79f5) | 0;
        let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
    };
    const sleep = (time) => new Promise((resolve) => setTimeout(resolve, time));
    const { socket } = window;
    const log = document.querySelector("#messages");
    const counts = (window.shaken = { dropped: 0, doubled: 0, cut: 0 });
    const wrapped = ["stream", "update", "run_javascript"].map((event) => [event, socket.listeners(event)]);

    const shaken = (handlers) => async (...told) => {
        if (random() < 0.15) return counts.dropped++;
        const isDoubled = random() < 0.15;
        if (isDoubled) counts.doubled++;
        for (let copies = isDoubled ? 2 : 1; copies; copies--) {
            if (random() < 0.4) await sleep(random() * 50);
            handlers.forEach((hear) => hear(...told));
        }
    };
    // What only this page gets comes late, in its order.
    let last = Promise.resolve();
    const late = (handlers) => (...told) => {
        const time = random() * 60;
        last = last.then(() => sleep(time)).then(() => handlers.forEach((handle) => handle(...told)));
    };
    for (const [event, handlers] of wrapped) {
        socket.off(event);
        socket.on(event, event === "stream" ? shaken(handlers) : late(handlers));
    }
    socket.io.reconnectionDelay(20);
    socket.io.reconnectionDelayMax(20);
    const unrest = setInterval(() => {
        if (random() < 0.4) log.scrollTop = random() < 0.5 ? 0 : log.scrollHeight * random();
        // Not while it is coming back: socket.io does not hear of that, and waits for twenty seconds in vain.
        if ((!counts.cut || random() < 0.08) && socket.connected && ++counts.cut) socket.io.engine.close();
    }, 50);

    window.calm = async () => {
        clearInterval(unrest);
        socket.off("stream");
        wrapped[0][1].forEach((hear) => socket.on("stream", hear));
        await sleep(100);
        while (!socket.connected) await sleep(20);
        socket.io.engine.close();
    };
}"""

CHANGE = """async (changes) => {
    const { stream } = document.querySelector("#messages");
    for (const [action, key, body] of changes) {
        if (action === "say") document.querySelector(".room-view").roomView.send(body);
        else stream.act(key, { action, body });
        await new Promise((resolve) => setTimeout(resolve, 25));
    }
}"""

SHOWN = """() => {
    const log = document.querySelector("#messages");
    const { pager } = log.stream.model;
    const body = (row) => row.querySelector(":scope > .message-body").textContent;
    const rows = [...log.querySelectorAll(":scope > [data-key]")].map((row) => [row.dataset.key, body(row)]);
    return { rows, atStart: pager.isAtStart, atEnd: pager.isAtEnd };
}"""

STATE = """() => {
    const { pager, follower } = document.querySelector("#messages").stream.model;
    const { loading, failed, isAtStart, isAtEnd } = pager;
    return JSON.stringify([window.socket.connected, follower.isWaiting, { loading, failed, isAtStart, isAtEnd }]);
}"""

SCROLL_UP = """(window) => {
    const log = document.querySelector("#messages");
    log.scrollTop = 0;
    return !log.stream.model.pager.isAtEnd && log.stream.rows.size === window;
}"""


def in_database(room: TestRoom) -> list[list[str]]:
    alive = Message.select().where(Message.room == room.id, Message.deleted_at.is_null()).order_by(Message.id)
    return [[str(message.id), message.body] for message in alive]


def changes_things(person: Person, room: TestRoom, count: int, dice: random.Random) -> None:
    """Say, edit and delete, and return when all of it is stored."""
    keys = [key for key, _ in in_database(room)]
    edited = set()  # none of which is deleted: on a busy machine that might come first
    changes = []
    for number in range(count):
        action = dice.choice(["say", "say", "edit", "edit", "delete"])
        key = keys[-dice.randint(1, len(keys) if dice.random() < 0.5 else 20)]
        if action == "delete" and key in edited:
            action = "edit"
        if action == "delete":
            keys.remove(key)
        elif action == "edit":
            edited.add(key)
        changes.append([action, key, f"{action} {number}"])
    goal = Room.get_by_id(room.id).revision + count
    person.page.evaluate(CHANGE, changes)
    for _ in range(PATIENCE // 25):  # who says much at once is slowed down
        if Room.get_by_id(room.id).revision == goal:
            return
        person.page.wait_for_timeout(50)
    raise AssertionError(f"the room is at revision {Room.get_by_id(room.id).revision}, not {goal}")


def comes_to_show(person: Person, room: TestRoom) -> None:
    """Wait until the rows are the stretch of the room that they claim to be."""
    for _ in range(PATIENCE // 50):
        shown = person.page.evaluate(SHOWN)
        keys = [int(key) for key, _ in shown["rows"]]
        first = 0 if shown["atStart"] else min(keys, default=0)
        last = max(keys, default=0) if not shown["atEnd"] else math.inf
        wanted = [row for row in in_database(room) if first <= int(row[0]) <= last]
        if shown["rows"] == wanted:
            return
        person.page.wait_for_timeout(100)
    assert shown["rows"] == wanted, person.page.evaluate(STATE)


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.drill)])
def test_dropped_doubled_and_late_events_do_no_harm(seed: int, adam: Person, blake: Person, room: TestRoom) -> None:
    room.add(120, "Adam")
    adam.opens(room)
    blake.opens(room)
    blake.page.evaluate("window.mark = 'same page'")
    blake.page.evaluate(SHAKE, seed)
    changes_things(adam, room, 60, random.Random(seed))
    blake.page.evaluate("calm()")
    adam.says("calm again")  # what comes next tells what has not come; else a heartbeat would, within twenty seconds
    comes_to_show(blake, room)
    comes_to_show(adam, room)
    assert min(blake.page.evaluate("window.shaken").values()) > 0
    assert blake.page.evaluate("window.mark") == "same page"


def test_whoever_has_scrolled_far_up_jumps_to_the_newest_as_they_are(
    adam: Person, blake: Person, room: TestRoom
) -> None:
    room.add(1000, "Adam")
    adam.opens(room)
    blake.opens(room)
    blake.page.wait_for_function(SCROLL_UP, arg=WINDOW)
    changes_things(adam, room, 30, random.Random(4))
    comes_to_show(blake, room)
    blake.button("Jump to newest").click()
    expect(blake.rows.last).to_have_attribute("data-key", in_database(room)[-1][0])
    comes_to_show(blake, room)
    assert blake.rows.count() == PAGE_SIZE
