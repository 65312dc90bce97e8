"""Puts our middlewares around everything that NiceGUI serves, and stops the server if that has failed.

Why: guards must see requests before NiceGUI's own middlewares, some of which `ui.run` adds last, and before its
sockets. `app.add_middleware` would put ours inside of those.
Read in: fastapi 0.165.0, starlette 1.10.0, nicegui 3.18.0
Without it: no limits, no security headers, no check of origins, and nothing shows it
Can go when: Starlette or NiceGUI takes an outermost middleware
"""

import logging
import sys
from collections.abc import Callable
from weakref import WeakSet

from nicegui import core
from nicegui.nicegui import sio_app
from starlette.types import ASGIApp

log = logging.getLogger(__name__)

_wrapped: WeakSet[ASGIApp] = WeakSet()

SOCKETS_PATH = "/_nicegui_ws/"
"""Where NiceGUI mounts its sockets."""


def install(wrap: Callable[[ASGIApp, ASGIApp], ASGIApp]) -> None:
    """Have `wrap(app, sockets)` make what the server calls; called once, before `ui.run`.

    Args:
        wrap: gets NiceGUI's app with its middlewares, and the app of its sockets alone
    """
    build = type(core.app).build_middleware_stack

    def build_wrapped() -> ASGIApp:
        wrapped = wrap(build(core.app), sio_app)
        _wrapped.add(wrapped)
        return wrapped

    core.app.build_middleware_stack = build_wrapped  # type: ignore[method-assign]
    core.app.middleware_stack = None  # in case somebody has asked for it before
    core.app.on_startup(check)


def check() -> None:
    """End the program unless requests go through what was wrapped: it would be served without any guard."""
    if core.app.middleware_stack is not None and core.app.middleware_stack not in _wrapped:
        log.critical("the server would run without its guards: NiceGUI does not use our middlewares")
        sys.exit(3)  # no exception: NiceGUI logs those that happen at startup, and goes on
