"""`/saved`: the messages that one has saved for later."""

from chat import messages
from chat.web.pages.actor import Actor
from chat.web.pages.form import form
from chat.web.pages.form_page import Done, done
from chat.web.pages.forms import RowId
from chat.web.pages.message_listing import MessageListing

SAVED = MessageListing(
    path="/saved",
    title="Saved",
    lead="Messages that you have saved for later. Only you see this list.",
    empty="Nothing saved yet. Point at a message and choose “Save for later”.",
    query=messages.saved_messages,
)


def register() -> None:
    """Add the routes."""
    SAVED.register()
    remove.register()


@form("/saved/remove", page=SAVED.form_page(), section="messages")
async def remove(actor: Actor, message_id: RowId = 0, page: RowId = 1) -> Done:
    """Remove a message from the list, and stay on its page."""
    await messages.unsave_message(actor.user, message_id)
    return done("removed", page=page)
