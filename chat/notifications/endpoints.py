"""What an endpoint may look like, to which notifications are pushed: a browser names it, and the server asks it."""

from urllib.parse import SplitResult, urlsplit

from chat.outgoing import ForbiddenAddressError, public

MAX_LENGTH = 1000


def parsed(endpoint: str) -> SplitResult:
    """Take an endpoint apart; raises `ForbiddenAddressError` unless it is https on its usual port, by a name."""
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError as error:
        raise ForbiddenAddressError(endpoint) from error
    if len(endpoint) > MAX_LENGTH or not endpoint.isascii() or not endpoint.isprintable() or " " in endpoint:
        raise ForbiddenAddressError(endpoint)
    if not parts.hostname or parts.username is not None or parts.fragment:
        raise ForbiddenAddressError(endpoint)
    if not public.is_open and (parts.scheme != "https" or port not in (None, 443)):
        raise ForbiddenAddressError(endpoint)
    return parts
