"""What the app itself writes to somebody, as direct messages."""

from chat import rooms
from chat.accounts import app_account
from chat.messages.commands.messages import write_message
from models import User


def tell_as_app(person: User, text: str) -> None:
    """Write somebody a direct message as the app, inside a change; whoever is gone is told nothing."""
    if person.deactivated_at is None and person.deleted_at is None:
        app = app_account()
        write_message(rooms.room_with_app(person.id, app), User.get_by_id(app.id), (text, None), None, None, ())
