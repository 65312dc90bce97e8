"""Attaching files: what is chosen, dropped or pasted, how it waits in the browser, and how it is uploaded."""

from pathlib import Path

SCRIPTS = Path(__file__).with_name("*.js")
"""All scripts of this folder, as a dependency of NiceGUI elements."""
