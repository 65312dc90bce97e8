"""Search: the box, the panel with what was found, what narrows it down. Most is loaded when it is opened."""

from pathlib import Path

SCRIPTS = Path(__file__).with_name("*.js")
"""All scripts of this folder, as a dependency of NiceGUI elements."""
