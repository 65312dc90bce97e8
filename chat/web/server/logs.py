"""Logging: one line a record, without secrets."""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from types import TracebackType

from chat.errors import Unavailable

QUERY = re.compile(r"(/[^\s?]*)\?\S+")
"""What follows a path: client ids, or tokens of links."""

TOKEN = re.compile(
    r"(?<![\w-])("
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # a client id
    r"|[0-9a-f]{32,}"  # a hash
    r"|(?=[\w-]*[A-Z])(?=[\w-]*[0-9])[\w-]{22,}"  # a token
    r")(?![\w-])",
)

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


NO_RESPONSE = "No response returned."
"""What Starlette's middlewares raise where a browser leaves before its page is ready: no error of anybody's."""


class RedactingFormatter(logging.Formatter):
    """Writes a record without secrets; only our own tracebacks take several lines, and those are indented."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        """Write the line itself."""
        return _safe(super().formatMessage(record))

    def formatException(  # noqa: N802
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """Write a traceback, no line of which can be taken for another record."""
        return "\n".join(f"    {_safe(line)}" for line in super().formatException(ei).split("\n"))


class RedactingJsonFormatter(RedactingFormatter):
    """Writes a record as one line of JSON, which programs read without guessing; a traceback is a part of it."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the line."""
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _safe(record.getMessage()),
        }
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


FORMATTERS: dict[str, logging.Formatter] = {"text": RedactingFormatter(FORMAT), "json": RedactingJsonFormatter()}
"""How lines may look; what is kept out of them is the same."""


def shorten_unavailable(record: logging.LogRecord) -> bool:
    """Make one line of a database that does not answer, unless the log says so already; whoever asked was told."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, Unavailable) and error.is_logged:
        return False
    if isinstance(error, Unavailable):
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.msg, record.args, record.exc_info = f"the database does not answer: {error.__cause__}", (), None
    return True


def shorten_disconnect(record: logging.LogRecord) -> bool:
    """Make one line of a browser that left before its page was ready, for which NiceGUI and uvicorn log a traceback."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, RuntimeError) and str(error) == NO_RESPONSE:
        record.levelno, record.levelname = logging.INFO, "INFO"
        record.msg, record.args, record.exc_info = "a client disconnected before its page was ready", (), None
    return True


def install(level: str, form: str = "text") -> None:
    """Have everything logged through one handler: ours from a level on, that of libraries from "info" on at most.

    At "debug" libraries write down what they handle: peewee each statement with what is stored by it.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(shorten_disconnect)
    handler.addFilter(shorten_unavailable)
    handler.setFormatter(FORMATTERS[form])
    logging.basicConfig(handlers=[handler], level=max(logging.INFO, logging.getLevelNamesMapping()[level.upper()]))
    logging.getLogger("chat").setLevel(level.upper())
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it writes down addresses, of which some are secrets
    for name in ("engineio.server", "socketio.server"):
        logging.getLogger(name).handlers.clear()  # those that these libraries bring


def _safe(text: str) -> str:
    redacted = TOKEN.sub("…", QUERY.sub(r"\1?…", text))
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in redacted)
