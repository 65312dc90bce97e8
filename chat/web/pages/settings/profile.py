"""`/settings`: what others see of a person; the first tab of the settings."""

import itertools
from collections.abc import Mapping
from functools import cache
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from chat import accounts, exporting
from chat.accounts.items import Identity
from chat.storage.database import database
from chat.web.files.exports import address_of_place, send_export
from chat.web.pages.actor import Actor
from chat.web.pages.form import form
from chat.web.pages.form_page import Done, done
from chat.web.pages.forms import SomeField
from chat.web.pages.settings.tabs import PROFILE, PROGRAMS, SECURITY, TABS
from chat.web.pages.tab import Tab
from chat.web.server.limits import EXPORTS
from chat.web.server.limits import PROFILE as LIMIT

NOTICES = {
    "profile": ("profile", "Profile saved."),
    "picture": ("picture", "Picture updated."),
    "no-picture": ("picture", "Picture removed."),
}

MOVED = {
    **dict.fromkeys(("email", "password", "browsers", "delete"), SECURITY),
    "tokens": PROGRAMS,
}
"""Where the sections are that were on this page once; links to them are still around."""


def register() -> None:
    """Add the routes."""
    TAB.register()
    change.register()
    download.register()


async def _load(_request: Request, actor: Identity) -> Mapping[str, Any]:
    profile = await database.read(accounts.profile, actor.user.id)
    return {"viewer": profile.user, "profile": profile, "zones": zones(), "moved": MOVED}


TAB = Tab(PROFILE, "settings/profile.html", TABS, _load, NOTICES)
PAGE = TAB.forms()


@form("/settings/profile", page=PAGE, section="profile", limit=LIMIT)
async def change(actor: Actor, name: SomeField = None, title: SomeField = None, zone: SomeField = None) -> Done:
    """Change one's name, what one does, and where; what is not sent stays."""
    await accounts.change_profile(actor.user, title, zone, name)
    return done("profile")


@form("/settings/download", page=PAGE, section="download", limit=EXPORTS)
async def download(request: Request, actor: Actor) -> Response:
    """Send all that is one's own as a download."""
    return send_export(await exporting.export_own(actor.user, address_of_place(request)))


@cache
def zones() -> list[tuple[str, list[str]]]:
    """Return the names of time zones by the part of the world that they begin with."""
    return [
        (area, list(names)) for area, names in itertools.groupby(accounts.zone_names(), lambda name: name.split("/")[0])
    ]
