"""The example of an assistant goes on where a server was away, and stops where nobody wants its answer."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from examples import assistant


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _seconds: None)


class Place:
    """A server with one message, to which each request that adds to it may be something else first."""

    def __init__(self, *troubles: object) -> None:
        self.text, self.is_finished, self.asked = "", False, 0
        self._troubles: list[Any] = list(troubles)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        if request.url.path.endswith("/messages"):
            return httpx.Response(201, json={"id": 7})
        if self._troubles:
            trouble = self._troubles.pop(0)
            if isinstance(trouble, Exception):
                raise trouble
            return httpx.Response(trouble) if isinstance(trouble, int) else trouble(self, request)
        return self.take(httpx.Response(200, content=request.content).json(), request.url.path)

    def take(self, sent: dict[str, Any], path: str) -> httpx.Response:
        if path.endswith("/finish"):
            self.is_finished = sent["offset"] == len(self.text)
            return httpx.Response(200, json={"id": 7})
        if sent["offset"] > len(self.text):
            return httpx.Response(409, json={"error": {"message": "gap", "length": len(self.text)}})
        self.text = self.text[: sent["offset"]] + sent["text"]
        return httpx.Response(200, json={"length": len(self.text)})


def loses_a_second(place: Place, _request: httpx.Request) -> httpx.Response:
    place.text = place.text[:2]
    raise httpx.ReadError("killed")


def asks(place: Callable[[httpx.Request], httpx.Response]) -> None:
    with httpx.Client(transport=httpx.MockTransport(place), base_url="http://a") as api:
        assistant.answer(api, 1, 2, "why?")


@pytest.mark.parametrize(
    "troubles",
    [(httpx.ReadError("killed"), httpx.ConnectError("away")), (429, 503), (loses_a_second,)],
)
def test_it_says_all_after_mishaps(troubles: tuple[object, ...]) -> None:
    place = Place(*troubles)
    asks(place)
    assert (place.text, place.is_finished) == ("".join(assistant.model("why?")), True)


@pytest.mark.parametrize("status", [401, 403, 404, 409, 422])
def test_it_stops_where_its_message_is_gone_or_edited(status: int) -> None:
    place = Place(lambda *_: httpx.Response(status, json={"error": {"code": "x", "message": "No."}}))
    asks(place)
    assert (place.text, place.is_finished, place.asked) == ("", False, 2)


def test_it_says_nothing_where_it_may_not() -> None:
    asked: list[str] = []

    def refuses(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(403, json={"error": {"code": "forbidden", "message": "No."}})

    asks(refuses)
    assert asked == ["/rooms/1/messages"]
