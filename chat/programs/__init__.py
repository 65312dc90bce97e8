"""Programs that speak and listen: what they post, and what they are told.

Code outside this package imports it or `.items`. `read_payload` and `post_of` know what other chats' webhooks are sent.
"""

from chat.programs.commands.incoming_hooks import MAX_HOOKS, create_hook, delete_hook, note_use
from chat.programs.payloads import Post, Refused, post_of, read_payload
from chat.programs.queries import hook_target, hooks_of

__all__ = [
    "MAX_HOOKS",
    "Post",
    "Refused",
    "create_hook",
    "delete_hook",
    "hook_target",
    "hooks_of",
    "note_use",
    "post_of",
    "read_payload",
]
