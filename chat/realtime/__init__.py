"""Publish and subscribe: within this process, and between several through Redis."""
