"""Blocking: whoever is blocked can write no direct messages to somebody, nor add them to rooms."""

from chat.accounts import require_active, user_row
from chat.accounts.items import UserItem
from chat.errors import Invalid
from chat.rooms.blocks import key_of
from chat.rooms.commands.listed import publish_membership
from chat.storage.database import database
from models import Block, Membership, Room, lock_for_update, now_ms


async def block_person(actor: UserItem, user_id: int) -> None:
    """Let somebody write no direct messages to the actor any more, and hide those there are; once more does nothing.

    Neither can the actor write to them, nor they add the actor to a room. In rooms that both are in nothing changes.
    Raises `NotFound` for the person, and `Invalid` for the actor themselves.
    """
    await database.write(_block, actor, user_id)


async def unblock_person(actor: UserItem, user_id: int) -> None:
    """Let somebody write to the actor again; whoever was not blocked stays so. Raises `NotFound` for the person."""
    await database.write(_unblock, actor, user_id)


def _block(actor: UserItem, user_id: int) -> None:
    row, person = require_active(actor), user_row(user_id)
    if person.id == row.id:
        raise Invalid("You cannot block yourself.")
    direct = _direct_between(row.id, person.id)  # locked: what they write at this moment is before or after
    if not Block.select().where(Block.user == row, Block.person == person).exists():
        Block.create(user=row, person=person)
        _tell(direct, hides_for=row.id)


def _unblock(actor: UserItem, user_id: int) -> None:
    row, person = require_active(actor), user_row(user_id)
    direct = _direct_between(row.id, person.id)
    if Block.delete().where(Block.user == row, Block.person == person).execute():
        _tell(direct)


def _direct_between(one: int, other: int) -> Room | None:
    rooms = lock_for_update(Room.select().where(Room.people_key == key_of((one, other))))
    found: Room | None = rooms.first()
    return found


def _tell(direct: Room | None, hides_for: int = 0) -> None:
    """Have pages that show the direct messages say whether one can write there."""
    if direct is None:
        return
    for membership in Membership.select().where(Membership.room == direct):
        if membership.user_id == hides_for and not membership.hidden_at:
            membership.hidden_at = now_ms()
        publish_membership(direct, membership)
