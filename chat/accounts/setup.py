"""How far the first start has come."""

from chat.storage.settings import setting

STEP = "setup_step"

SETUP_STEPS = ("team", "invite", "room")
"""What comes after the first administrator."""


def setup_step() -> str:
    """Return the step that comes next, or an empty string once all is done."""
    return setting(STEP) or ""
