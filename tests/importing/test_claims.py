"""Accounts that were imported wait for their owners, who choose a password by a link."""

from typing import Any

import pytest
from nicegui.testing import User as Visitor

from chat import accounts
from chat.accounts import NO_ADDRESS, UNCLAIMED
from chat.errors import Invalid
from chat.storage.name_keys import name_key
from models import ResetLink, User, db, now_ms
from tests.page_client import another_browser, follow, log_in, log_in_as_administrator, page, post
from tests.people import PASSWORD, identified, register_person
from tests.web.pages.test_admin import secret

NEW = "seven slow grey herons"


def imported(name: str, email: str) -> int:
    return int(
        User.create(
            name=name, name_key=name_key(name), email=email, password_hash=UNCLAIMED, deactivated_at=now_ms()
        ).id
    )


async def test_an_administrator_gives_an_address_and_a_link_and_the_account_is_claimed(visitor: Visitor) -> None:
    await log_in_as_administrator(visitor)
    with db.connection_context():
        zoe = imported("Zoe Import", f"abc{NO_ADDRESS}")
    text = await page(visitor, "/admin?show=imported")
    assert all(said in text for said in ("Zoe Import", "Not claimed", "No email address"))
    assert NO_ADDRESS not in text
    assert (await post(visitor, "/admin/people/reset-link", user_id=zoe)).status_code == 422
    assert (await post(visitor, "/admin/people/reactivate", user_id=zoe)).status_code == 422
    assert (await post(visitor, "/admin/people/send-link", user_id=zoe)).status_code == 422
    given = await post(visitor, "/admin/people/address", user_id=zoe, email="Zoe@Example.com")
    assert "has an email address now" in await follow(visitor, given)
    link = secret(await post(visitor, "/admin/people/reset-link", user_id=zoe)).removeprefix("http://test")
    with another_browser(visitor):
        asked = await page(visitor, link)
        assert ("Claim your account" in asked, "logged out" in asked) == (True, False)
        claimed = await post(visitor, link, password=NEW)
        assert "The account is yours." in claimed.text
        assert 'value="zoe@example.com"' in claimed.text
        assert (await log_in(visitor, email="zoe@example.com", password=NEW)).status_code == 303
    assert "Zoe Import" not in await page(visitor, "/admin?show=imported")


async def test_a_link_can_be_asked_for_by_mail_and_is_good_for_a_name_that_is_taken(opened: None) -> None:
    zoe = imported("Zoe", "zoe@example.com")
    assert accounts.credentials("zoe@example.com") is None
    User.create(name="Zoe", name_key="zoe", email="other@example.com", password_hash="-")
    token = await accounts.request_reset("zoe@example.com")
    assert token
    await accounts.reset_password(token, NEW)
    row = User.get_by_id(zoe)
    assert (row.name, row.deactivated_at, row.password_hash != UNCLAIMED) == ("Zoe 2", None, True)
    assert await accounts.request_reset(f"abc{NO_ADDRESS}") is None


async def test_the_first_administrator_claims_what_was_imported_for_them(opened: None) -> None:
    zoe = imported("Zoe", "zoe@example.com")
    assert not accounts.has_people()
    made = await accounts.create_administrator("Zoe Z.", "zoe@example.com", NEW)
    row = User.get_by_id(zoe)
    assert (made.id, row.name, row.role, row.deactivated_at) == (zoe, "Zoe Z.", "administrator", None)


async def test_only_accounts_without_an_owner_get_an_address(opened: None) -> None:
    boss: Any = identified(await accounts.start_session(register_person("Boss", "administrator")))
    adam, zoe = register_person("Adam"), imported("Zoe", f"abc{NO_ADDRESS}")
    for person, email in ((adam, "new@example.com"), (zoe, "adam@example.com"), (zoe, "nonsense")):
        with pytest.raises(Invalid):
            await accounts.give_address(boss, person, email)
    await accounts.give_address(boss, zoe, "zoe@example.com")
    await accounts.create_reset_link(boss, zoe)
    await accounts.give_address(boss, zoe, "zoe@example.org")
    assert (ResetLink.select().count(), PASSWORD and User.get_by_id(zoe).email) == (0, "zoe@example.org")
