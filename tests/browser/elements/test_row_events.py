"""What people do in rows reaches the program as actions: forms, fields, keys, and buttons that are busy meanwhile."""

import pytest
from playwright.sync_api import expect

from tests.browser.elements.tab import Tab

pytestmark = pytest.mark.long

FORM = """<li><form data-action=save data-list=7>
    <input name=text aria-label=text><input name=id type=hidden value=5>
    <label><input type=checkbox name=tag value=a checked>a</label><label><input type=checkbox name=tag value=b>b</label>
    <button name=way value=draft>Draft</button><button data-action=drop>Drop</button></form></li>"""


def actions(tab: Tab) -> list[list[object]]:
    tab.is_served()
    return list(tab.tells()["actions"])


def field(tab: Tab, attributes: str, kind: str = "input") -> None:
    tab.makes(items=[[1, f"<li><{kind} aria-label=field {attributes}></{kind}></li>"]])


# ---- forms


def test_a_form_sends_its_fields(tab: Tab) -> None:
    tab.makes(items=[[1, FORM]])
    tab.page.get_by_label("text").fill("hello")
    tab.page.get_by_label("b", exact=True).check()
    tab.page.get_by_role("button", name="Draft").click()
    fields = {"list": "7", "text": "hello", "id": "5", "tag": "a\nb", "way": "draft"}
    assert actions(tab) == [["save", "1", fields]]


def test_enter_submits_as_the_forms_first_button_does_and_the_page_stays(tab: Tab) -> None:
    form = "<li><form data-action=save><input name=text aria-label=text></form></li>"
    tab.makes(items=[[1, form]])
    url = tab.page.url
    tab.page.get_by_label("text").fill("hello")
    tab.page.get_by_label("text").press("Enter")
    assert actions(tab) == [["save", "1", {"text": "hello"}]]
    assert tab.page.url == url


def test_a_button_in_a_form_has_an_action_of_its_own_and_leaves_no_page(tab: Tab) -> None:
    for form in (FORM, "<li><form><button data-action=drop>Drop</button></form></li>"):
        tab.makes(items=[[1, form]])
        url = tab.page.url
        tab.page.get_by_role("button", name="Drop").click()
        assert actions(tab) == [["drop", "1", {}]]
        assert tab.page.url == url


def test_a_form_that_its_browser_finds_incomplete_is_not_sent(tab: Tab) -> None:
    tab.makes(items=[[1, "<li><form data-action=save><input name=text required><button>Save</button></form></li>"]])
    tab.page.get_by_role("button", name="Save").click()
    assert actions(tab) == []


def test_each_change_of_a_form_may_be_an_action(tab: Tab) -> None:
    tab.makes(items=[[1, "<li><form data-action=check data-on=change><input name=text aria-label=text></form></li>"]])
    url = tab.page.url
    tab.page.get_by_label("text").fill("a")
    tab.page.get_by_label("text").press("Enter")
    assert actions(tab) == [["check", "1", {"text": "a"}]]
    assert tab.page.url == url


# ---- other events


def test_a_change_sends_what_a_field_says(tab: Tab) -> None:
    field(tab, "data-action=rename data-on=change data-list=7")
    tab.page.get_by_label("field").fill("Ada")
    tab.page.get_by_label("field").click()  # which is no action of its own
    tab.page.get_by_label("field").blur()
    assert actions(tab) == [["rename", "1", {"list": "7", "value": "Ada"}]]


def test_a_check_box_says_whether_it_is_checked(tab: Tab) -> None:
    field(tab, "type=checkbox value=done data-action=tick data-on=change")
    tab.page.get_by_label("field").check()
    tab.page.get_by_label("field").uncheck()
    assert actions(tab) == [["tick", "1", {"value": "done"}], ["tick", "1", {"value": ""}]]


def test_keys_are_told_apart(tab: Tab) -> None:
    field(tab, "data-action=key data-on='keydown.enter|keydown.shift.up keydown.esc'")
    for key in ("a", "Enter", "ArrowUp", "Shift+ArrowUp", "Escape"):
        tab.page.get_by_label("field").press(key)
    assert [args["key"] for _, _, args in actions(tab)] == ["Enter", "ArrowUp", "Escape"]  # type: ignore[index, call-overload]


def test_keys_of_an_input_method_are_not_the_readers(tab: Tab) -> None:
    field(tab, "data-action=key data-on=keydown.enter")
    for composing in ("{ isComposing: true }", "{ keyCode: 229 }"):
        tab.page.get_by_label("field").evaluate(
            f"f => f.dispatchEvent(new KeyboardEvent('keydown', {{ key: 'Enter', bubbles: true, ...{composing} }}))"
        )
    assert actions(tab) == []


def test_focus_and_blur_are_events_like_others(tab: Tab) -> None:
    field(tab, "data-action=look data-on='focus blur' value=x")
    tab.page.get_by_label("field").focus()
    tab.page.get_by_label("field").blur()
    assert actions(tab) == [["look", "1", {"value": "x"}]] * 2


@pytest.mark.parametrize("end", ["blur", "press", "wait"])
def test_a_debounced_event_is_sent_once_things_calm_down_or_something_else_is_done(tab: Tab, end: str) -> None:
    wait = 1 if end == "wait" else "blur" if end == "blur" else 100_000
    typed = f"<li><input aria-label=field data-action=type data-on=input data-debounce={wait}></li>"
    tab.makes(items=[[1, typed], [2, "<li><button data-action=go>Go</button></li>"]])
    tab.page.get_by_label("field").press_sequentially("ab")
    if end == "wait":
        tab.waits_until(lambda: actions(tab)[-1:] == [["type", "1", {"value": "ab"}]])
        return
    assert actions(tab) == []
    if end == "blur":
        tab.page.get_by_label("field").blur()
    else:
        tab.page.get_by_role("button", name="Go").evaluate("button => button.click()")
    assert actions(tab) == [["type", "1", {"value": "ab"}], ["go", "2", {}]][: 1 if end == "blur" else 2]


