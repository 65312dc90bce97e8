"""Changes that are several commands: what is refused after others were carried out says so."""

from collections.abc import Awaitable, Callable
from typing import Any

from chat.errors import ChatError

Step = tuple[str, Any, Callable[[Any], Awaitable[Any]]]
"""What is changed, to what, and how."""


async def change_in_steps(*steps: Step) -> Any:
    """Make those changes that are not None, in turn, and return what the last one returned.

    Raises what one of them raises; its message tells what was changed before it.
    """
    done: list[str] = []
    result = None
    for name, value, change in steps:
        if value is None:
            continue
        try:
            result = await change(value)
        except ChatError as error:
            if done:
                error.message += f" Changed nevertheless: {', '.join(done)}."
                error.args = (error.message,)
            raise
        done.append(name)
    return result
