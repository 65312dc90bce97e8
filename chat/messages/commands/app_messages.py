"""What the app itself writes to somebody, as direct messages."""

from chat import rooms
from chat.accounts import app_account
from chat.messages.commands.messages import write_message
from models import Message, User


def tell_as_app(person: User, text: str, *, once: bool = False) -> None:
    """Write somebody a direct message as the app, inside a change; whoever is gone is told nothing.

    What is told `once` is not told to whom the app has written just that before.
    """
    if person.deactivated_at is None and person.deleted_at is None:
        app = app_account()
        room = rooms.room_with_app(person.id, app)
        if once and Message.select().where(Message.room == room, Message.body == text).exists():
            return
        write_message(room, User.get_by_id(app.id), (text, None), None, None, ())
