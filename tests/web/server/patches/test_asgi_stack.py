import pytest
from nicegui import core

from chat.web.server.patches import asgi_stack


class Guard:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send): ...


@pytest.fixture
def app(monkeypatch):
    """NiceGUI's app, as it is again after the test."""
    for name in ("middleware_stack", "build_middleware_stack", "_startup_handlers"):
        monkeypatch.setattr(core.app, name, None if name == "middleware_stack" else getattr(core.app, name))
    return core.app


def test_requests_go_through_what_was_wrapped_around_the_app(app):
    app.middleware_stack = before = Guard(app)  # somebody was faster
    asgi_stack.install(lambda inner, _sockets: Guard(inner))
    assert app.middleware_stack is None
    app.middleware_stack = app.build_middleware_stack()  # as Starlette does at the first request
    assert isinstance(app.middleware_stack, Guard)
    assert app.middleware_stack is not before
    asgi_stack.check()


def test_a_server_whose_guards_were_passed_over_does_not_start(app, caplog):
    asgi_stack.install(lambda inner, _sockets: Guard(inner))
    app.middleware_stack = type(app).build_middleware_stack(app)
    with pytest.raises(SystemExit):
        asgi_stack.check()
    assert "without its guards" in caplog.text
