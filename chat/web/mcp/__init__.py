"""The Model Context Protocol at `/mcp`: assistants that people use elsewhere take part by tools.

Its library is optional, and imported only where `--mcp` asks for it.
"""

from importlib.util import find_spec

from nicegui import app

from chat.config import BadSettingError
from chat.web.server import programs

PATH = "/mcp"


def check(*, is_on: bool) -> None:
    """Raise `BadSettingError` if the library is needed and missing."""
    if is_on and find_spec("mcp") is None:
        raise BadSettingError("--mcp: a package is missing; pip install -r requirements-mcp.txt")


def register(*, is_on: bool) -> None:
    """Put the route in place if the setting is on; without it the address leads nowhere."""
    if is_on:
        from chat.web.mcp.endpoint import route

        for path in (f"{PATH}/", PATH):  # both, since a redirect is not followed by all clients
            at = route(path)
            app.router.routes.append(at)  # where all routes are listed; requests go the shorter way
            programs.serve_at(at, path)
