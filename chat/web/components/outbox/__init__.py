"""The outbox: what a person has done and the server has not acknowledged, for all rooms of a page."""

from pathlib import Path

SCRIPTS = Path(__file__).with_name("*.js")
"""All scripts of this folder, as a dependency of NiceGUI elements."""
