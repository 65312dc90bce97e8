"""Simulated people for a demo: who says what next and when (`script`), and their saying it (`people`)."""

from chat.demo_life.people import DemoLife

__all__ = ["DemoLife"]
