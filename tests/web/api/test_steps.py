"""Several changes asked for at once: what is refused says what was changed before it."""

from typing import Any

import pytest

from chat.errors import Forbidden
from chat.web.api.steps import change_in_steps


async def test_what_was_changed_before_something_was_refused_is_told() -> None:
    done: list[Any] = []

    async def change(to: Any) -> Any:
        if to == "refused":
            raise Forbidden("You may not.")
        done.append(to)
        return to

    assert await change_in_steps(("name", "Ada", change), ("kind", None, change)) == "Ada"
    with pytest.raises(Forbidden, match=r"^You may not\. Changed nevertheless: name\.$") as caught:
        await change_in_steps(("name", "Bea", change), ("kind", "refused", change), ("archived", True, change))
    assert caught.value.message.endswith("name.")
    with pytest.raises(Forbidden, match=r"^You may not\.$"):
        await change_in_steps(("name", None, change), ("kind", "refused", change))
    assert done == ["Ada", "Bea"]
