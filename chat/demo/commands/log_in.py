"""What can be done on a demo database only."""

from chat.accounts import start_session
from chat.demo.queries import demo_users
from chat.errors import Forbidden
from chat.storage.database import database
from models import row_id


async def log_in_as_demo_user(user_id: int, *, device: str = "") -> str:
    """Open a session as one of the demo's people, on a demo database alone; raises `Forbidden`."""
    if row_id(user_id) not in {user.id for user in await database.read(demo_users)}:
        raise Forbidden("Demo account not found.")
    return await start_session(user_id, device=device)
