"""A window of our own, by NiceGUI's native mode: what it needs, how it begins, and what happens in its process."""

from chat.native.engine import obstacle
from chat.native.frame import open_window
from chat.native.process import end_with_parent

__all__ = ["end_with_parent", "obstacle", "open_window"]
