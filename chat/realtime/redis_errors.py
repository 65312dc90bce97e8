"""Explains why Redis cannot be used, and what to change."""

import re
import socket
import ssl
from collections.abc import Iterator

from redis.exceptions import (
    AuthenticationError,
    BusyLoadingError,
    InvalidResponse,
    NoPermissionError,
    OutOfMemoryError,
    ReadOnlyError,
    ResponseError,
)
from redis.exceptions import TimeoutError as RedisTimeoutError

Kinds = type[Exception] | tuple[type[Exception], ...]

REASONS: tuple[tuple[Kinds, str], ...] = (
    (AuthenticationError, "it asks for a user and password, and does not accept what --redis names"),
    (NoPermissionError, "its user may not do what is needed (+@pubsub +@scripting +@read +@write ~streamchat:* &*)"),
    (BusyLoadingError, "it is still loading its data"),
    (OutOfMemoryError, "its memory is full"),
    (ReadOnlyError, "it is a read-only replica: name its primary"),
    (InvalidResponse, "what answers there is not Redis, or expects TLS (rediss://)"),
    (ssl.SSLCertVerificationError, "its TLS certificate is not valid for that name"),
    (ssl.SSLError, "it does not speak TLS there: use redis://, or the port for TLS"),
    (socket.gaierror, "there is no host of that name"),
    (ConnectionRefusedError, "nothing listens at that host and port"),
    ((ConnectionResetError, BrokenPipeError), "it closes the connection: it is not Redis, or expects TLS (rediss://)"),
)
"""The first match counts, so subclasses come first."""


def reason(error: BaseException, *, has_tls: bool) -> str:
    """Return why Redis cannot be used, never with its address or password."""
    chain = list(_chain(error))
    if any(isinstance(each, TimeoutError | RedisTimeoutError) for each in chain):
        return "it does not answer in time" + (": if it does not speak TLS, use redis://" if has_tls else "")
    for kinds, words in REASONS:
        if any(isinstance(each, kinds) for each in chain):
            return words
    text = " ".join(str(error).split())
    if isinstance(error, ResponseError) and "DB index" in text:
        return "it has no database of that number"
    if re.search("closed by server|closed the connection", text, re.IGNORECASE):
        return "it closes the connection: it is not Redis, or expects TLS (rediss://)"
    return text[:200] or type(error).__name__


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
