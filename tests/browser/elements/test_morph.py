"""An update that puts something before what the reader uses, or takes it away, leaves that in the reader's hands."""

import pytest
from playwright.sync_api import expect

from tests.browser.elements.tab import Tab

pytestmark = pytest.mark.long

NOTE = {"name": "note.txt", "mimeType": "text/plain", "buffer": b"note"}
NESTED = """
async def run(tab):
    with ui.teleport("#list-1 .inner"):
        tab.streams["in"] = Stream("in", render=lambda item: item.text, scroll=False)
        tab.streams["in"].append(as_item([1, "<li>one</li>"]))
"""

ROWS = {
    "put-before": ("<div><p>text</p>{}</div>", "<div><p>text</p><em>edited</em>{}</div>"),
    "taken-away": ("<div><p>text</p><em>edited</em>{}</div>", "<div><p>text</p>{}</div>"),
    "one-of-its-kind-put-before": ("<div><div>old</div>{}</div>", "<div><div>new</div><div class=new></div>{}</div>"),
    "one-of-its-kind-taken-away": ("<div><div class=old>x</div>{}</div>", "<div>{}</div>"),
    "several": ("<div><i>a</i><b>b</b>{}<u>c</u></div>", "<div><s>d</s>words<b>b</b><s>e</s>{}<s>f</s></div>"),
    "further-in": ("<div><div>{}</div></div>", "<div><h3>edited</h3><div><em>edited</em>{}</div></div>"),
}
changes = pytest.mark.parametrize(("old", "new"), ROWS.values(), ids=ROWS)


@changes
def test_text_being_typed_stays(tab: Tab, old: str, new: str) -> None:
    tab.makes(items=[[1, old.format("<input>")]])
    box = tab.row(1).get_by_role("textbox")
    box.press_sequentially("typed text")
    box.evaluate("box => box.setSelectionRange(2, 5)")
    tab.does("update_item", [1, new.format("<input>")])
    expect(box).to_be_focused()
    expect(box).to_have_value("typed text")
    assert box.evaluate("box => [box.selectionStart, box.selectionEnd]") == [2, 5]


@changes
def test_opened_details_and_a_stream_inside_stay(tab: Tab, old: str, new: str) -> None:
    what = "<div class=inner></div><details><summary>more</summary>and more</details>"
    tab.makes(items=[[1, old.format(what)]]).runs(NESTED)
    tab.shows("1", "in")
    tab.marks(1, name="in")
    tab.row(1).locator("summary").click()
    tab.does("update_item", [1, new.format(what)])
    expect(tab.row(1).get_by_text("and more")).to_be_visible()
    tab.does("append", [2, "<li>two</li>"], on="in")
    tab.shows("1 2", "in")
    assert tab.marked("in") == "1"


def test_a_field_of_another_name_does_not_take_what_was_typed(tab: Tab) -> None:
    tab.makes(items=[[1, "<div><input name=b></div>"]])
    tab.row(1).get_by_role("textbox").press_sequentially("typed")
    tab.does("update_item", [1, "<div><input name=a><input name=b></div>"])
    values = tab.row(1).locator("input").evaluate_all("all => all.map(({ name, value }) => [name, value])")
    assert values == [["a", ""], ["b", "typed"]]


def test_what_has_an_id_may_still_go_anywhere(tab: Tab) -> None:
    tab.makes(items=[[1, "<div><p>a</p><p>b</p><input id=box></div>"]])
    tab.row(1).get_by_role("textbox").fill("typed")
    tab.row(1).get_by_role("textbox").evaluate("box => { box.marked = true }")
    for html in ("<div><input id=box><p>a</p><p>b</p></div>", "<div><i>!</i><p>b</p><u><input id=box></u></div>"):
        tab.does("update_item", [1, html])
        assert tab.row(1).evaluate("row => row.outerHTML").replace('"', "").count("id=box") == 1
        assert tab.row(1).locator("#box").evaluate("box => [box.marked, box.value]") == [True, "typed"]


def test_what_the_row_becomes_is_what_was_drawn(tab: Tab) -> None:
    """Whatever stood there before: children are taken over only where they end up the same."""
    drawn = [text.format("<input><!--mark-->") for pair in ROWS.values() for text in pair]
    drawn += ["<div></div>", "<div>words</div>"]
    drawn += [f"<div>{'<p>a</p><i>b</i>' * 60}</div>", f"<div>{'<i>b</i>' * 99}</div>"]
    tab.makes(items=[[1, drawn[0]]])
    pairs = [each for other in drawn for pair in zip([other] * len(drawn), drawn, strict=True) for each in pair]
    wrong = tab.stream().evaluate(
        """(list, drawn) => drawn.filter((html) => {
            list.stream.apply([["insert", [["1", html]]]]);
            const template = Object.assign(document.createElement("template"), { innerHTML: html });
            return list.querySelector("[data-key='1']").innerHTML !== template.content.firstElementChild.innerHTML;
        })""",
        pairs,
    )
    assert wrong == []


@pytest.mark.parametrize("title", ["old", "new"])
def test_chosen_files_and_options_stay(tab: Tab, title: str) -> None:
    html = "<div>{0}<input type=file title={1}><select title={1}><option>a<option>b<option>c</select></div>"
    tab.makes(items=[[1, html.format("", "old")]])
    tab.row(1).locator("input").set_input_files(NOTE)
    tab.row(1).locator("select").select_option("b")
    tab.does("update_item", [1, html.format("<em>edited</em>", title)])
    assert tab.row(1).locator("input").evaluate("box => box.files[0]?.name") == "note.txt"
    assert tab.row(1).locator("select").input_value() == "b"
    assert tab.row(1).locator("select").get_attribute("title") == title


def test_several_options_stay_chosen_though_others_come(tab: Tab) -> None:
    html = "<div><select multiple>{}<option>a<option>b<option>c</select></div>"
    tab.makes(items=[[1, html.format("")]])
    tab.row(1).locator("select").select_option(["a", "c"])
    tab.does("update_item", [1, html.format("<option selected>new")])
    chosen = "select => [...select.selectedOptions].map((option) => option.value)"
    assert tab.row(1).locator("select").evaluate(chosen) == ["a", "c"]


def test_options_that_nobody_has_chosen_follow_the_new_html(tab: Tab) -> None:
    html = "<div><select><option {}>a<option {}>b</select></div>"
    tab.makes(items=[[1, html.format("", "")]])
    for chosen in ("b", "a"):
        tab.does("update_item", [1, html.format(*("selected" if chosen == name else "" for name in "ab"))])
        assert tab.row(1).locator("select").input_value() == chosen


def test_words_being_written_into_the_row_itself_stay(tab: Tab) -> None:
    html = "<div><i>{0}</i><p contenteditable title={0}>start</p></div>"
    tab.makes(items=[[1, html.format("old")]])
    tab.row(1).locator("p").press("End")
    tab.row(1).locator("p").press_sequentially(" typed")
    tab.does("update_item", [1, html.format("new")])
    expect(tab.row(1).locator("i")).to_have_text("new")
    expect(tab.row(1).locator("p")).to_have_text("start typed")


def test_an_open_dialog_stays_open(tab: Tab) -> None:
    html = "<div><dialog><p>{}</p></dialog></div>"
    tab.makes(items=[[1, html.format("old")]])
    tab.row(1).locator("dialog").evaluate("dialog => dialog.showModal()")
    tab.does("update_item", [1, html.format("new")])
    expect(tab.row(1).get_by_text("new")).to_be_visible()
    assert tab.row(1).locator("dialog").evaluate("dialog => dialog.open && dialog.matches(':modal')")
