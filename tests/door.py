"""At the door of the whole program: what tests of its pages have in common."""

from pathlib import Path

from httpx import Response
from nicegui.testing import User as Visitor

MAIN = Path(__file__).parents[1] / "main.py"
PASSWORD = "passw0rd!passw0rd!"
"""Of all the demo's people."""


async def log_in(visitor: Visitor, **fields: str) -> Response:
    """Log in as Adam, or as who is named."""
    return await visitor.http_client.post("/login", data={"email": "adam@streamchat.io", "password": PASSWORD} | fields)
