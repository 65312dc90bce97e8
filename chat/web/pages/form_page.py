"""A page with several forms on it, and what it says of the one that was sent last."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from chat.accounts.items import Identity
from chat.errors import ChatError
from chat.web.pages import forms


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a page has to tell of the form that was sent last, by that form's name."""

    form: str = ""
    error: ChatError | None = None
    typed: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""

    def error_of(self, form: str) -> ChatError | None:
        """Return what was wrong with a form."""
        return self.error if form == self.form else None

    def error_at(self, form: str, field: str) -> ChatError | None:
        """Return what was wrong with a field of a form, which says so beside it."""
        error = self.error_of(form)
        return error if error and error.field == field else None

    def error_beside(self, form: str) -> ChatError | None:
        """Return what was wrong with a form that shows the errors of its fields beside them, if it is about none."""
        error = self.error_of(form)
        return None if error and error.field else error

    def notice_of(self, section: str) -> str:
        """Return the good news that a section has."""
        return self.notice if section == self.form else ""

    def typed_in(self, form: str, name: str, otherwise: str = "") -> str:
        """Return what was typed in a form that is shown again, or what its field shows at first."""
        return self.typed.get(name, otherwise) if self.error_of(form) else otherwise


NOTHING = Outcome()


def notice_for(notices: Mapping[str, tuple[str, str]], key: str, *, name: str = "") -> Outcome:
    """Return the news that an address asks for: a text of ours, which may say a name, never one out of the address."""
    section, text = notices.get(key, ("", ""))
    return Outcome(section, notice=text.format(name=name or "The account"))


@dataclass(frozen=True, slots=True)
class Done:
    """A form has done its work: what to say of it, by the key of a notice, and what else the address has to tell."""

    notice: str
    more: Mapping[str, Any]


def done(notice: str, **more: Any) -> Done:
    """Go back to the form's page with a notice; `more` goes into the address."""
    return Done(notice, more)


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page with forms on it.

    Args:
        draw: draws it for somebody, with what has become of one of its forms
        address: the path to go back to, by the section that has a notice, the notice's key and what else to tell
        notices: by key: in which section, and what
    """

    draw: Callable[[Request, Identity, Outcome], Awaitable[Response]]
    address: Callable[..., str] = lambda _request, _section, **_more: ""
    notices: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def redirect(self, request: Request, result: Done) -> Response:
        """Go to the page with good news on it, so that a reload does not do it again."""
        section = self.notices[result.notice][0]
        return forms.redirect(self.address(request, section, notice=result.notice, **result.more))
