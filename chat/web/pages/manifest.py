"""`/manifest.webmanifest`: the web app manifest, by which browsers install StreamChat."""

from fastapi.responses import JSONResponse
from nicegui import app

from chat.web import auth
from chat.web.components.shared.assets import MANIFEST, address
from chat.web.components.shared.team import team

ACCENT, SURFACE = "#4f5bd5", "#ffffff"
"""The icon's colour, and the tokens' light surface, shown until the first page is there."""


def register() -> None:
    """Add the route, which needs no session: browsers ask for it without cookies."""
    app.get(MANIFEST)(manifest)


async def manifest() -> JSONResponse:
    """Return the manifest."""
    content = {
        "id": auth.HOME,
        "name": team.item.title,
        "short_name": team.item.title,
        "description": "Real-time team chat",
        "lang": "en",
        "start_url": auth.HOME,
        "scope": "/",
        "display": "standalone",
        "theme_color": ACCENT,
        "background_color": SURFACE,
        "icons": [
            _icon("icon.svg", "any", kind="image/svg+xml"),
            _icon("icon-192.png", "192x192"),
            _icon("icon-512.png", "512x512"),
            _icon("icon-maskable-512.png", "512x512", purpose="maskable"),
        ],
    }
    headers = {"Cache-Control": "public, max-age=3600"}
    return JSONResponse(content, headers=headers, media_type="application/manifest+json")


def _icon(name: str, sizes: str, *, kind: str = "image/png", purpose: str = "any") -> dict[str, str]:
    return {"src": address(name), "sizes": sizes, "type": kind, "purpose": purpose}
