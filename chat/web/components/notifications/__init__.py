"""What tells of messages while somebody looks elsewhere: count in the title, icon, desktop notifications."""

from pathlib import Path

SCRIPTS = Path(__file__).with_name("*.js")
"""All scripts of this folder, as a dependency of NiceGUI elements."""
