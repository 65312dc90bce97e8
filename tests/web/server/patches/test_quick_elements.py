import functools

import pytest
from nicegui.observables import ObservableCollection, ObservableDict

from chat.web.server.patches.quick_elements import _ask, _look_closer, _observe, expects_arguments


class Handlers:
    def nothing(self):
        pass

    def one(self, event):
        pass

    def perhaps_one(self, event=None):
        pass

    def any_number(self, *events, **more):
        pass

    def by_name(self, *, event):
        pass

    def by_name_perhaps(self, *, event=None):
        pass

    async def later(self, event):
        pass

    @classmethod
    def of_class(cls, event):
        pass

    @staticmethod
    def of_none():
        pass

    def __call__(self, event):
        pass


@functools.wraps(Handlers.of_none)
def wrapped(event):
    pass


HANDLERS = [
    *(getattr(Handlers(), name) for name in vars(Handlers) if not name.startswith("__")),
    *(Handlers.one, Handlers.nothing, Handlers(), Handlers, wrapped, print, [].append),
    *(lambda: None, lambda event: None, lambda event=1: None, functools.partial(Handlers().one, 1)),
]


@pytest.mark.parametrize("handler", HANDLERS, ids=range(len(HANDLERS)))
def test_it_is_told_as_by_the_signature(handler):
    def told(ask):
        try:
            return ask(handler)
        except ValueError:
            return "has none"

    assert told(expects_arguments) == told(_ask)


@pytest.mark.parametrize(
    "value", ["a", 1, 1.5, True, None, (1, [2]), b"a", [1, (2, [3])], {"a": {"b": [1]}}, {1}, range(3)]
)
def test_what_can_change_is_watched_as_nicegui_does(value):
    parent = ObservableDict()
    ours, theirs = _observe(parent, value), _look_closer(parent, value)
    assert (type(ours), ours) == (type(theirs), theirs)
    assert isinstance(ours, ObservableCollection) or ours is value
