"""People: who asks, everybody, and whom one has blocked."""

from typing import Annotated

from fastapi import FastAPI, Query

from chat import accounts, rooms
from chat.accounts.items import ProfileItem, UserItem
from chat.storage.database import database
from chat.storage.pagination import Listing
from chat.web.api.auth import Actor
from chat.web.api.errors import problems
from chat.web.api.schemas import Id, Person
from chat.web.api.schemas_of_people import BlockedPeople, ChangedMe, NewStatus, Profile
from chat.web.api.schemas_of_rooms import Listed, Me, People
from chat.web.api.steps import change_in_steps
from chat.web.server.limits import FORMS, PROFILE

ME = "/v1/me"
STATUS = "/v1/me/status"
BLOCKED = "/v1/blocked"
BLOCK = "/v1/blocked/{person_id}"
NOW = "You, as you are now."


def register(api: FastAPI) -> None:
    """Add the operations."""
    plain, with_body = problems(403, 404, 422), problems(403, 413, 415, 422)
    api.get(ME, summary="Show yourself", response_description="You.", responses=problems())(show_me)
    api.patch(ME, summary="Change yourself", response_description=NOW, responses=with_body)(change_me)
    api.put(STATUS, summary="Set your status", response_description=NOW, responses=with_body)(set_status)
    api.delete(STATUS, summary="Clear your status", response_description=NOW, responses=problems(403))(clear_status)
    api.get("/v1/people", summary="List the people", response_description="A page of them.", responses=problems(422))(
        list_people
    )
    api.get(
        "/v1/people/{person_id}",
        summary="Show somebody",
        response_description="What they tell of themselves.",
        responses=plain,
    )(show_person)
    api.get(BLOCKED, summary="List whom you have blocked", response_description="They.", responses=problems(403))(
        list_blocked
    )
    api.put(
        BLOCK, summary="Block somebody", response_description="They are blocked.", responses=plain, status_code=204
    )(block_person)
    api.delete(
        BLOCK,
        summary="Unblock somebody",
        response_description="They are not blocked.",
        responses=plain,
        status_code=204,
    )(unblock_person)


async def show_me(actor: Actor) -> Me:
    """The person whom the token belongs to."""
    return Me.model_validate(actor)


async def change_me(change: ChangedMe, actor: Actor) -> Profile:
    """Change your name, what you do, your time zone, and whether you are seen active; what you leave out stays."""
    await PROFILE.acquire(str(actor.id))
    told = (change.title, change.zone, change.name)
    await change_in_steps(
        ("profile", None if told == (None, None, None) else told, lambda told: accounts.change_profile(actor, *told)),
        ("shows_presence", change.shows_presence, lambda is_shown: accounts.show_presence(actor, is_shown=is_shown)),
    )
    return await _profile(actor.id)


async def set_status(status: NewStatus, actor: Actor) -> Profile:
    """Tell how you are, until a time or for good."""
    await FORMS.acquire(str(actor.id))
    await accounts.set_status(actor, status.emoji, status.text, status.until)
    return await _profile(actor.id)


async def clear_status(actor: Actor) -> Profile:
    """Tell no more how you are."""
    await FORMS.acquire(str(actor.id))
    await accounts.set_status(actor, "", "")
    return await _profile(actor.id)


async def list_people(asked: Annotated[Listed, Query()], _actor: Actor) -> People:
    """Everybody with an account, by name, a page at a time, without deactivated accounts and bots."""
    listing = await database.read(_people, asked.search, asked.page)
    people = [Person.model_validate(person) for person in listing.items]
    return People(people=people, total=listing.total, page=listing.page, more=listing.page < listing.pages)


async def show_person(person_id: Id, actor: Actor) -> Profile:
    """What somebody tells of themselves: what they do, how they are, and their time zone."""
    return Profile.model_validate(await database.read(_known, actor, person_id))


async def list_blocked(actor: Actor) -> BlockedPeople:
    """Whom you have blocked, by name."""
    found = await database.read(rooms.blocked_people, actor)
    return BlockedPeople(people=[Person.model_validate(person) for person in found])


async def block_person(person_id: Id, actor: Actor) -> None:
    """Have somebody write you no direct messages, nor you them; in rooms that both are in, nothing changes."""
    await FORMS.acquire(str(actor.id))
    await rooms.block_person(actor, person_id)


async def unblock_person(person_id: Id, actor: Actor) -> None:
    """Have somebody write you direct messages again."""
    await FORMS.acquire(str(actor.id))
    await rooms.unblock_person(actor, person_id)


async def _profile(person_id: int) -> Profile:
    return Profile.model_validate(await database.read(accounts.profile, person_id))


def _people(search: str, page: int) -> Listing[UserItem]:
    return accounts.directory(search, page, has_bots=False)


def _known(actor: UserItem, person_id: int) -> ProfileItem:
    rooms.require_known(actor, person_id)
    return accounts.profile(person_id)
