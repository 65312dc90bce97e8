import pytest
from nicegui import binding, element, ui
from nicegui.element import Element
from nicegui.elements.mixins.visibility import Visibility
from nicegui.event_listener import EventListener
from nicegui.testing.user_simulation import user_simulation

from chat.web.server.patches import small_elements


@pytest.fixture
async def label(monkeypatch):
    """An element of a page."""
    for name in ("Classes", "Style", "Props"):
        monkeypatch.setattr(element, name, getattr(element, name))
    monkeypatch.setattr(Visibility, "__init__", Visibility.__init__)
    monkeypatch.setattr(EventListener, "__post_init__", EventListener.__post_init__)
    small_elements.install()
    async with user_simulation() as user:
        made = []

        @ui.page("/small")
        def small():
            made.append(ui.label("text"))

        await user.open("/small")
        yield made[0]


@pytest.fixture
def updates(label, monkeypatch):
    """The elements that were sent anew."""
    updates = []
    monkeypatch.setattr(Element, "update", lambda sent: updates.append(sent.id))
    return updates


def test_each_change_is_sent(label, updates):
    for change in (
        lambda: label.classes("a"),
        lambda: label.style("color: red"),
        lambda: label.props("b"),
        lambda: label.props.__setitem__("c", [1, {"d": 2}]),
        lambda: label.props["c"].append(3),
        lambda: label.props["c"][1].update(d=4),
        lambda: label.set_visibility(False),
    ):
        updates.clear()
        change()
        assert set(updates) == {label.id}
    assert (label.classes, label.style, label.props) == (["a", "hidden"], {"color": "red"}, {"b": True, **label.props})
    assert label.props["c"] == [1, {"d": 4}, 3]


def test_others_hear_of_changes_who_asked_to(label, updates):
    heard = []
    label.classes.on_change(lambda: heard.append(list(label.classes)))
    label.classes("a")
    assert (heard, updates) == ([["a"]], [label.id])


def test_no_change_is_sent_while_that_is_suspended(label, updates):
    with label.props.suspend_updates():
        label.props["b"] = 1
    assert updates == []


def test_names_of_props_are_replaced_and_warned_of_for_one_element_alone(label, caplog):
    with label:
        other = ui.label()
    label.props.add_rename("old", "new")
    label.props.add_warning("bad", "this is bad in a label")
    for each in (label, other):
        each.props("old bad")
    assert ("new" in label.props, "bad" in label.props) == (True, False)
    assert ("new" in other.props, "bad" in other.props) == (False, True)
    assert "this is bad in a label" in caplog.text


def test_what_is_bound_to_visibility_follows_it(label):
    class Model:
        shown = True

    model = Model()
    label.bind_visibility_from(model, "shown")
    model.shown = False
    binding._refresh_step()
    assert not label.visible
    assert label.classes == ["hidden"]


def test_listeners_have_short_names_that_differ(label):
    for _ in range(3):
        label.on("click", lambda: None)
    names = list(label._event_listeners)
    assert len(set(names)) == 3
    assert max(map(len, names)) < 12


def test_nothing_of_an_element_is_in_dictionaries_of_attributes(label):
    for each in (label._classes, label._style, label._props):
        label.classes("a").style("b: c").props("d")
        assert not each.__dict__
    assert (id(label), ("visible",)) not in binding.bindable_properties
