"""Run tests on the servers that are installed: `python -m tests.services [what pytest takes]`."""

import os
import subprocess
import sys
from contextlib import ExitStack
from importlib import import_module
from importlib.util import find_spec

SERVICES = {"postgres": "STREAMCHAT_TEST_DATABASE", "redis": "STREAMCHAT_TEST_REDIS"}
"""Modules beside this one, each with `running()`, and the variable that tells tests the server's address."""


def main() -> int:
    """Start what there is, run pytest, stop all, and return pytest's code."""
    with ExitStack() as servers:
        addresses = {}
        for name, variable in SERVICES.items():
            if find_spec(f"tests.services.{name}"):
                try:
                    addresses[variable] = servers.enter_context(import_module(f"tests.services.{name}").running()).url
                except RuntimeError as error:
                    print(f"Tests on {name} are skipped: {error}", file=sys.stderr)
        command = [sys.executable, "-m", "pytest", *sys.argv[1:]]
        return subprocess.run(command, env=os.environ | addresses, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
