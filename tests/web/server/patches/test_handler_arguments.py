from functools import partial, wraps

import pytest

from chat.web.server.patches.handler_arguments import _ask, expects_arguments


class Element:
    def nothing(self): ...

    def one(self, _event): ...

    def anything(self, *_args, **_options): ...

    def bound_by_star(*_args): ...

    @classmethod
    def of_class(cls): ...

    @classmethod
    def of_class_with_one(cls, _event): ...

    @staticmethod
    def static(_event): ...

    def __call__(self, _event): ...


@wraps(lambda: None)
def wrapping(*_args): ...


def one_or_two(_one, _two=2): ...


def perhaps(_one=1, *, _two=2): ...


def by_name(*, _one): ...


HANDLERS = [
    *(getattr(Element(), name) for name in ("nothing", "one", "anything", "bound_by_star", "static", "of_class")),
    *(Element.of_class_with_one, Element(), Element.one, Element, wrapping, one_or_two, perhaps, by_name),
    *(lambda: None, lambda _event: None, partial(one_or_two, 1), partial(one_or_two), [].append, print),
]


@pytest.mark.parametrize("handler", HANDLERS, ids=range(len(HANDLERS)))
def test_the_answer_is_nicegui_s(handler):
    assert expects_arguments(handler) == _ask(handler)
