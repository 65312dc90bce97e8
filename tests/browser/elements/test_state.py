"""What the reader does inside a row survives the row's updates, and those of all others."""

import pytest
from playwright.sync_api import expect

from tests.browser.elements.tab import Tab

RICH = """<div><style>
  pre { height: 3em; overflow: auto }
  .turn { animation: turn 9s linear infinite }
  @keyframes turn { to { rotate: 1turn } }
</style>
<b>TEXT</b> <i class=TEXT>TEXT</i>
<p>some words to select</p>
<input placeholder=HINT><textarea placeholder=HINT></textarea><input type=checkbox title=HINT>
<details><summary>more</summary>and more</details>
<pre>LINES</pre>
<span class=turn>*</span></div>""".replace("LINES", "line\n" * 50)


def rich(key: object, text: str = "old", hint: str = "hint") -> list[object]:
    return [key, RICH.replace("TEXT", text).replace("HINT", hint)]


# Films a canvas, and has each video of the page play that.
FILM = """async () => {
    const canvas = document.createElement("canvas");
    const paint = () => {
        canvas.getContext("2d").fillRect(Math.random() * 300, 0, 9, 9);
        requestAnimationFrame(paint);
    };
    paint();
    const videos = [...document.querySelectorAll("video")];
    window.stopped = 0;
    for (const video of videos) {
        video.srcObject = canvas.captureStream(30);
        video.addEventListener("pause", () => { window.stopped += 1 });
        await video.play();
    }
    const moves = (video) => new Promise((moved) => video.requestVideoFrameCallback(moved));
    window.playsOn = () => Promise.all(videos.map((video) => video.isConnected && !video.paused && moves(video)));
    await window.playsOn();
}"""


def focused(tab: Tab) -> str:
    """Tell which row, and what in it, has the focus."""
    return tab.page.evaluate(
        """() => {
            const { activeElement } = document;
            return `${activeElement.closest("[data-key]")?.dataset.key} ${activeElement.localName}`;
        }"""
    )


def test_an_update_leaves_alone_all_that_did_not_change(tab: Tab) -> None:
    tab.makes(items=[rich(1), rich(2)])
    tab.stream().evaluate(
        """list => {
            list.nodes = [...list.querySelectorAll("*")];
            list.changes = [];
            new MutationObserver((all) => all.forEach(({ target }) => list.changes.push(target.nodeName))).observe(
                list, { subtree: true, childList: true, attributes: true, characterData: true });
        }"""
    )
    tab.does("update_item", rich(1))
    assert tab.stream().evaluate("list => list.changes") == []
    tab.does("update_item", rich(2, "new"))
    assert sorted(tab.stream().evaluate("list => list.changes")) == ["#text", "#text", "I"]
    assert tab.stream().evaluate("list => list.nodes.every((node) => node.isConnected)")
    expect(tab.row(2).locator("i.new")).to_have_text("new")


@pytest.mark.parametrize("hint", ["hint", "other"])
@pytest.mark.parametrize("box", ["input >> nth=0", "textarea"])
def test_focus_caret_and_text_being_typed_stay(tab: Tab, box: str, hint: str) -> None:
    tab.makes(items=[rich(1), rich(2)])
    tab.row(1).locator(box).press_sequentially("typed text")
    tab.row(1).locator(box).evaluate("box => box.setSelectionRange(2, 5)")
    for key in (1, 2):
        tab.does("update_item", rich(key, "new", hint))
    box_now = tab.row(1).locator(box)
    expect(box_now).to_be_focused()
    expect(box_now).to_have_value("typed text")
    expect(box_now).to_have_attribute("placeholder", hint)
    assert box_now.evaluate("box => [box.selectionStart, box.selectionEnd]") == [2, 5]
    tab.page.keyboard.type("X")
    expect(box_now).to_have_value("tyX text")


