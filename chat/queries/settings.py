"""Reads of what this database is and how it is set."""

from chat.items import Registration, UserItem
from chat.queries.names import by_name
from chat.queries.people import is_active, user_item
from models import Setting, User


def is_demo() -> bool:
    """Tell whether this database was filled with demo content."""
    return setting("demo") is not None


def demo_users() -> list[UserItem]:
    """List the demo people, by name; nobody on a database with people of its own."""
    if not is_demo():
        return []
    demo = User.email.endswith("@streamchat.io")
    return by_name(user_item(row) for row in User.select().where(demo, is_active()))[:12]


def registration() -> Registration:
    """Tell who may register: anybody, whoever has an invite link, or nobody."""
    match setting("registration"):
        case "open":
            return "open"
        case "closed":
            return "closed"
    return "invite"


def setting(name: str) -> str | None:
    """Read a setting's value, if it was ever set."""
    row = Setting.get_or_none(Setting.name == name)
    return str(row.value) if row else None
