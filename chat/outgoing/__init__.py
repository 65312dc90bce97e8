"""Requests to servers that somebody has named, such as push services and pages behind links: public ones alone."""

from chat.outgoing.public import ForbiddenAddressError, parsed, resolve
from chat.outgoing.requests import asked, fetched

__all__ = ["ForbiddenAddressError", "asked", "fetched", "parsed", "resolve"]
