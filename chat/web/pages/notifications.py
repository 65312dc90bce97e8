"""`/settings/notifications`: do not disturb, this device, other devices and mail."""

import asyncio
from functools import cache
from pathlib import Path
from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import Response
from nicegui import app

from chat import accounts, notifications
from chat.accounts.items import Identity, UserItem
from chat.errors import Invalid
from chat.notifications.items import DeviceItem, Schedule, SettingsItem
from chat.storage.database import database
from chat.web.pages import forms
from chat.web.pages.actor import Actor
from chat.web.pages.form import form
from chat.web.pages.form_page import Done, FormPage, Outcome, done, notice_for
from chat.web.pages.forms import Field, RowId
from chat.web.pages.frame import frame
from chat.web.server import limits
from chat.web.server.security_headers import CARD_POLICY
from models import now_ms

PATH = "/settings/notifications"
SCRIPT = f"{PATH}/page.js"
WORKER = "/notifications-worker.js"

POLICY = f"{CARD_POLICY}; worker-src 'self'"
"""This page has a script of its own: only a script can ask a browser for notifications."""

NOTICES = {
    "paused": ("quiet", "Notifications paused."),
    "resumed": ("quiet", "Notifications are on again."),
    "schedule": ("schedule", "Schedule saved."),
    "mail": ("mail", "Saved."),
    "device": ("devices", "That browser is not notified any more."),
}

DAYS = {"1": "Mon", "2": "Tue", "3": "Wed", "4": "Thu", "5": "Fri", "6": "Sat", "7": "Sun"}

Days = Annotated[list[str], Form()]

_options: dict[str, object] = {}


def register(push_key: str, *, has_mail: bool) -> None:
    """Add the routes, before that of all paths below the settings.

    Args:
        push_key: the public key by which browsers know who pushes to them
        has_mail: whether mail can be sent
    """
    _options["push_key"], _options["has_mail"] = push_key, has_mail
    app.get(PATH)(show)
    app.get(SCRIPT)(lambda: _script("notifications.js"))
    app.get(WORKER)(lambda: _script("notifications_worker.js"))
    app.get(f"{PATH}/{{part}}")(to_the_page)
    for each in (pause, resume, change_schedule, change_mail, remove_device):
        each.register()
    forms.post(f"{PATH}/subscribe", subscribe)
    forms.post(f"{PATH}/unsubscribe", unsubscribe)


async def show(request: Request, actor: Actor, notice: str = "") -> Response:
    """Show the page."""
    return await draw(request, actor, notice_for(NOTICES, notice))


async def to_the_page(_actor: Actor, part: str) -> Response:  # noqa: ARG001 (whichever it is)
    """Redirect a reload of a form that was refused to the page with the form."""
    return forms.redirect(PATH)


async def draw(_request: Request, actor: Identity, outcome: Outcome) -> Response:
    """Render the page."""
    settings, devices, zone = await database.read(_read, actor.user)
    response = await asyncio.to_thread(
        forms.page,
        "notifications.html",
        frame=await frame(actor.user),
        here="/settings/notifications",
        error=outcome.error,
        outcome=outcome,
        settings=settings,
        is_paused=settings.paused_until > now_ms(),
        zone=zone,
        zones=accounts.zone_names(),
        days=DAYS,
        devices=devices,
        session_id=actor.session_id,
        script=SCRIPT,
        worker=WORKER,
        **_options,
    )
    response.headers["Content-Security-Policy"] = POLICY
    return response


PAGE = FormPage(draw, lambda _request, section, notice: f"{PATH}?notice={notice}#{section}", NOTICES)


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


@form(f"{PATH}/schedule", page=PAGE, section="schedule")
async def change_schedule(
    actor: Actor, day: Days | None = None, begins: Field = "", ends: Field = "", time_zone: Field = ""
) -> Done:
    """Be told of something on some days and at some times only."""
    days = "".join(day or ())
    schedule = Schedule(days, _minutes(begins), _minutes(ends), time_zone) if days else Schedule()
    await notifications.set_schedule(actor.user, schedule)
    return done("schedule")


@form(f"{PATH}/mail", page=PAGE, section="mail")
async def change_mail(actor: Actor, wanted: Field = "") -> Done:
    """Choose whether one gets mail about what one has missed."""
    await notifications.set_mail(actor.user, is_wanted=bool(wanted))
    return done("mail")


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


def _read(actor: UserItem) -> tuple[SettingsItem, list[DeviceItem], str]:
    """Return also the time zone that the forms begin with."""
    settings = notifications.settings(actor)
    zone = settings.schedule.time_zone or accounts.profile(actor.id).zone
    return settings, notifications.devices(actor), zone


def _minutes(text: str) -> int:
    """Return the minutes after midnight of a time such as 09:30."""
    hours, _, minutes = text.partition(":")
    if not (text.isascii() and hours.isdecimal() and minutes[:2].isdecimal() and len(text) <= 8):
        raise Invalid("Give times of the day, such as 09:00.")
    return int(hours) * 60 + int(minutes[:2])


@cache
def _content(name: str) -> bytes:
    return Path(__file__).with_name(name).read_bytes()


def _script(name: str) -> Response:
    return Response(_content(name), media_type="text/javascript", headers={"Cache-Control": "no-cache"})
