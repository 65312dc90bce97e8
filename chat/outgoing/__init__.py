"""Requests to servers that somebody has named, such as push services and pages behind links: public ones alone."""

from chat.outgoing.public import ForbiddenAddressError, resolve
from chat.outgoing.requests import asked

__all__ = ["ForbiddenAddressError", "asked", "resolve"]
