"""The audit log: every administrator's deed is in it, once, and nobody else's."""

import pytest

from chat import accounts, messages, rooms
from chat.accounts.commands.audit import KEPT_FOR_MS
from chat.accounts.items import Identity
from chat.errors import Forbidden
from models import AuditEntry, Session, now_ms
from tests.people import register_person


@pytest.fixture
def boss(opened):
    """An administrator who has just given the password."""
    user = accounts.user_by_id(register_person("Boss", "administrator"))
    session = Session.create(user=user.id, token_hash="s", expires_at=now_ms() + 10**8)
    return Identity(session.id, user, now_ms(), now_ms())


def logged():
    return [(row.action, row.person_id, row.room_id, row.detail) for row in AuditEntry.select().order_by(AuditEntry.id)]


async def test_what_administrators_do_to_accounts_is_noted(boss, ada):
    await accounts.set_role(boss, ada.id, "administrator")
    await accounts.set_role(boss, ada.id, "member")
    await accounts.create_reset_link(boss, ada.id)
    await accounts.end_sessions_of(boss.user, ada.id)
    await accounts.deactivate_person(boss, ada.id)
    await accounts.reactivate_person(boss, ada.id)
    await accounts.set_registration(boss, "open")
    await accounts.create_invite(boss.user)
    [invite] = accounts.invites()
    await accounts.revoke_invite(boss.user, invite.id)
    await accounts.revoke_invite(boss.user, invite.id)
    about_ada = [("role", "administrator"), ("role", "member"), ("reset-link", ""), ("logged-out", "")]
    about_ada += [("deactivated", ""), ("reactivated", "")]
    expected = [(action, ada.id, None, detail) for action, detail in about_ada]
    expected += [("registration", None, None, "open")]
    expected += [(action, None, None, str(invite.id)) for action in ("invited", "revoked")]
    assert logged() == expected
    newest, *_ = accounts.audit_listing(boss.user).items
    assert (newest.actor, newest.action) == (boss.user, "revoked")


async def test_what_they_do_to_open_rooms_is_noted_and_closed_ones_are_left_alone(boss, ada):
    kitchen = (await rooms.create_room(ada, "kitchen")).id
    said = (await messages.send_message(ada, kitchen, "hello")).id
    mine = (await messages.send_message(boss.user, kitchen, "hello")).id
    await rooms.rename_room(boss.user, kitchen, "cellar")
    await rooms.set_default_room(boss.user, kitchen, is_default=False)
    await rooms.archive_room(boss.user, kitchen)
    await rooms.restore_room(boss.user, kitchen)
    await messages.delete_message(boss.user, said)
    await messages.delete_message(boss.user, mine)
    await rooms.change_room_kind(boss.user, kitchen, "closed")
    before = logged()
    assert [(action, person, detail) for action, person, _, detail in before] == [
        ("renamed", None, "kitchen → cellar"),
        ("default", None, "no"),
        ("archived", None, ""),
        ("restored", None, ""),
        ("deleted", ada.id, ""),
        ("closed", None, ""),
    ]
    attic = (await rooms.create_room(boss.user, "attic", kind="closed")).id
    await rooms.rename_room(boss.user, attic, "loft")
    await rooms.rename_room(ada, kitchen, "larder")
    assert logged() == before


async def test_what_was_so_already_is_not_noted(boss, ada):
    kitchen = (await rooms.create_room(ada, "kitchen", "where we eat")).id
    await accounts.deactivate_person(boss, ada.id)
    await rooms.archive_room(boss.user, kitchen)
    before = logged()
    assert len(before) == 2
    for _ in range(2):
        await accounts.set_role(boss, ada.id, "member")
        await accounts.set_role(boss, boss.user.id, "administrator")
        await accounts.set_registration(boss, accounts.registration())
        await accounts.deactivate_person(boss, ada.id)
        await rooms.archive_room(boss.user, kitchen)
        await rooms.rename_room(boss.user, kitchen, "kitchen", "where we eat")
        await rooms.set_default_room(boss.user, kitchen, is_default=True)
    assert logged() == before


async def test_it_is_kept_for_a_year(boss, ada):
    await accounts.set_role(boss, ada.id, "administrator")
    await accounts.set_role(boss, ada.id, "member")
    oldest = AuditEntry.select().order_by(AuditEntry.id).first()
    AuditEntry.update(created_at=now_ms() - KEPT_FOR_MS - 1).where(AuditEntry.id == oldest.id).execute()
    await accounts.forget_old_actions()
    assert [detail for *_, detail in logged()] == ["member"]


async def test_nobody_but_administrators_reads_it(boss, ada):
    with pytest.raises(Forbidden):
        accounts.audit_listing(ada)
    assert not accounts.audit_listing(boss.user).items


async def test_what_is_refused_is_not_noted(boss, ada):
    with pytest.raises(Forbidden):
        await accounts.deactivate_person(boss, boss.user.id)
    with pytest.raises(Forbidden):
        await rooms.set_default_room(ada, (await rooms.create_room(ada, "kitchen")).id, is_default=True)
    assert logged() == []
