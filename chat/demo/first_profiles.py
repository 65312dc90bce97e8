"""What the demo's people tell of themselves, in the order of their accounts."""

from typing import NamedTuple


class DemoProfile(NamedTuple):
    """What one does, where, and how one is."""

    title: str
    zone: str
    status_emoji: str = ""
    status_text: str = ""


DEMO_PROFILES = (
    DemoProfile("Head of engineering", "Europe/Berlin", "🥾", "Hiking on Saturday"),
    DemoProfile("Site reliability", "Europe/Berlin", "📟", "On call"),
    DemoProfile("Backend, checkout", "Europe/Lisbon"),
    DemoProfile("New in operations", "Europe/Paris", "🌱", "First weeks, be kind"),
    DemoProfile("Incident reviews and brunch", "Europe/London"),
    DemoProfile("Night shift", "America/New_York", "🌙", "Asleep until noon"),
    DemoProfile("Platform", "Asia/Kolkata"),
    DemoProfile("Customer updates", "America/Sao_Paulo", "🏡", "Working remotely"),
    DemoProfile("Databases", "Asia/Tokyo", "🎺", "At the brass band"),
    DemoProfile("Security", "Australia/Adelaide"),
)
