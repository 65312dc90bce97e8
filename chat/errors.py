"""Expected errors, with a message for the user and an HTTP status."""

import re
from collections.abc import Iterator
from contextlib import contextmanager


class ChatError(Exception):
    """An expected failure; its text is shown to the person who asked."""

    status = 400

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
        self.field = ""
        """Which field of a form it is about, if it is about one."""

    @classmethod
    def code(cls) -> str:
        """Return the error's name as programs know it, such as `not_found`."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


class Invalid(ChatError):
    """The input is not valid."""

    status = 422


class Unconfirmed(Invalid):
    """It would delete something for good, which has to be confirmed first."""


class NotSignedIn(ChatError):
    """Nobody is signed in, or the session has ended."""

    status = 401


class Forbidden(ChatError):
    """The actor lacks the permission."""

    status = 403


class PasswordNeeded(Forbidden):
    """The actor has to enter their password again first."""


class NotFound(ChatError):
    """It does not exist, or the actor may not know of it."""

    status = 404


class Conflict(ChatError):
    """Somebody else has changed it in the meantime."""

    status = 409


class OutOfStep(Conflict):
    """What is to be added to a text does not go on where it ends; `length` is how many characters it has."""

    def __init__(self, message: str, length: int) -> None:
        super().__init__(message)
        self.length = length

    @classmethod
    def code(cls) -> str:
        """Return that of a conflict, which it is to whoever does not look at the length."""
        return Conflict.code()


class TooLarge(ChatError):
    """The request is too large."""

    status = 413


class TooSlow(ChatError):
    """The request did not come within the time for it."""

    status = 408


class UnsupportedMediaType(ChatError):
    """The request's body has a type that is not accepted here."""

    status = 415


class TooMany(ChatError):
    """The actor has made too many requests; `retry_after` is in seconds."""

    status = 429

    def __init__(self, message: str, retry_after: int = 1) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unavailable(ChatError):
    """The database is not available; a change may or may not have been stored. `retry_after` is in seconds."""

    status = 503

    def __init__(
        self, message: str = "The database is not available right now. Please try again.", *, cannot_store: bool = False
    ) -> None:
        super().__init__(message)
        self.retry_after = 3
        self.cannot_store = cannot_store
        """Whether nothing can be stored for a while, as on a full disk."""
        self.is_logged = False


@contextmanager
def about_field(name: str) -> Iterator[None]:
    """Say of what is refused in here that it is about a field of a form."""
    try:
        yield
    except ChatError as error:
        error.field = error.field or name
        raise
