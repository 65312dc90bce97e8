"""Error responses: `{"error": {"code", "message"}}` with the matching status."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import Match

from chat.errors import (
    ChatError,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    NotSignedIn,
    OutOfStep,
    TooLarge,
    TooMany,
    TooSlow,
    Unavailable,
    UnsupportedMediaType,
)
from chat.web.api.schemas_of_problems import Problem, ProblemDetail
from chat.web.api.validation_messages import in_words

Documented = dict[int | str, dict[str, Any]]

NOT_JSON = "The body cannot be read as JSON."

DESCRIPTIONS = {
    401: "The token is missing, invalid or revoked.",
    403: "The token's owner may not do this.",
    404: "The address, room, person, message or file was not found.",
    405: "The method is not allowed at this address; `Allow` lists those that are.",
    408: "The body came too slowly.",
    409: "The message was changed in the meantime, or what was added has another place.",
    413: "The body is too large, or for a file, you have uploaded too much today.",
    415: "The Content-Type of the body is not JSON or, for a file, not `multipart/form-data`.",
    422: "The request is not valid; the message says why.",
    429: "Too many requests: try again after `Retry-After` seconds.",
    500: "The server has failed to handle the request.",
    503: "The server's database is not available: try again after `Retry-After` seconds.",
}
WAIT = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}
HEADERS = {
    401: {"WWW-Authenticate": {"description": "Always `Bearer`.", "schema": {"type": "string"}}},
    429: WAIT,
    503: WAIT,
}


class MethodNotAllowed(ChatError):
    """The path exists, but not with this method."""

    status = 405


class InternalError(ChatError):
    """An unexpected error; the log has the traceback."""

    status = 500


KINDS: tuple[type[ChatError], ...] = (
    *(NotSignedIn, Forbidden, NotFound, MethodNotAllowed, TooSlow, Conflict, TooLarge, UnsupportedMediaType, Invalid),
    TooMany,
    InternalError,
    Unavailable,
)
"""All errors of the API, by status."""


def register(api: FastAPI) -> None:
    """Add handlers, so that every error has the same form."""
    api.exception_handler(ChatError)(_show_expected)
    api.exception_handler(RequestValidationError)(_show_invalid)
    api.exception_handler(HTTPException)(_show_unrouted)
    api.exception_handler(Exception)(_show_unexpected)


def problems(*statuses: int) -> Documented:
    """Return the error responses of an operation, for its description."""
    return {
        status: {"model": Problem, "description": DESCRIPTIONS[status], "headers": HEADERS.get(status, {})}
        for status in sorted({401, 429, 503, *statuses})
    }


async def _show_expected(_request: Request, error: ChatError) -> JSONResponse:
    return answer(error)


async def _show_invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
    return _answer(Invalid(in_words(error.errors())))


async def _show_unrouted(request: Request, error: HTTPException) -> JSONResponse:
    """Answer errors that Starlette and FastAPI raise."""
    match error.status_code:
        case 400:  # JSON that is nested too deeply, has too long a number, or is not text
            return _answer(Invalid(NOT_JSON))
        case 405:
            return _answer(MethodNotAllowed("This method is not allowed here."), {"Allow": _allowed(request)})
        case 413:  # a body whose size was not told before it came
            return _answer(TooLarge("The request is too large."))
    return _answer(NotFound("There is nothing at this address."))


async def _show_unexpected(_request: Request, _error: Exception) -> JSONResponse:
    return unexpected()


def unexpected() -> JSONResponse:
    """Return the response to an error that was not to be expected, and is logged."""
    return _answer(InternalError("Something went wrong on the server."))


def answer(error: ChatError) -> JSONResponse:
    """Return the response to an error that was to be expected."""
    return _answer(error, headers_of(error))


def _answer(error: ChatError, headers: dict[str, str] | None = None) -> JSONResponse:
    length = error.length if isinstance(error, OutOfStep) else None
    problem = Problem(error=ProblemDetail(code=error.code(), message=error.message, length=length))
    return JSONResponse(problem.model_dump(exclude_none=True), error.status, headers)


def headers_of(error: ChatError) -> dict[str, str]:
    """Return the headers that an error comes with."""
    if isinstance(error, NotSignedIn):
        return {"WWW-Authenticate": "Bearer"}
    return {"Retry-After": str(error.retry_after)} if isinstance(error, TooMany | Unavailable) else {}


def _allowed(request: Request) -> str:
    """Return all methods of an address; Starlette names those of one route only."""
    matching = [route for route in request.app.routes if route.matches(request.scope)[0] is not Match.NONE]
    return ", ".join(sorted({method for route in matching for method in route.methods}))
