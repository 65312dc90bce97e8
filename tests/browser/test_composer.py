"""Writing: sending, breaking lines, drafts, limits, failing and trying again."""

from playwright.sync_api import expect

from models import Membership, Message, Room
from tests.browser.conftest import Person, TestRoom

HOSTILE = [
    "<img src=x onerror=window.pwned=1>",
    "</script><script>window.pwned=1</script>",
    "\u202ereversed and \u2066isolated",
    "Z" + "\u0335" * 200 + "algo",
    "{{ 7 * 7 }} ${7 * 7} `tick`",
    "w" * 4000,
]

SWALLOW_SENDS = """() => {
    const emit = window.socket.emit;
    window.restore = () => { window.socket.emit = emit; };
    window.socket.emit = function (name, message) {
        if (JSON.stringify(message).includes("client_id") && name === "event") return this;
        return emit.apply(this, arguments);
    };
}"""


HOLD_SENDS = """() => {
    const emit = window.socket.emit;
    const held = [];
    window.release = () => { window.socket.emit = emit; held.forEach((args) => emit.apply(window.socket, args)); };
    window.socket.emit = function (name, message) {
        if (name !== "event" || !JSON.stringify(message).includes("body")) return emit.apply(this, arguments);
        held.push(arguments);
        return this;
    };
}"""

REPEAT_ALL = """() => {
    const emit = window.socket.emit;
    window.socket.emit = function (...args) { emit.apply(this, args); return emit.apply(this, args); };
}"""

GAP = """const log = document.querySelector("#messages");
    const gap = log.scrollHeight - log.scrollTop - log.clientHeight;"""

IS_NARROW = """[document.documentElement, document.querySelector("#messages")].every(
    (box) => box.scrollWidth <= box.clientWidth
)"""


