"""What a token that may only write is answered: numbers that it needs to go on, and nothing that stands there."""

import json
from typing import Any

from fastapi import Response
from fastapi.responses import JSONResponse

from chat.accounts.items import Caller

MADE = ("id", "url", "secret", "length")
"""What something that was made or found is called by, and what is told of it only once."""

OF_OWN_MESSAGE = ("room_id", "client_id", "created_at", "edited_at", "revision")
"""What besides is answered of a message that the token's owner wrote."""


def shortened(response: Response, caller: Caller) -> Response:
    """Return an answer to a change as the token may have it: what it does not say may have been written by others."""
    if "read" in caller.scopes or not response.body:
        return response
    answer: dict[str, Any] = json.loads(bytes(response.body))
    is_own = answer.get("author", {}).get("id") == caller.id
    names = (*MADE, *OF_OWN_MESSAGE) if is_own else MADE
    return JSONResponse({name: answer[name] for name in names if name in answer}, response.status_code)