@pytest.mark.parametrize("how", ["removed", "leaving", "unmounted"])
def test_a_debounced_event_is_sent_for_its_row_when_that_is_removed(tab: Tab, how: str) -> None:
    leaving = {"leaving": "goes"} if how == "leaving" else {}
    style = "<style>@keyframes fade { from { opacity: 0 } } .goes { animation: fade 50ms }</style>"
    typed = f"<li>{style}<input aria-label=field data-action=type data-on=input data-debounce=100000></li>"
    tab.makes(items=[[1, typed], 2], **leaving)
    tab.page.get_by_label("field").evaluate(  # without the focus, which it would lose with the row
        "field => { field.value = 'ab'; field.dispatchEvent(new InputEvent('input', { bubbles: true })) }"
    )
    if how == "unmounted":
        sent = tab.stream().evaluate("""list => {
            const sent = [];
            list.addEventListener("stream:action", ({ detail }) => sent.push(detail.key, detail.args.value));
            list.stream.events.stop();
            return sent;
        }""")
        assert sent == ["1", "ab"]
    else:
        tab.does("remove", 1)
        tab.waits_until(lambda: actions(tab) == [["type", "1", {"value": "ab"}]])


def test_scripts_hear_of_events_first_and_may_keep_them(tab: Tab) -> None:
    field(tab, "data-action=rename data-on=change")
    tab.stream().evaluate(
        """list => list.addEventListener("stream:action", (event) => {
            list.heard = event.detail;
            event.preventDefault();
        })"""
    )
    tab.page.get_by_label("field").fill("Ada")
    tab.page.get_by_label("field").blur()
    assert actions(tab) == []
    heard = tab.stream().evaluate("list => list.heard")
    assert heard == {"action": "rename", "key": "1", "args": {"value": "Ada"}}


# ---- busy buttons

SAVE = "<li><button data-action=save data-busy='Saving…'><b>Save</b></button></li>"

BUSY = """
async def run(tab):
    tab.go_on, tab.saved = asyncio.Event(), 0

    async def save(action, key, args):
        tab.saved += 1
        await tab.go_on.wait()
        if tab.is_broken:
            raise RuntimeError("broken, as the test wants it")

    with tab.client.content:
        tab.stream = Stream("busy", render=lambda item: item.text, items=[as_item([1, HTML])], on_action=save)
"""


def shows_busy(tab: Tab, html: str = SAVE) -> None:
    tab.makes().runs(BUSY.replace("HTML", repr(html)))


def goes_on(tab: Tab) -> int:
    return int(tab.runs("async def run(tab): tab.go_on.set(); return tab.saved"))


@pytest.mark.parametrize("is_broken", [False, True])
def test_a_busy_button_says_so_until_its_action_is_dealt_with(tab: Tab, is_broken: bool) -> None:
    shows_busy(tab)
    tab.tells(is_broken=is_broken)
    button = tab.page.get_by_role("button")
    button.click()
    expect(button).to_have_text("Saving…")
    expect(button).to_have_attribute("aria-busy", "true")
    button.click()  # is not sent again
    assert goes_on(tab) == 1
    expect(button).to_have_text("Save")
    assert button.evaluate("button => [button.innerHTML, button.ariaBusy]") == ["<b>Save</b>", None]
    if is_broken:
        assert tab.tells()["logged"] == ["broken, as the test wants it"]


def test_a_forms_button_is_busy_while_the_form_is_dealt_with(tab: Tab) -> None:
    shows_busy(tab, "<li><form data-action=save><input name=a><button data-busy='Saving…'>Save</button></form></li>")
    tab.page.get_by_role("textbox").press("Enter")
    expect(tab.page.get_by_role("button")).to_have_text("Saving…")
    tab.page.get_by_role("textbox").press("Enter")
    assert goes_on(tab) == 1
    expect(tab.page.get_by_role("button")).to_have_text("Save")


def test_an_update_of_the_row_meanwhile_wins(tab: Tab) -> None:
    shows_busy(tab)
    tab.page.get_by_role("button").click()
    expect(tab.page.get_by_role("button")).to_have_text("Saving…")
    tab.runs(f"async def run(tab): tab.stream.update_item(as_item([1, {SAVE.replace('Save', 'Saved')!r}]))")
    expect(tab.page.get_by_role("button")).to_have_text("Saved")
    goes_on(tab)
    expect(tab.page.get_by_role("button")).to_have_text("Saved")


def test_a_lost_connection_leaves_no_button_busy(tab: Tab) -> None:
    shows_busy(tab)
    tab.page.get_by_role("button").click()
    expect(tab.page.get_by_role("button")).to_have_text("Saving…")
    tab.loses_the_connection()
    expect(tab.page.get_by_role("button")).to_have_text("Save")
    tab.gets_it_back()
    goes_on(tab)


def test_without_anybody_to_answer_no_button_is_busy(tab: Tab) -> None:
    tab.makes()
    tab.runs(f"async def run(tab): Stream('busy', render=lambda item: item.text, items=[as_item([1, {SAVE!r}])])")
    tab.page.get_by_role("button").click()
    expect(tab.page.get_by_role("button")).to_have_text("Save")
