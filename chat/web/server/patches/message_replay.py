"""Lets NiceGUI resend messages after a reconnect without reloading the page.

Why: a browser that is cut off again before the server has repeated everything may be ahead of it by then: what came
over the first connection was still being worked on. NiceGUI finds no such message and has the page loaded anew.
Read in: nicegui 3.18.0
Without it: two cuts in a row reload the page, seen with phones that change networks
Can go when: `Outbox.try_rewind` ignores messages that a browser has acknowledged
"""

from nicegui.outbox import Outbox

_rewind = Outbox.try_rewind

REACHED = "_streamchat_reached"
"""Where an outbox keeps the number that its next message had before it was set back."""


def install() -> None:
    """Replace NiceGUI's method."""
    Outbox.try_rewind = rewind  # type: ignore[assignment]


def rewind(outbox: Outbox, target_message_id: int) -> None:
    """Go back to the message that a browser wants next; where it is ahead, it ignores what it has had already."""
    reached = max(outbox.next_message_id, getattr(outbox, REACHED, 0))
    setattr(outbox, REACHED, reached)
    if not outbox.next_message_id < target_message_id <= reached:
        _rewind(outbox, target_message_id)