def test_typed_text_stays_where_the_focus_has_left_too(tab: Tab) -> None:
    tab.makes(items=[rich(1)])
    tab.row(1).locator("input").first.fill("typed")
    tab.row(1).locator("textarea").fill("written")
    tab.row(1).get_by_role("checkbox").check()
    tab.does("update_item", rich(1, "new", "other"))
    expect(tab.row(1).locator("textarea")).to_be_visible()
    expect(tab.row(1).locator("input").first).to_have_value("typed")
    expect(tab.row(1).locator("textarea")).to_have_value("written")
    expect(tab.row(1).get_by_role("checkbox")).to_be_checked()


def test_what_nobody_has_touched_follows_the_new_html(tab: Tab) -> None:
    tab.makes(items=[[1, "<div><input value=old><input type=checkbox></div>"]])
    tab.does("update_item", [1, "<div><input value=new><input type=checkbox checked></div>"])
    expect(tab.row(1).get_by_role("textbox")).to_have_value("new")
    expect(tab.row(1).get_by_role("checkbox")).to_be_checked()


def test_a_box_that_was_ticked_here_may_be_unticked_elsewhere(tab: Tab) -> None:
    box = "<div><input type=checkbox {}>{}</div>"
    tab.makes(items=[[1, box.format("", "")]])
    tab.row(1).get_by_role("checkbox").check()
    tab.does("update_item", [1, box.format("", "not yet taken")])
    expect(tab.row(1).get_by_role("checkbox")).to_be_checked()
    tab.does("update_item", [1, box.format("checked", "taken")])
    expect(tab.row(1).get_by_role("checkbox")).to_be_checked()
    tab.does("update_item", [1, box.format("", "unticked elsewhere")])
    expect(tab.row(1).get_by_role("checkbox")).not_to_be_checked()
    expect(tab.row(1).get_by_role("checkbox")).to_be_focused()


def test_a_chosen_file_does_not_hinder_an_update(tab: Tab) -> None:
    tab.makes(items=[[1, "<div><input type=file title=old></div>"]])
    tab.row(1).locator("input").set_input_files({"name": "note.txt", "mimeType": "text/plain", "buffer": b"note"})
    tab.does("update_item", [1, "<div><input type=file title=old>changed</div>"])
    assert tab.row(1).locator("input").evaluate("box => box.files[0].name") == "note.txt"
    tab.does("update_item", [1, "<div><input type=file title=new>changed again</div>"])
    expect(tab.row(1).locator("input")).to_have_attribute("title", "new")
    expect(tab.row(1)).to_contain_text("changed again")


def test_selected_words_stay_selected(tab: Tab) -> None:
    tab.makes(items=[rich(1), rich(2)])
    tab.row(1).locator("p").evaluate("p => getSelection().setBaseAndExtent(p.firstChild, 5, p.firstChild, 10)")
    for key in (1, 2):
        tab.does("update_item", rich(key, "new"))
    assert tab.page.evaluate("getSelection().toString()") == "words"


def test_an_open_details_and_a_scrolled_code_block_stay(tab: Tab) -> None:
    tab.makes(items=[rich(1), rich(2)])
    tab.row(1).locator("summary").click()
    tab.row(1).locator("pre").evaluate("pre => { pre.scrollTop = 77 }")
    tab.does("update_item", rich(1, "new"), rich(2, "new"))
    assert tab.row(1).locator("pre").evaluate("pre => pre.scrollTop") == 77
    expect(tab.row(1).locator("details")).to_have_attribute("open", "")
    tab.does("update_item", [1, RICH.replace("and more", "and yet more")])
    expect(tab.row(1).get_by_text("and yet more")).to_be_visible()


def test_a_running_animation_runs_on(tab: Tab) -> None:
    tab.makes(items=[rich(1), rich(2)])
    tab.stream().evaluate(
        "list => { list.runs = [...list.querySelectorAll('.turn')].map((star) => star.getAnimations()[0]) }"
    )
    tab.does("update_item", rich(1, "new"))
    tab.does("reset", rich(2, "new"), rich(1, "newer"))
    runs = tab.stream().evaluate("list => list.runs.map((run) => [run.playState, run.effect.target.isConnected])")
    assert runs == [["running", True], ["running", True]]
    same = "list => list.runs.every((run) => run.effect.target.getAnimations()[0] === run)"
    assert tab.stream().evaluate(same)


