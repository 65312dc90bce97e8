"""Schemas of what people tell of themselves, and of how they are told of what concerns them."""

from typing import Annotated, Literal

from pydantic import Field

from chat.accounts import MAX_STATUS
from chat.text import MAX_NAME
from chat.web.api.schemas import Answer, Count, Person, Request

Minute = Annotated[int, Field(ge=0, le=24 * 60 - 1)]


class ChangedMe(Request):
    """What is to change of you; what is left out stays."""

    name: Annotated[str, Field(min_length=1, max_length=MAX_NAME)] | None = Field(
        default=None, description="Your name.", examples=["Ada"]
    )
    title: Annotated[str, Field(max_length=100)] | None = Field(
        default=None, description="What you do.", examples=["Gardener"]
    )
    zone: Annotated[str, Field(max_length=64)] | None = Field(
        default=None, description="Your time zone.", examples=["Europe/Vienna"]
    )
    shows_presence: bool | None = Field(
        default=None, description="Whether others see that you are active, and typing.", examples=[True]
    )


class NewStatus(Request):
    """How you are."""

    emoji: Annotated[str, Field(max_length=32)] = Field(default="", description="One emoji.", examples=["🌴"])
    text: Annotated[str, Field(max_length=MAX_STATUS)] = Field(
        default="", description="A few words.", examples=["On vacation"]
    )
    until: Count | None = Field(
        default=None, description="Until when, in milliseconds since 1970, UTC; null for good.", examples=[None]
    )


class Status(Answer):
    """How somebody is."""

    emoji: str = Field(description="An emoji.")
    text: str = Field(description="A few words; may be empty.")
    until: int | None = Field(description="Until when, in milliseconds since 1970, UTC, if not for good.")


class Profile(Answer):
    """What somebody tells of themselves."""

    person: Person = Field(validation_alias="user", description="Who it is.")
    title: str = Field(description="What they do; may be empty.")
    zone: str = Field(description="Their time zone, such as `Europe/Vienna`; may be empty.")
    status: Status | None = Field(description="How they are, if they tell it.")
    active: bool = Field(validation_alias="is_active", description="Whether their account can be written to.")


class BlockedPeople(Answer):
    """Whom you have blocked."""

    people: list[Person] = Field(description="The people, by name.")


class NewPause(Request):
    """For how long you are told of nothing."""

    how_long: Literal["30", "60", "tomorrow"] = Field(
        description="For 30 or 60 minutes, or until tomorrow by the clock of your profile's zone.", examples=["30"]
    )


class Week(Request):
    """When in a week you are told of anything."""

    days: Annotated[str, Field(pattern="^[1-7]{0,7}$")] = Field(
        description="The days on which you are, 1 for Monday; none for always.", examples=["12345"]
    )
    begins: Minute = Field(description="From which minute of the day.", examples=[540])
    ends: Minute = Field(description="To which minute of the day.", examples=[1080])
    zone: Annotated[str, Field(max_length=64)] = Field(
        default="", description="By which clock; it becomes that of your profile.", examples=["Europe/Vienna"]
    )


class ChangedNotifications(Request):
    """What is to change; what is left out stays."""

    mail: bool | None = Field(
        default=None, description="Whether you get mail about what you have missed.", examples=[True]
    )
    replies: bool | None = Field(
        default=None, description="Whether answers to your messages are told as mentions are.", examples=[True]
    )
    week: Week | None = Field(
        default=None, description="At which hours of a week you are told of anything.", examples=[None]
    )


class ToldWeek(Answer):
    """When in a week you are told of anything."""

    days: str = Field(description="The days on which you are, 1 for Monday; empty for always.")
    begins: int = Field(description="From which minute of the day.")
    ends: int = Field(description="To which minute of the day.")
    zone: str = Field(validation_alias="time_zone", description="By which clock.")


class Notifications(Answer):
    """How you are told of what concerns you."""

    paused_until: int = Field(description="Until when you are told nothing, in milliseconds since 1970, UTC, or 0.")
    mail: bool = Field(validation_alias="wants_mail", description="Whether you get mail about what you have missed.")
    replies: bool = Field(
        validation_alias="wants_replies", description="Whether answers to your messages are told as mentions are."
    )
    week: ToldWeek = Field(
        validation_alias="schedule", description="At which hours of a week you are told of anything."
    )
