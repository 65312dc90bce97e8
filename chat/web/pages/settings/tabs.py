"""The tabs of the settings."""

PROFILE = "/settings"
NOTIFICATIONS = "/settings/notifications"
APPEARANCE = "/settings/appearance"
SECURITY = "/settings/security"
PROGRAMS = "/settings/programs"
BOTS = "/settings/bots"

TABS = (
    (PROFILE, "Profile"),
    (NOTIFICATIONS, "Notifications"),
    (APPEARANCE, "Appearance"),
    (SECURITY, "Security"),
    (PROGRAMS, "Programs"),
    (BOTS, "Bots"),
)
"""In the order in which they stand on top of each page."""
