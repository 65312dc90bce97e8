"""Responses to requests that are refused before they reach a page: plain text, or JSON for the API."""

import re

from fastapi.responses import JSONResponse, PlainTextResponse
from starlette.responses import Response

from chat.errors import ChatError, TooMany


def error_response(path: str, error: ChatError) -> Response:
    """Say why, in the way that is fit for whoever asked for a path."""
    # Who has asked too often connects anew to ask again, so that requests sent one behind the other end here.
    headers = {"Retry-After": str(error.retry_after), "Connection": "close"} if isinstance(error, TooMany) else None
    if path.startswith("/api/"):
        code = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(error).__name__).lower()
        told = {"error": {"code": code, "message": error.message}}
        return JSONResponse(told, error.status, headers)
    return PlainTextResponse(error.message, error.status, headers)
