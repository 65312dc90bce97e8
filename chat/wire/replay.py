"""What NiceGUI sends again after a cut, without loading the page anew where nothing is missing.

A browser that is cut off again before the server has repeated everything may by then be ahead of it: what came over
the first connection was still being worked on. NiceGUI finds no such message and has the page loaded anew (seen).
"""

from nicegui.outbox import Outbox

_rewind = Outbox.try_rewind


def install() -> None:
    """Take the place of NiceGUI's method."""
    Outbox.try_rewind = rewind  # type: ignore[assignment]


def rewind(outbox: Outbox, target_message_id: int) -> None:
    """Go back to the message that a browser wants next, or forward: then it has had what waits to be repeated."""
    ahead = target_message_id - outbox.next_message_id
    if 0 < ahead <= len(outbox.messages):
        for _ in range(ahead):
            outbox.messages.popleft()
        outbox.message_history.clear()
        outbox.next_message_id = target_message_id
    else:
        _rewind(outbox, target_message_id)
