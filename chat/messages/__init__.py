"""Messages, reactions, saved messages and typing.

Commands and queries take the actor first and return nothing that the actor may not see; `unchecked` does no check.
Queries are plain functions that return items: run them with `await database.read(query, actor, …)`.
Whom a message means: `message.mentions` (people, in the room or not), `message.mentions_room` (everybody in it), and
`message.mentioned_ids`; what an edit or a deletion has changed of it, `event.mentioned_before` says.
Code outside this package imports it, `.items` or `.events`.
"""

from chat.messages import unchecked
from chat.messages.commands.app_messages import tell_as_app
from chat.messages.commands.descriptions import describe_file
from chat.messages.commands.editing import UNCHECKED, edit_message
from chat.messages.commands.interrupting import end_interrupted
from chat.messages.commands.live import press, send_live
from chat.messages.commands.mentions import MAX_PEOPLE
from chat.messages.commands.messages import delete_message, send_message, send_message_once
from chat.messages.commands.naming import link_tellings_to
from chat.messages.commands.once import forget_completed_actions
from chat.messages.commands.pins import MAX_PINS, pin_message, unpin_message
from chat.messages.commands.posting import post_messages
from chat.messages.commands.previews import remove_preview, set_link_previews, show_preview
from chat.messages.commands.reactions import MAX_KINDS, react
from chat.messages.commands.redrawing import store_redrawn
from chat.messages.commands.reminders import cancel_reminder, remind_of, send_due_reminders
from chat.messages.commands.retention import set_edit_history, set_place_retention, set_room_retention
from chat.messages.commands.saved import MAX_SAVED, save_message, unsave_message
from chat.messages.commands.storing_words import hear_words, store_words
from chat.messages.commands.threads import follow_thread, open_thread, unfollow_thread
from chat.messages.commands.typing import notify_typing
from chat.messages.commands.upkeep import delete_what_is_not_kept
from chat.messages.commands.words import append_words, finish_message, start_message
from chat.messages.feeds import FeedChanges, changes_after
from chat.messages.followed_threads import followed_threads, root_of_reply, thread_below
from chat.messages.last_messages import last_messages
from chat.messages.live import live_file, pressed_secretly
from chat.messages.message_preview import preview_message
from chat.messages.pins import rows_with_pins
from chat.messages.previews import make_previews_by_default, makes_previews
from chat.messages.queries import (
    MAX_CHANGES,
    PAGE_SIZE,
    changes_since,
    first_lines,
    found_messages,
    messages_after,
    messages_around,
    messages_before,
    newest_messages,
    pinned_messages,
    reminders,
    saved_messages,
)
from chat.messages.reminding import FARTHEST, WHENS
from chat.messages.retention import keeps_history, retention
from chat.messages.shared_links import messages_with_links, people_with_links
from chat.messages.threads import FACES
from chat.messages.versions import versions

__all__ = [
    "FACES",
    "FARTHEST",
    "MAX_CHANGES",
    "MAX_KINDS",
    "MAX_PEOPLE",
    "MAX_PINS",
    "MAX_SAVED",
    "PAGE_SIZE",
    "UNCHECKED",
    "WHENS",
    "FeedChanges",
    "append_words",
    "cancel_reminder",
    "changes_after",
    "changes_since",
    "delete_message",
    "delete_what_is_not_kept",
    "describe_file",
    "edit_message",
    "end_interrupted",
    "finish_message",
    "first_lines",
    "follow_thread",
    "followed_threads",
    "forget_completed_actions",
    "found_messages",
    "hear_words",
    "keeps_history",
    "last_messages",
    "link_tellings_to",
    "live_file",
    "make_previews_by_default",
    "makes_previews",
    "messages_after",
    "messages_around",
    "messages_before",
    "messages_with_links",
    "newest_messages",
    "notify_typing",
    "open_thread",
    "people_with_links",
    "pin_message",
    "pinned_messages",
    "post_messages",
    "press",
    "pressed_secretly",
    "preview_message",
    "react",
    "remind_of",
    "reminders",
    "remove_preview",
    "retention",
    "root_of_reply",
    "rows_with_pins",
    "save_message",
    "saved_messages",
    "send_due_reminders",
    "send_live",
    "send_message",
    "send_message_once",
    "set_edit_history",
    "set_link_previews",
    "set_place_retention",
    "set_room_retention",
    "show_preview",
    "start_message",
    "store_redrawn",
    "store_words",
    "tell_as_app",
    "thread_below",
    "unchecked",
    "unfollow_thread",
    "unpin_message",
    "unsave_message",
    "versions",
]
