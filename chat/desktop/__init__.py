"""The native window, by NiceGUI's native mode."""

from chat.desktop.availability import unavailable_reason
from chat.desktop.window import open_window
from chat.desktop.window_process import end_with_parent

__all__ = ["end_with_parent", "open_window", "unavailable_reason"]
