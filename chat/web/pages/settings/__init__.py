"""`/settings`: what people can change about their account and how the app behaves for them, a tab for each kind."""

from nicegui import app

from chat.web.pages import forms
from chat.web.pages.settings import appearance, bots, notifications, profile, programs, security


def register(push_key: str, *, has_mail: bool) -> None:
    """Add the routes; whatever else is below `/settings` leads to its first tab.

    Args:
        push_key: the public key by which browsers know who pushes to them
        has_mail: whether mail can be sent
    """
    profile.register()
    notifications.register(push_key, has_mail=has_mail)
    for tab in (appearance, security, programs, bots):
        tab.register()
    app.get("/settings/{part:path}")(_to_the_first)


async def _to_the_first(part: str) -> object:  # noqa: ARG001 (whichever it is)
    return forms.redirect("/settings")
