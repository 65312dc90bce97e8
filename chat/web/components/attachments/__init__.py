"""Files of messages: pictures, players and cards in the row, and pictures as large as the window."""

from pathlib import Path

SCRIPTS = Path(__file__).with_name("*.js")
"""All scripts of this folder, as a dependency of NiceGUI elements."""
