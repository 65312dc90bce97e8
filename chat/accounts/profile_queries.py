"""Reads of what people tell of themselves."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import peewee

from chat.accounts.bots import is_of_hook, owner_of
from chat.accounts.commands.app_account import APP
from chat.accounts.items import ProfileItem, StatusItem
from chat.accounts.queries import BOT, user_item
from chat.errors import NotFound
from chat.storage.pagination import Listing, paginate
from chat.storage.prepared import Prepared
from models import Profile, User, is_active, now_ms, row_id


def profile(user_id: int) -> ProfileItem:
    """Return somebody's profile, also of a deactivated or deleted account; raises `NotFound`."""
    row = _with_users().where(User.id == row_id(user_id)).first()
    if row is None:
        raise NotFound("Person not found.")
    item = _profile_item(row)
    return replace(item, owner=owner_of(row.id), is_of_hook=is_of_hook(row)) if row.role == BOT else item


def profiles(user_ids: Collection[int]) -> dict[int, ProfileItem]:
    """Return the profiles of those of these people who have an account, by id."""
    return {row.id: _profile_item(row) for row in _with_users().where(User.id.in_(list(user_ids)))}


def people_directory(search: str = "", page: int = 1) -> Listing[ProfileItem]:
    """List the people whose account is active and whose name or title matches a search, by name; without bots."""
    title = peewee.fn.COALESCE(Profile.title, "")
    rows: Any = User.select(User.id, User.name, title).join(Profile, peewee.JOIN.LEFT_OUTER)
    rows = rows.where(is_active(), User.role != BOT)
    return paginate(rows.tuples(), search, page, profiles)


def statuses(user_ids: Collection[int]) -> dict[int, StatusItem]:
    """Return the statuses of those of these people who have one now, by id."""
    columns = (Profile.user, Profile.status_emoji, Profile.status_text, Profile.status_until)
    rows: Any = Profile.select(*columns).where(Profile.user.in_(list(user_ids)), Profile.status_emoji != "")
    now = now_ms()
    return {id_: StatusItem(*status) for id_, *status in rows.tuples() if status[-1] is None or status[-1] > now}


def zones_of(user_ids: Collection[int]) -> dict[int, str]:
    """Return the time zones of those of these people who have told it, by id."""
    rows: Any = Profile.select(Profile.user, Profile.zone).where(Profile.user.in_(list(user_ids)), Profile.zone != "")
    return dict(rows.tuples())


def hides_presence(user_id: int) -> bool:
    """Whether somebody does not want to be seen active, nor typing."""
    return _hiding.row(user_id) is not None


@Prepared
def _hiding(user_id: Any) -> Any:
    return Profile.select(Profile.id).where(Profile.user == user_id, Profile.hides_presence == True)  # noqa: E712


def _with_users() -> Any:
    return User.select(User, Profile).join(Profile, peewee.JOIN.LEFT_OUTER)


def _profile_item(row: User) -> ProfileItem:
    told = getattr(row, "profile", None) or Profile()
    is_over = told.status_until is not None and told.status_until <= now_ms()
    has_status = bool(told.status_emoji or told.status_text) and not is_over
    return ProfileItem(
        user=user_item(row),
        title=told.title,
        zone=told.zone,
        status=StatusItem(told.status_emoji, told.status_text, told.status_until) if has_status else None,
        hides_presence=bool(told.hides_presence),
        is_deactivated=row.deactivated_at is not None,
        is_deleted=row.deleted_at is not None,
        is_app=row.role == APP,
    )
