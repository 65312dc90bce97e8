"""Scripted clients: viewers, readers, browsers, and the processes that they run in."""
