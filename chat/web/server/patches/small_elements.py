"""Makes each element of a page take less memory: its classes, style and props, its visibility, its listeners.

Why: classes, style and props of an element have a dictionary of attributes each and a list of who hears of changes,
which is the element itself; each element is remembered as something that others may be bound to, and each listener
has a random name of 36 characters, which is in the page as well.
Read in: nicegui 3.18.0
Without it: 118 kB of memory for a viewer instead of 78
Can go when: NiceGUI's collections have slots, and bindable properties are remembered once something is bound to them
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import count
from typing import Any
from weakref import ref

from nicegui import element, helpers
from nicegui.classes import Classes
from nicegui.elements.mixins.visibility import Visibility
from nicegui.event_listener import EventListener
from nicegui.props import Props
from nicegui.style import Style

_numbers = count(1)


def install() -> None:
    """Have elements that are made from now on be small."""
    for name, small in (("Classes", SmallClasses), ("Style", SmallStyle), ("Props", SmallProps)):
        setattr(element, name, small)
    Visibility.__init__ = _create_visible  # type: ignore[method-assign,assignment]
    EventListener.__post_init__ = _number  # type: ignore[method-assign,assignment]


class _Small:
    """Values that most of an element's collections share are class attributes; one that differs has its own."""

    _parent_ref: Any = None
    _observer_refs: Any = ()
    _others: tuple[tuple[Callable[..., Any], bool], ...] = ()
    _update: Callable[[], None]

    @property
    def _change_handlers(self) -> Any:
        return [(self._update, False), *self._others]

    @_change_handlers.setter
    def _change_handlers(self, _handlers: Any) -> None:
        raise AttributeError("use on_change")

    def on_change(self, handler: Callable[..., Any]) -> None:
        """Call a handler, too."""
        self._others = (*self._others, (handler, helpers.expects_arguments(handler)))

    def _begin(self, of: element.Element) -> None:
        self._element = ref(of)
        self._suspend_count = 0
        self.last_modified = 0.0


class SmallClasses(_Small, Classes[Any]):
    """The classes of an element."""

    __slots__ = ("_element", "_suspend_count", "last_modified")

    def __init__(self, data: Iterable[str] = (), *, element: element.Element) -> None:
        list.__init__(self, data)
        self._begin(element)


class SmallStyle(_Small, Style[Any]):
    """The style of an element."""

    __slots__ = ("_element", "_suspend_count", "last_modified")

    def __init__(self, data: Mapping[str, str], *, element: element.Element) -> None:
        dict.__init__(self, data)
        self._begin(element)


class SmallProps(_Small, Props[Any]):
    """The props of an element; what is said of their names is mostly the same for all elements of a kind."""

    __slots__ = ("_element", "_renames", "_suspend_count", "_warnings", "last_modified")

    def __init__(self, data: Mapping[str, Any], *, element: element.Element) -> None:
        dict.__init__(self, {name: self._observe(value) for name, value in data.items()})
        self._begin(element)
        self._warnings = self._renames = _shared(())

    def add_warning(self, prop: str, message: str) -> None:
        """Warn of a prop."""
        self._warnings = _shared((*self._warnings.items(), (prop, message)))
        self._check_warning(prop, message)

    def add_rename(self, prop: str, replacement: str) -> None:
        """Take a prop for another one."""
        self._renames = _shared((*self._renames.items(), (prop, replacement)))
        self._check_rename(prop, replacement)


@cache
def _shared(items: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return dict(items)


def _create_visible(of: Visibility, **options: Any) -> None:
    super(Visibility, of).__init__(**options)
    setattr(of, "___visible", True)  # NiceGUI looks there; what is bound to it asks for it, as with any attribute
    of.ignores_events_when_hidden = True


def _number(listener: EventListener) -> None:
    listener.id = str(next(_numbers))
