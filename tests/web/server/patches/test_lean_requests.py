from nicegui import Client, ui
from nicegui.testing.user_simulation import user_simulation

from chat.web.server.patches import lean_requests
from chat.web.server.patches.lean_requests import forget_request


async def test_a_page_keeps_of_its_request_who_asked_and_for_what(monkeypatch):
    monkeypatch.setattr(Client, "__init__", lean_requests._create_lean)
    async with user_simulation() as user:

        @ui.page("/kept")
        def kept():
            ui.button("press", on_click=lambda: None)

        user.http_client.headers.update({"Cookie": "who=adam", "Accept-Language": "en"})
        client = await user.open("/kept?by=adam")
        request = client.request
        assert request.cookies["who"] == "adam"
        assert request.headers["host"] == "test"
        assert "accept-language" not in request.headers
        assert (request.url.path, request.query_params["by"]) == ("/kept", "adam")
        assert request.scope.keys() <= lean_requests.REQUEST


def test_a_socket_keeps_of_its_request_for_which_page_it_came():
    headers = [(b"cookie", b"a=b"), (b"user-agent", b"Mozilla"), (b"host", b"here")]
    scope = {"type": "websocket", "headers": headers}
    environ = {"asgi.scope": scope, "QUERY_STRING": "client_id=1", "HTTP_COOKIE": "a=b", "HTTP_USER_AGENT": "Mozilla"}
    forget_request(environ)
    assert environ == {"asgi.scope": scope, "QUERY_STRING": "client_id=1"}
    assert scope["headers"] == [(b"cookie", b"a=b"), (b"host", b"here")]
