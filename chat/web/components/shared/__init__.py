"""What several components use: templates, assets, dates, text direction, keys."""

from pathlib import Path

SCRIPTS = Path(__file__).with_name("*.js")
"""All scripts of this folder, as a dependency of NiceGUI elements."""
