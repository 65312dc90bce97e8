"""People: the card of a person, and what opens it. The card is loaded when it is opened."""

from pathlib import Path

SCRIPTS = Path(__file__).with_name("*.js")
"""All scripts of this folder, as a dependency of NiceGUI elements."""
