"""Messages: their rows, how they look to one viewer, editing, and those not yet acknowledged."""

from pathlib import Path

SCRIPTS = Path(__file__).with_name("*.js")
"""All scripts of this folder, as a dependency of NiceGUI elements."""

VENDORED = Path(__file__).with_name("vendor") / "*.js"
"""Those of others, which these load when they need them."""
