"""Signs what an outgoing webhook is told, so that it knows who tells it, and when."""

import hashlib
import hmac


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """Return the HMAC-SHA-256 of the time in seconds since 1970, a point, and the body, after the version."""
    signed = f"{timestamp}.".encode() + body
    return "v1=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