def test_enter_sends_and_shift_enter_breaks_the_line(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    height = adam.composer.evaluate("box => box.clientHeight")
    adam.composer.press_sequentially("one")
    adam.composer.press("Shift+Enter")
    adam.composer.press_sequentially("two")
    assert adam.composer.evaluate("box => box.clientHeight") > height
    adam.composer.press("Enter")
    adam.sees("one\ntwo")
    assert adam.bodies() == ["one\ntwo"]
    expect(adam.composer).to_have_value("")
    expect(adam.composer).to_be_focused()


def test_the_button_sends_too_and_nothing_but_spaces_is_not_sent(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    adam.composer.fill("  \n ")
    expect(adam.button("Send")).to_be_disabled()
    adam.composer.press("Enter")
    adam.composer.fill("by button")
    adam.button("Send").click()
    adam.sees("by button")
    assert adam.bodies() == ["by button"]


def test_enter_belongs_to_an_input_method_while_it_composes(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    adam.composer.fill("にほんご")
    adam.composer.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    adam.composer.dispatch_event("keydown", {"key": "Enter", "keyCode": 229, "bubbles": True})
    expect(adam.composer).to_have_value("にほんご")
    assert adam.page.locator("#messages [data-author]").count() == 0


def test_a_draft_stays_with_its_room_through_room_changes_and_reloads(adam: Person, new_room) -> None:
    here, there = new_room(), new_room()
    adam.opens(here)
    adam.composer.fill("half a thought")
    adam.page.locator(f"#rooms-{there.id}").click()
    expect(adam.page.get_by_role("heading", name=there.name)).to_be_visible()
    expect(adam.composer).to_have_value("")
    adam.composer.fill("another")
    adam.page.locator(f"#rooms-{here.id}").click()
    expect(adam.composer).to_have_value("half a thought")
    adam.page.reload()
    expect(adam.composer).to_have_value("half a thought")
    adam.page.go_back()
    expect(adam.composer).to_have_value("another")


def test_a_message_may_have_4000_characters_whatever_their_kind(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    adam.composer.fill("😀" * 4001)
    note = adam.page.locator(".composer-note")
    expect(note).to_contain_text("1 character too long: the limit is 4,000")
    adam.composer.press("Enter")
    expect(adam.composer).to_have_value("😀" * 4001)
    adam.composer.fill("😀" * 3990)
    expect(note).to_have_text("10 characters left")
    adam.composer.fill("😀" * 4000)
    adam.composer.press("Enter")
    expect(adam.rows).to_have_count(1)
    assert Message.get(Message.room == room.id).body == "😀" * 4000


def test_ten_quick_messages_keep_their_order(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.opens(room)
    blake.opens(room)
    texts = [f"number {n}" for n in range(10)]
    adam.says(*texts)
    expect(blake.rows).to_have_count(10)
    assert blake.bodies() == texts
    expect(adam.rows).to_have_count(10)
    assert adam.bodies() == texts


def test_an_unanswered_message_stays_pending_and_goes_out_once(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.opens(room)
    blake.opens(room)
    adam.page.evaluate(SWALLOW_SENDS)
    adam.says("is anybody there")
    expect(adam.row("is anybody there")).to_have_attribute("data-pending", "")
    adam.page.evaluate("window.restore()")
    adam.loses_the_connection()
    adam.gets_it_back()
    blake.sees("is anybody there")
    adam.sees("is anybody there")
    expect(adam.page.locator("[data-pending]")).to_have_count(0)


def test_pending_messages_survive_a_reload(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    adam.page.evaluate(SWALLOW_SENDS)
    adam.says("first", "second")
    expect(adam.page.locator("[data-pending]")).to_have_count(2)
    adam.page.reload()
    expect(adam.rows).to_have_count(2)
    assert adam.bodies() == ["first", "second"]
    expect(adam.page.locator("[data-pending]")).to_have_count(0)


def test_what_the_server_rejects_fails_visibly_and_can_be_tried_again(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    Room.update(kind="closed").where(Room.id == room.id).execute()
    Membership.update(left_at=1).where(Membership.room == room.id).execute()  # without telling the page
    adam.says("into the void", "me too")
    failed = adam.page.locator("[data-failed]")
    expect(failed).to_have_count(2)
    expect(failed.first).to_contain_text("Room not found.")
    Membership.update(left_at=None).where(Membership.room == room.id).execute()
    adam.button("Discard").last.click()
    expect(failed).to_have_count(1)
    adam.button("Undo").click()
    expect(failed.last).to_contain_text("me too")
    adam.button("Discard").last.click()
    adam.button("Retry").click()
    adam.sees("into the void")
    assert adam.bodies() == ["into the void"]
    expect(failed).to_have_count(0)


def test_hostile_text_is_only_text(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.opens(room)
    blake.opens(room)
    adam.says(*HOSTILE)
    for _ in range(2):
        for one in (adam, blake):
            expect(one.rows).to_have_count(len(HOSTILE))
            assert one.bodies() == [text.replace("`", "") for text in HOSTILE]  # they make it code
            assert one.page.evaluate("window.pwned") is None
            assert one.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        blake.page.reload()


def test_what_the_server_is_slow_to_answer_is_never_stored_twice(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.page.clock.install()
    adam.opens(room)
    blake.opens(room)
    adam.page.evaluate(HOLD_SENDS)
    adam.says("only once")
    expect(adam.row("only once")).to_have_attribute("data-pending", "")
    adam.page.clock.fast_forward(21_000)  # it is sent again, and is still no failure
    expect(adam.row("only once")).to_have_attribute("data-pending", "")
    adam.page.evaluate("window.release()")  # now both arrive
    adam.says("and on")
    blake.sees("only once", "and on")
    expect(adam.page.locator(".pending-messages .message")).to_have_count(0)
    assert adam.bodies() == blake.bodies() == ["only once", "and on"]
    assert Message.select().where(Message.room == room.id).count() == 2


def test_a_request_that_arrives_twice_is_one_message(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.opens(room)
    blake.opens(room)
    adam.page.evaluate(REPEAT_ALL)
    adam.says("echo", "and silence")
    blake.sees("echo", "and silence")
    adam.sees("echo", "and silence")
    assert adam.bodies() == blake.bodies() == ["echo", "and silence"]


def test_a_failed_message_is_seen_whole_and_survives_a_reload(adam: Person, room: TestRoom) -> None:
    room.add(60, "Rachel")
    adam.opens(room)
    adam.page.evaluate("document.querySelector('.room-view').roomView.send('no'.repeat(2001))")
    expect(adam.button("Retry")).to_be_in_viewport(ratio=1)
    adam.page.reload()
    expect(adam.page.locator("[data-failed]")).to_contain_text("nonono")
    adam.button("Discard").click()
    expect(adam.page.locator("[data-failed]")).to_have_count(0)
    adam.page.reload()
    adam.is_live()
    expect(adam.rows).to_have_count(50)
    expect(adam.page.locator(".pending-messages .message")).to_have_count(0)


def test_the_end_stays_in_sight_while_the_textbox_grows(adam: Person, room: TestRoom) -> None:
    room.add(60, "Rachel")
    adam.opens(room)
    adam.composer.fill("one more line\n" * 12)
    expect(adam.row("message 60")).to_be_in_viewport(ratio=1)
    adam.page.wait_for_function(f"() => {{ {GAP} return gap <= 2; }}")


def test_hostile_text_is_only_text_while_it_is_pending_and_being_edited(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    adam.page.evaluate(HOLD_SENDS)
    adam.says(*HOSTILE)
    pending = adam.page.locator("[data-pending] .message-body")
    expect(pending).to_have_count(len(HOSTILE))
    assert pending.evaluate_all("bodies => bodies.map((body) => body.textContent)") == HOSTILE
    assert adam.page.evaluate(IS_NARROW)
    adam.page.evaluate("window.release()")
    expect(adam.rows).to_have_count(len(HOSTILE))
    for place, text in enumerate(HOSTILE):
        adam.rows.nth(place).hover()
        adam.button("Edit message").click()
        expect(adam.editor).to_have_value(text)
        assert adam.page.evaluate("window.pwned") is None
        assert adam.page.evaluate(IS_NARROW)
        adam.editor.press("Escape")


def test_an_emoji_newer_than_the_servers_tables_is_a_message(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    adam.says("\U0001fae8")
    adam.sees("\U0001fae8")


def test_who_writes_too_fast_loses_nothing(adam: Person, blake: Person, room: TestRoom) -> None:
    blake.opens(room)
    adam.opens(room).says(*(f"number {number}." for number in range(1, 25)))
    blake.sees(*(f"number {number}." for number in range(1, 25)))
    expect(adam.page.locator("[data-pending]")).to_have_count(0)
    expect(adam.page.locator("[data-failed]")).to_have_count(0)
    assert adam.bodies() == [f"number {number}." for number in range(1, 25)]


def test_where_the_browser_keeps_nothing_one_talks_all_the_same(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('blocked') } })")
    adam.opens(room)
    blake.opens(room)
    adam.says("nothing is kept here")
    blake.sees("nothing is kept here")
    adam.sees("nothing is kept here")
    adam.stored("nothing is kept here").hover()
    adam.button("Add reaction").click()
    adam.page.keyboard.press("Escape")
