"""Style sheets and icons: where they are served, and the tags that ask for them."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from nicegui import app

FOLDER = Path(__file__).parents[2] / "assets"
URL = "/assets"
MANIFEST = "/manifest.webmanifest"
STYLES = ("tokens.css", "base.css", "hues.css", "forms.css", "layout.css", "messages.css", "composer.css")


def serve() -> None:
    """Serve the files; their addresses carry a digest, so browsers may keep them for good."""
    app.add_static_files(URL, FOLDER, max_cache_age=365 * 24 * 3600)


@cache
def head(*more: str) -> str:
    """Return the tags for a page's head, with more style sheets where a page has its own."""
    links = "".join(f'<link rel="stylesheet" href="{address(name)}">' for name in (*STYLES, *more))
    return (
        f'{links}<link rel="icon" type="image/svg+xml" href="{address("icon.svg")}">'
        f'<link rel="apple-touch-icon" href="{address("icon-maskable-512.png")}">'
        f'<link rel="manifest" href="{MANIFEST}">'
        '<meta name="color-scheme" content="light dark">'
    )


@cache
def address(name: str) -> str:
    """Return where a file is, by what is in it."""
    digest = sha256((FOLDER / name).read_bytes()).hexdigest()[:12]
    return f"{URL}/{name}?v={digest}"
