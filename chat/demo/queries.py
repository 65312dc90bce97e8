"""Reads of the demo's accounts."""

from chat.accounts import is_active, user_item
from chat.accounts.items import UserItem
from chat.storage.settings import is_demo
from chat.storage.sorting import sorted_by_name
from models import User


def demo_users() -> list[UserItem]:
    """List the demo people, by name; nobody on a database with people of its own."""
    if not is_demo():
        return []
    demo = User.email.endswith("@streamchat.io")
    return sorted_by_name(user_item(row) for row in User.select().where(demo, is_active()))[:12]
