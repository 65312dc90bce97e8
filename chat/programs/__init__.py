"""Programs that speak and listen: what they post, and what they are told.

Code outside this package imports it or `.items`. `read_payload` and `post_of` know what other chats' webhooks are sent.
"""

from chat.programs.addresses import set_webhook_hosts
from chat.programs.calling import Calling
from chat.programs.commands.incoming_hooks import MAX_HOOKS, create_hook, delete_hook, note_use
from chat.programs.commands.outgoing_hooks import (
    create_outgoing_hook,
    delete_outgoing_hook,
    enable_outgoing_hook,
    rotate_outgoing_secret,
)
from chat.programs.listening import bots_that_may_listen, outgoing_hooks
from chat.programs.payloads import Post, Refused, post_of, read_payload
from chat.programs.queries import hook_target, hooks_of
from chat.programs.signing import signature

__all__ = [
    "MAX_HOOKS",
    "Calling",
    "Post",
    "Refused",
    "bots_that_may_listen",
    "create_hook",
    "create_outgoing_hook",
    "delete_hook",
    "delete_outgoing_hook",
    "enable_outgoing_hook",
    "hook_target",
    "hooks_of",
    "note_use",
    "outgoing_hooks",
    "post_of",
    "read_payload",
    "rotate_outgoing_secret",
    "set_webhook_hosts",
    "signature",
]
