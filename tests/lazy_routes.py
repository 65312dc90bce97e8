"""Routes that FastAPI builds when they are first asked: a simulated server has hundreds, and a test asks a few.

Each start of the program, of which there are many in other tests, builds all of them at once, as users' do.
"""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.routing import APIRoute
from starlette.routing import Route, compile_path

BUILT = {"app", "form_limits", *APIRoute.__annotations__}
"""What only a route has that is built."""

_build = APIRoute.__init__


def put_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have FastAPI's routes know their addresses and methods at first, by which they are found, and nothing else."""
    monkeypatch.setattr(APIRoute, "__init__", _note)
    monkeypatch.setattr(APIRoute, "__getattr__", _build_and_get, raising=False)


def _note(self: APIRoute, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
    self.path, self.endpoint = path, endpoint
    self.path_regex, self.path_format, self.param_convertors = compile_path(path)
    self.methods = {method.upper() for method in options.get("methods") or ["GET"]}
    self.name = options.get("name") or getattr(endpoint, "__name__", type(endpoint).__name__)
    self.__dict__["_noted"] = options


def _build_and_get(self: Route, name: str) -> Any:
    options = self.__dict__.pop("_noted", None) if name in BUILT else None
    if options is None:
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
    _build(self, self.path, self.endpoint, **options)  # type: ignore[arg-type]
    return getattr(self, name)
