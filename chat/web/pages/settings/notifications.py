"""`/settings/notifications`: do not disturb, this device, other devices and mail."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from fastapi import Form, Request
from fastapi.responses import Response
from nicegui import app

from chat import accounts, notifications
from chat.accounts.items import Identity, UserItem
from chat.errors import Invalid, about_field
from chat.notifications.items import DeviceItem, Schedule, SettingsItem
from chat.storage.database import database
from chat.web.pages import forms
from chat.web.pages.actor import Actor
from chat.web.pages.form import form
from chat.web.pages.form_page import Done, done
from chat.web.pages.forms import Field, RowId
from chat.web.pages.settings.tabs import NOTIFICATIONS as PATH
from chat.web.pages.settings.tabs import TABS
from chat.web.pages.tab import Tab
from chat.web.server import limits
from chat.web.server.security_headers import FRAME_POLICY
from models import now_ms

SCRIPT = f"{PATH}/page.js"
WORKER = "/notifications-worker.js"

POLICY = f"{FRAME_POLICY}; worker-src 'self'"
"""This page has a script of its own: only a script can ask a browser for notifications."""

NOTICES = {
    "paused": ("quiet", "Notifications paused."),
    "resumed": ("quiet", "Notifications are on again."),
    "told": ("told", "Saved."),
    "device": ("devices", "That browser is not notified any more."),
}

DAYS = {"1": "Mon", "2": "Tue", "3": "Wed", "4": "Thu", "5": "Fri", "6": "Sat", "7": "Sun"}

TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])(?::[0-5][0-9])?", re.ASCII)
"""A time of the day as browsers send it, some with seconds."""

Days = Annotated[list[str], Form()]

_options: dict[str, object] = {}


def register(push_key: str, *, has_mail: bool) -> None:
    """Add the routes.

    Args:
        push_key: the public key by which browsers know who pushes to them
        has_mail: whether mail can be sent
    """
    _options["push_key"], _options["has_mail"] = push_key, has_mail
    TAB.register()
    app.get(SCRIPT)(lambda: _script("notifications.js"))
    app.get(WORKER)(lambda: _script("notifications_worker.js"))
    for each in (pause, resume, change, remove_device):
        each.register()
        app.get(each.path)(TAB.lead_back)
    forms.post(f"{PATH}/subscribe", subscribe)
    forms.post(f"{PATH}/unsubscribe", unsubscribe)


async def _load(_request: Request, actor: Identity) -> Mapping[str, Any]:
    settings, devices = await database.read(_read, actor.user)
    return {
        "settings": settings,
        "is_paused": settings.paused_until > now_ms(),
        "zone": settings.schedule.time_zone,
        "zones": accounts.zone_names(),
        "days": DAYS,
        "devices": devices,
        "session_id": actor.session_id,
        "script": SCRIPT,
        "worker": WORKER,
        **_options,
    }


TAB = Tab(PATH, "settings/notifications.html", TABS, _load, NOTICES, policy=POLICY)
PAGE = TAB.forms()


@form(f"{PATH}/pause", page=PAGE, section="quiet")
async def pause(actor: Actor, how_long: Field = "", time_zone: Field = "") -> Done:
    """Be told of nothing for a while."""
    await notifications.pause_notifications(actor.user, how_long, time_zone)
    return done("paused")


@form(f"{PATH}/resume", page=PAGE, section="quiet")
async def resume(actor: Actor) -> Done:
    """End a pause."""
    await notifications.resume_notifications(actor.user)
    return done("resumed")


@form(f"{PATH}/change", page=PAGE, section="told")
async def change(
    actor: Actor,
    limited: Field = "",
    day: Days | None = None,
    begins: Field = "",
    ends: Field = "",
    time_zone: Field = "",
    replies: Field = "",
    mail: Field = "",
) -> Done:
    """Choose when one is told of anything, whether of answers, and whether one gets mail about what one has missed."""
    await notifications.set_schedule(
        actor.user, _schedule("".join(day or ()), begins, ends, time_zone) if limited else Schedule()
    )
    await notifications.set_replies(actor.user, are_wanted=bool(replies))
    if _options["has_mail"]:
        await notifications.set_mail(actor.user, is_wanted=bool(mail))
    return done("told")


@form(f"{PATH}/devices/remove", page=PAGE, section="devices")
async def remove_device(actor: Actor, device_id: RowId = 0) -> Done:
    """Push nothing to a browser any more."""
    await notifications.unsubscribe(actor.user, device_id)
    return done("device")


async def subscribe(actor: Actor, endpoint: Field = "", public_key: Field = "", secret: Field = "") -> Response:
    """Push notifications to the browser that asks; by the page's script."""
    await limits.FORMS.acquire(str(actor.user.id))
    await notifications.subscribe(actor, endpoint, public_key, secret)
    return Response(status_code=204)


async def unsubscribe(actor: Actor, endpoint: Field = "") -> Response:
    """Push nothing to the browser that asks any more; by the page's script."""
    await limits.FORMS.acquire(str(actor.user.id))
    await notifications.unsubscribe_endpoint(actor.user, endpoint)
    return Response(status_code=204)


def _read(actor: UserItem) -> tuple[SettingsItem, list[DeviceItem]]:
    return notifications.settings(actor), notifications.devices(actor)


def _schedule(days: str, begins: str, ends: str, time_zone: str) -> Schedule:
    with about_field("day"):
        if not days:
            raise Invalid("Choose at least one day.")
    with about_field("begins"):
        first = _minutes(begins)
    with about_field("ends"):
        return Schedule(days, first, _minutes(ends), time_zone)


def _minutes(text: str) -> int:
    """Return the minutes after midnight of a time such as 09:30."""
    found = TIME.fullmatch(text)
    if not found:
        raise Invalid("Give times of the day, such as 09:00.")
    return int(found[1]) * 60 + int(found[2])


@cache
def _content(name: str) -> bytes:
    return Path(__file__).with_name(name).read_bytes()


def _script(name: str) -> Response:
    return Response(_content(name), media_type="text/javascript", headers={"Cache-Control": "no-cache"})
