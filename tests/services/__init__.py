"""Servers that tests start for themselves; `python -m tests.services` runs tests on those that are installed."""
