"""Device names such as "Firefox on Linux", from the User-Agent."""

BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "CrOS": "ChromeOS",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}
"""By what their `User-Agent` contains, the more particular first: Edge says that it is Chrome and Safari too."""


def device_name(user_agent: str) -> str:
    """Return a name such as "Firefox on Linux"."""
    browser = next((name for mark, name in BROWSERS.items() if f"{mark}/" in user_agent), "A browser")
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), "")
    return f"{browser} on {system}" if system else browser
