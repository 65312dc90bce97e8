"""People: who asks, and everybody."""

from typing import Annotated

from fastapi import FastAPI, Query

from chat import accounts
from chat.storage.database import database
from chat.web.api.auth import Actor
from chat.web.api.errors import problems
from chat.web.api.schemas import Person
from chat.web.api.schemas_of_rooms import Listed, Me, People


def register(api: FastAPI) -> None:
    """Add the operations."""
    api.get("/v1/me", summary="Show yourself", response_description="You.", responses=problems())(show_me)
    api.get("/v1/people", summary="List the people", response_description="A page of them.", responses=problems(422))(
        list_people
    )


async def show_me(actor: Actor) -> Me:
    """The person whom the token belongs to."""
    return Me.model_validate(actor)


async def list_people(asked: Annotated[Listed, Query()], _actor: Actor) -> People:
    """Everybody with an account, by name, a page at a time, without deactivated accounts."""
    listing = await database.read(accounts.directory, asked.search, asked.page)
    people = [Person.model_validate(person) for person in listing.items]
    return People(people=people, total=listing.total, page=listing.page, more=listing.page < listing.pages)