def test_a_playing_video_plays_on(tab: Tab) -> None:
    film = "<div><b>{}</b><video muted></video></div>"
    tab.makes(items=[[1, film.format("old")], 2, [3, film.format("old")]], scroll=False)
    tab.page.evaluate(FILM)
    tab.does("update_item", [1, film.format("new")], [2, "two"])
    tab.does("prepend", 0)
    tab.does("remove_item", 2)
    tab.does("reset", [3, film.format("newer")], [1, film.format("newer")], 4)
    assert tab.keys() == "3 1 4"
    assert all(tab.page.evaluate("window.playsOn()"))
    expect(tab.page.locator("video")).to_have_count(2)
    assert tab.page.evaluate("window.stopped") == 0


def test_a_row_that_a_reset_moves_keeps_focus_and_what_is_scrolled_in_it(tab: Tab) -> None:
    tab.makes(items=[rich(key) for key in (1, 2, 3)], scroll=False)
    tab.row(3).locator("input").first.press_sequentially("typed")
    tab.row(3).locator("pre").evaluate("pre => { pre.scrollTop = 77 }")
    tab.does("reset", rich(3, "new"), rich(1, "new"), 4, rich(2, "new"))
    assert tab.keys() == "3 1 4 2"
    assert focused(tab) == "3 input"
    assert tab.row(3).locator("pre").evaluate("pre => pre.scrollTop") == 77


def test_a_focused_row_keeps_the_focus_when_it_is_updated(tab: Tab) -> None:
    tab.makes(items=[1, 2, 3])
    for key in (1, 2):  # the focus comes from a row that is removed, or from the row's own attribute
        tab.row(key).evaluate("row => { row.tabIndex = 0; row.focus() }")
        tab.does("update_item", [key, f"still {key}"])
        tab.settles()
        assert focused(tab) == f"{key} li"
        assert tab.row(key).evaluate("row => row.outerHTML").count("value") == 0
    tab.does("remove_item", 2)
    tab.does("update_item", [3, "still 3"])
    tab.settles()
    assert focused(tab) == "3 li"


def test_a_focused_button_keeps_the_focus_when_its_words_change(tab: Tab) -> None:
    tab.makes(items=[[1, "<li><button data-action=like>1 like</button></li>"]])
    tab.page.get_by_role("button").focus()
    tab.does("update_item", [1, "<li><button data-action=like>2 likes</button></li>"])
    assert focused(tab) == "1 button"
    tab.page.keyboard.press("Enter")
    tab.is_served()
    assert tab.tells()["actions"] == [["like", "1", {}]]


def test_what_scripts_have_added_stays_if_it_says_so(tab: Tab) -> None:
    tab.makes(items=[[1, "<li>one<b>!</b></li>"]])
    tab.row(1).evaluate(
        """row => {
            row.insertAdjacentHTML("beforeend", "<menu data-keep>tools</menu><menu>gone</menu>");
            row.querySelector("b").insertAdjacentHTML("afterend", "<time data-keep>noon</time>");
        }"""
    )
    tab.does("update_item", [1, "<li>uno<b>!</b> <i>more</i></li>"])
    assert tab.row(1).locator("time").text_content() == "noon"
    assert tab.row(1).locator("menu").all_text_contents() == ["tools"]
    assert tab.row(1).locator("i").text_content() == "more"


def test_a_row_may_change_its_very_element(tab: Tab) -> None:
    tab.makes(items=[1, [2, "<li>two</li>"], 3])
    tab.does("update_item", [2, "<section class=wide>two</section>"])
    tab.does("update_item", [2, "<section class=wide>II</section>"])
    assert tab.stream().locator("section#list-2.wide").text_content() == "II"
    assert tab.keys() == "1 2 3"
    tab.does("remove_item", 2)
    assert tab.keys() == "1 3"
