"""Messages, reactions and typing.

Commands check, commit and then publish; their first argument is who asks. Queries are plain functions that return
items: run them with `await database.read(query, …)`. Code outside this package imports it, `.items` or `.events`.
"""

from chat.messages.commands.messages import delete_message, edit_message, send_message, send_message_once
from chat.messages.commands.reactions import MAX_KINDS, react
from chat.messages.commands.typing import notify_typing
from chat.messages.queries import (
    MAX_CHANGES,
    PAGE_SIZE,
    changes_since,
    message_item,
    messages_after,
    messages_before,
    newest_messages,
    reactions_to,
)

__all__ = [
    "MAX_CHANGES",
    "MAX_KINDS",
    "PAGE_SIZE",
    "changes_since",
    "delete_message",
    "edit_message",
    "message_item",
    "messages_after",
    "messages_before",
    "newest_messages",
    "notify_typing",
    "react",
    "reactions_to",
    "send_message",
    "send_message_once",
]
