"""Responses to requests that are refused before they reach a page: plain text, or JSON for the API."""

from fastapi.responses import JSONResponse, PlainTextResponse
from starlette.responses import Response

from chat.errors import ChatError, TooMany


def error_response(path: str, error: ChatError) -> Response:
    """Return an error as JSON if the path is one of the API, as plain text otherwise."""
    # Who has asked too often connects anew to ask again, so that requests sent one behind the other end here.
    headers = {"Retry-After": str(error.retry_after), "Connection": "close"} if isinstance(error, TooMany) else None
    if path.startswith("/api/"):
        return JSONResponse({"error": {"code": error.code(), "message": error.message}}, error.status, headers)
    return PlainTextResponse(error.message, error.status, headers)
