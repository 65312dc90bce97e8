"""Forms, fields and texts in rows: what was entered stays, what nobody has touched follows the new HTML."""

import pytest
from playwright.sync_api import expect

from tests.browser.elements.tab import Tab

pytestmark = pytest.mark.long

NAMES = ["id", "name", "remove", "attributes", "dataset", "children", "className"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("html", ["<form><i>{1}</i>{0}</form>", "<li><form><i>{1}</i>{0}</form></li>"])
def test_a_form_survives_fields_of_any_name(tab: Tab, html: str, name: str) -> None:
    tab.makes(items=[1, [2, html.format(f"<input name={name}>", "old")], 3])
    field = tab.row(2).locator("input")
    field.fill("typed")
    field.evaluate("field => { field.form.marked = true }")
    tab.does("update_item", [2, html.format(f"<input name={name}>", "new")])
    expect(tab.row(2).locator("i")).to_have_text("new")
    expect(field).to_have_value("typed")
    assert field.evaluate("field => field.form.marked && field === document.activeElement")
    tab.does("remove_by_dom_id", "list-2")
    assert tab.keys() == "1 3"


def test_a_pressed_action_does_not_submit_its_form(tab: Tab) -> None:
    tab.makes(items=[[1, "<li><form><input name=q><button data-action=save>Save</button></form></li>"]])
    for press in (
        lambda: tab.page.get_by_role("button").click(),
        lambda: tab.page.get_by_role("textbox").press("Enter"),
    ):
        press()
    tab.is_served()
    assert [action[0] for action in tab.tells()["actions"]] == ["save", "save"]


def test_a_focused_field_that_nobody_has_touched_shows_the_newest(tab: Tab) -> None:
    html = "<li><input value={0}><textarea>{0}</textarea></li>"
    for kind in ("input", "textarea"):
        tab.makes(items=[[1, html.format("old")]])
        field = tab.row(1).locator(kind)
        field.focus()
        for text in ("new", "newer"):
            tab.does("update_item", [1, html.format(text)])
        expect(field).to_be_focused()
        field.blur()
        expect(field).to_have_value("newer")
        field.fill("typed")
        tab.does("update_item", [1, html.format("newest")])
        expect(field).to_have_value("typed")


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [("range", "500", "70"), ("range", "50.4", "70"), ("color", "red", "#112233"), ("number", "many", "5")],
)
def test_what_the_browser_shows_in_another_way_is_not_taken_for_typed(tab: Tab, kind: str, old: str, new: str) -> None:
    html = f"<li><input type={kind} value='{{}}'></li>"
    tab.makes(items=[[1, html.format(new)]])
    for value in (old, new):
        tab.does("update_item", [1, html.format(value)])
    expect(tab.row(1).locator("input")).to_have_value(new)


@pytest.mark.parametrize("field", ["<input>", "<input name=q>", "<input id=q>"])
@pytest.mark.parametrize(
    "place", ["<b>a</b><i>b</i>{}", "<i>b</i>{}<b>a</b>", "<p><u>{}</u></p>", "<label>{}</label><b>a</b>"]
)
@pytest.mark.parametrize("moves", [True, False], ids=["moveBefore", "insertBefore"])
def test_the_focused_field_moves_inside_its_row(tab: Tab, field: str, place: str, *, moves: bool) -> None:
    tab.makes(items=[[1, f"<li>{field}<b>a</b><i>b</i></li>"]])
    box = tab.row(1).locator("input")
    box.press_sequentially("typed")
    box.evaluate("box => box.setSelectionRange(1, 3)")
    if not moves:
        tab.page.evaluate("() => { window.kept = Element.prototype.moveBefore; delete Element.prototype.moveBefore }")
    tab.does("update_item", [1, f"<li>{place.format(field)}</li>"])
    if not moves:
        tab.page.evaluate("() => { Element.prototype.moveBefore = window.kept }")
    expect(box).to_be_focused()
    expect(box).to_have_value("typed")
    assert box.evaluate("box => [box.selectionStart, box.selectionEnd, box.getAttribute('tabindex')]") == [1, 3, None]


def test_text_typed_into_an_editable_element_stays_until_the_server_has_it(tab: Tab) -> None:
    html = "<li><i>{0}</i><p contenteditable>{1}</p><button>elsewhere</button></li>"
    tab.makes(items=[[1, html.format("1", "start")]])
    text = tab.row(1).locator("p")
    text.press("End")
    text.press_sequentially(" typed")
    tab.row(1).get_by_role("button").focus()
    for note in ("2", "3"):
        tab.does("update_item", [1, html.format(note, "start")])
        expect(tab.row(1).locator("i")).to_have_text(note)
        expect(text).to_have_text("start typed")
    tab.does("update_item", [1, html.format("4", "start typed")])
    tab.does("update_item", [1, html.format("5", "changed elsewhere")])
    expect(text).to_have_text("changed elsewhere")


def test_attributes_that_scripts_own_stay(tab: Tab) -> None:
    html = "<li><b class='{0}' title={0} data-keep-attrs='class hidden'>{0}</b></li>"
    tab.makes(items=[[1, html.format("old")]])
    tab.row(1).locator("b").evaluate("b => { b.className = 'mine'; b.hidden = true; b.title = 'mine' }")
    tab.does("update_item", [1, html.format("new")])
    read = "b => [b.className, b.hidden, b.title, b.textContent]"
    assert tab.row(1).locator("b").evaluate(read) == ["mine", True, "new", "new"]


@pytest.mark.parametrize("checked", [" checked", ""])
def test_the_choice_among_radio_buttons_stays_with_the_reader(tab: Tab, checked: str) -> None:
    html = "<li><input type=radio name=size value=s{}><input type=radio name=size value=l><i>{}</i></li>"
    tab.makes(items=[[1, html.format(checked, "old")]])
    tab.row(1).locator("[value=l]").check()
    for now, text in (("", "new"), (" checked", "newer")):
        tab.does("update_item", [1, html.format(now, text)])
        expect(tab.row(1).locator("i")).to_have_text(text)
        expect(tab.row(1).locator("[value=l]")).to_be_checked()


def test_of_radio_buttons_that_nobody_has_touched_the_newest_is_chosen(tab: Tab) -> None:
    html = "<li><input type=radio name=size value=s {}><input type=radio name=size value=l {}></li>"
    tab.makes(items=[[1, html.format("checked", "")]])
    tab.does("update_item", [1, html.format("", "checked")])
    expect(tab.row(1).locator("[value=l]")).to_be_checked()
    tab.does("update_item", [1, html.format("checked", "")])
    expect(tab.row(1).locator("[value=s]")).to_be_checked()
