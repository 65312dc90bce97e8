"""`/metrics`: Prometheus metrics; a 404 without permission."""

from hmac import compare_digest

from fastapi import Request
from fastapi.responses import Response
from nicegui import app
from prometheus_client import CONTENT_TYPE_LATEST

from chat.errors import NotFound
from chat.web import auth
from chat.web.server.ip_addresses import address_key
from chat.web.server.limits import WRONG_TOKENS
from chat.web.server.metrics import Metrics


class MetricsPage:
    """Shows metrics to requests with the token, or from the server's own machine."""

    def __init__(self, metrics: Metrics, token: str | None) -> None:
        self._metrics, self._token = metrics, token

    async def show(self, request: Request) -> Response:
        """Return all metrics."""
        if not self._has_token(request) and not auth.is_at_this_machine(request):
            await WRONG_TOKENS.acquire(address_key(request))
            raise NotFound("Page not found.")
        return Response(self._metrics.text(), media_type=CONTENT_TYPE_LATEST)

    def _has_token(self, request: Request) -> bool:
        given = request.headers.get("authorization", "")
        return self._token is not None and compare_digest(given.encode(), f"Bearer {self._token}".encode())


def register(metrics: Metrics, token: str | None) -> None:
    """Add the route."""
    app.get("/metrics")(MetricsPage(metrics, token).show)
