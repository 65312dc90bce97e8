"""How one is told of what concerns one: mail, hours of the week, do not disturb."""

from functools import partial

from fastapi import FastAPI

from chat import notifications
from chat.notifications.items import Schedule
from chat.storage.database import database
from chat.web.api.auth import Actor
from chat.web.api.errors import problems
from chat.web.api.schemas_of_people import ChangedNotifications, NewPause, Notifications
from chat.web.api.steps import change_in_steps
from chat.web.server.limits import FORMS

ALL = "/v1/me/notifications"
PAUSE = f"{ALL}/pause"
NOW = "How you are told now."


def register(api: FastAPI) -> None:
    """Add the operations."""
    with_body = problems(403, 413, 415, 422)
    api.get(ALL, summary="Show how you are notified", response_description=NOW, responses=problems(403))(show_all)
    api.patch(ALL, summary="Change how you are notified", response_description=NOW, responses=with_body)(change)
    api.put(PAUSE, summary="Pause notifications", response_description=NOW, responses=with_body)(pause)
    api.delete(PAUSE, summary="Resume notifications", response_description=NOW, responses=problems(403))(resume)


async def show_all(actor: Actor) -> Notifications:
    """How you are told of what concerns you; of what in a room, the room says as `level`."""
    return Notifications.model_validate(await database.read(notifications.settings, actor))


async def change(change: ChangedNotifications, actor: Actor) -> Notifications:
    """Change how you are told of what concerns you; what you leave out stays."""
    await FORMS.acquire(str(actor.id))
    week = change.week and Schedule(change.week.days, change.week.begins, change.week.ends, change.week.zone)
    await change_in_steps(
        ("week", week, partial(notifications.set_schedule, actor)),
        ("mail", change.mail, lambda is_wanted: notifications.set_mail(actor, is_wanted=is_wanted)),
        ("replies", change.replies, lambda wanted: notifications.set_replies(actor, are_wanted=wanted)),
    )
    return await show_all(actor)


async def pause(pause: NewPause, actor: Actor) -> Notifications:
    """Be told of nothing for a while."""
    await FORMS.acquire(str(actor.id))
    await notifications.pause_notifications(actor, pause.how_long)
    return await show_all(actor)


async def resume(actor: Actor) -> Notifications:
    """End a pause."""
    await FORMS.acquire(str(actor.id))
    await notifications.resume_notifications(actor)
    return await show_all(actor)
