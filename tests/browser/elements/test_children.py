"""What else stands in a stream, and beside it: other streams, other children, a word for nothing."""

from playwright.sync_api import expect

from tests.browser.elements.tab import Tab

NESTED = """
async def run(tab):
    for key in ("a", "b"):
        with ui.teleport(f"#list-{key} .inner"):
            tab.streams[key] = Stream(f"in-{key}", render=lambda item: item.text, scroll=False,
                                      on_action=lambda *args: tab.actions.append(args))
            tab.streams[key].append(*[as_item([number, f"<li>row {number}</li>"]) for number in (1, 2)])
"""
OUTER = "<div><b>{}</b><div class=inner></div></div>"


def test_streams_of_one_page_do_not_touch_each_other(tab: Tab) -> None:
    tab.makes(
        {"name": "a", "items": [1, 2], "limit": -3}, {"name": "b", "items": [1, 2]}, {"name": "a-1", "items": [1]}
    )
    tab.does("append", 3, 4, on="a")
    tab.does("remove_item", 1, on="b")
    tab.does("remove_by_dom_id", "a-1-1", on="a")
    assert (tab.keys("a"), tab.keys("b"), tab.keys("a-1")) == ("2 3 4", "2", "1")
    tab.does("reset", on="a")
    tab.does("remove_by_dom_id", "a-1-1", on="a-1")
    assert (tab.keys("a"), tab.keys("b"), tab.keys("a-1")) == ("", "2", "")


def test_a_stream_inside_a_row_survives_all_that_happens_to_the_row(tab: Tab) -> None:
    tab.makes(items=[["a", OUTER.format("a")], ["b", OUTER.format("b")], "c"]).runs(NESTED)
    tab.shows("1 2", "in-a")
    tab.marks(1, 2, name="in-a")
    tab.does("update_item", ["a", OUTER.format("changed")])
    tab.does("reset", "c", ["b", OUTER.format("b")], ["a", OUTER.format("again")])
    assert tab.marked("in-a") == "1 2"
    tab.does("reset", [3, "<li>3</li>"], [2, "<li>2</li>"], [4, "<li>4</li>"], on="a")
    tab.does("append", [3, "<li>3</li>"], on="b")
    tab.shows("3 2 4", "in-a")
    tab.shows("1 2 3", "in-b")
    tab.does("remove_item", "b")
    assert tab.keys() == "c a"
    assert tab.keys("in-a") == "3 2 4"
    expect(tab.row("a").locator("b")).to_have_text("again")


def test_other_elements_inside_a_row_come_and_go_after_its_update(tab: Tab) -> None:
    tab.makes(items=[["a", OUTER.format("a")], ["b", OUTER.format("b")]]).runs(NESTED)
    tab.shows("1 2", "in-a")
    tab.does("update_item", ["a", OUTER.format("changed")])
    tab.runs("""
async def run(tab):
    with tab.streams["a"].parent_slot:
        tab.label = ui.label("added later")
""")
    expect(tab.row("a").get_by_text("added later")).to_be_visible()
    tab.runs("""
async def run(tab):
    tab.label.delete()
    tab.streams["a"].delete()
""")
    expect(tab.row("a").locator(".inner > *")).to_have_count(0)


def test_a_button_of_an_inner_row_is_not_the_outer_streams(tab: Tab) -> None:
    tab.makes(items=[["a", OUTER.format("a")], ["b", OUTER.format("b")]]).runs(NESTED)
    button = "<li><button data-action=press data-key=x data-way='up & down'>press</button></li>"
    tab.does("append", [7, button], on="a")
    tab.page.get_by_role("button", name="press").click()
    tab.is_served()
    assert tab.tells()["actions"] == [["press", "7", {"key": "x", "way": "up & down"}]]


def test_a_script_may_send_a_rows_action_without_a_button(tab: Tab) -> None:
    tab.makes(items=[1, 7])
    tab.stream().evaluate("list => list.stream.act(7, { action: 'react', emoji: '🎉' })")
    tab.is_served()
    assert tab.tells()["actions"] == [["react", "7", {"emoji": "🎉"}]]


def test_other_children_stand_after_the_rows_and_survive_every_operation(tab: Tab) -> None:
    tab.makes(items=[1, 2], children=["more", "and more"], empty="<p>nothing</p>")
    ids = "list => [...list.children].map((child) => child.dataset.key ?? child.textContent).filter((text) => text)"
    assert tab.stream().evaluate(ids) == ["1", "2", "more", "and more", "nothing"]
    tab.page.get_by_text("and more").evaluate("label => { label.marked = true }")
    tab.does("append", 3)
    tab.does("reset", 4, 5)
    tab.does("insert", 6, at=99)
    tab.does("reset")
    assert tab.stream().evaluate(ids) == ["more", "and more", "nothing"]
    tab.does("append", 7, limit=-1)
    assert tab.stream().evaluate(ids) == ["7", "more", "and more", "nothing"]
    assert tab.page.get_by_text("and more").evaluate("label => label.marked")


def test_children_may_come_and_go_between_operations(tab: Tab) -> None:
    tab.makes(items=[1], children=["old"]).runs("""
async def run(tab):
    with tab.streams["list"]:
        tab.label = ui.label("new")
""")
    expect(tab.stream().get_by_text("new")).to_be_visible()
    tab.does("append", 2)
    tab.does("props", "title=changed")
    expect(tab.stream()).to_have_attribute("title", "changed")
    tab.runs("async def run(tab): tab.label.delete()")
    expect(tab.stream().get_by_text("new")).to_have_count(0)
    assert tab.keys() == "1 2"


def test_what_stands_above_the_first_row_shows_at_the_beginning_only(tab: Tab) -> None:
    tab.makes(range=[1, 60], page=50, more=True, style="height: 300px")
    tab.runs("""
async def run(tab):
    with tab.streams["list"].add_slot("start"):
        ui.label("Here it begins")
    tab.streams["list"].update()
""")
    beginning = tab.stream().get_by_text("Here it begins")
    expect(beginning).to_have_count(1)
    expect(beginning).to_be_hidden()
    tab.scrolls_to(0)
    expect(tab.rows()).to_have_count(60)
    expect(beginning).to_be_visible()


def test_the_word_for_nothing_comes_and_goes_by_css_alone(tab: Tab) -> None:
    tab.makes(items=[], empty="<p>Nobody <b>yet</b></p>")
    nothing = tab.page.get_by_text("Nobody yet")
    expect(nothing).to_be_visible()
    tab.does("append", 1)
    expect(nothing).to_be_hidden()
    tab.stream().evaluate("list => { list.taken = list.querySelector('[data-key]'); list.taken.remove() }")
    expect(nothing).to_be_visible()  # no script of the stream's has run
    tab.stream().evaluate("list => list.firstElementChild.after(list.taken)")
    expect(nothing).to_be_hidden()
    tab.does("remove_item", 1)
    expect(nothing).to_be_visible()
    tab.does("reset", 2, 3)
    expect(nothing).to_be_hidden()
    tab.does("reset")
    expect(nothing).to_be_visible()
