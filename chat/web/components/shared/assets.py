"""Style sheets and icons: where they are served, and the tags that ask for them."""

import re
from functools import cache
from hashlib import sha256
from pathlib import Path

from fastapi import Response
from nicegui import app

from chat.web.components.shared.scripts import serve as serve_frame
from chat.web.components.shared.scripts import tags as frame_tags
from chat.web.components.shared.shrinking import shrink_styles

WEB = Path(__file__).parents[2]
FOLDER = WEB / "assets"
URL = "/assets"
MANIFEST = "/manifest.webmanifest"
YEAR = 365 * 24 * 3600

STYLES = {
    "app.css": (
        *("shared/tokens", "shared/base", "shared/avatar", "shared/brand"),
        *("forms/fields", "forms/buttons", "forms/notices", "forms/confirmation", "forms/lists"),
        *(
            "layout/layout",
            "shared/panel_head",
            "layout/room_header",
            "layout/room_info",
            "layout/connection",
            *("sidebar/sidebar", "sidebar/room_list_page"),
            "room_view/room_view",
            "room_view/new_messages",
            "thread/thread",
            "search/search",
        ),
        *(
            "message_list/message",
            "message_list/formatted",
            "message_list/code",
            "message_list/live",
            "message_list/quotes",
            "message_list/message_toolbar",
            "message_list/message_editor",
            "message_list/versions",
        ),
        *("message_list/waiting_actions", "message_list/reactions", "link_previews/link_previews", "outbox/outbox"),
        *("attaching/attaching",),
        *(
            "composer/composer_quote",
            "composer/composer",
            "composer/formatting",
            "composer/completion",
            "composer/paste_hint",
            "composer/notify_many",
            "composer/typing_indicator",
        ),
        *("attachments/attachments", "attachments/lightbox", "attachments/shared_files"),
        *("dialogs/dialog", "dialogs/room_switcher", "dialogs/shortcut_help", "dialogs/emoji_picker", "dialogs/menu"),
        "dialogs/remind_dialog",
        "dialogs/live_form",
        *("../pages/card_layout", "../pages/account_layout", "people/person_card", "people/presence", "people/status"),
        *("notifications/level_dialog", "shared/skip_link", "shared/print"),
    ),
    "docs.css": ("../api/docs",),
    "tabs.css": ("forms/switches", "forms/saved_forms", "forms/tables"),
    **{f"{name}.css": (f"shared/{name}",) for name in ("light", "dark", "compact")},
}
"""Each component has a style sheet of its own; a browser gets those of a page as one file, in this order."""

WIDTH = re.compile("sidebar-([0-9]{3}).css")
"""The style sheet of browsers whose sidebar has another width than usual: its name says which."""


SCRIPTS = {"saved_forms.js": "forms", "tables.js": "forms"}
"""Of the tabs of settings and administration, with their folders; the frame's are in `scripts.py`."""


MADE = "made"
"""The folder of scripts and style sheets that are made at the start."""

_made: dict[str, bytes] = {}


def serve() -> None:
    """Serve the files; their addresses carry a digest, so browsers may keep them for good."""
    for name in STYLES:
        app.get(f"{URL}/{name}")(lambda name=name: _text(name, "text/css"))
    for name in SCRIPTS:
        app.get(f"{URL}/{name}")(lambda name=name: _text(name, "text/javascript"))
    serve_frame()
    app.get(f"{URL}/sidebar-{{width}}.css")(_sidebar)
    app.get(f"{URL}/{MADE}/{{name}}")(_made_text)
    app.add_static_files(URL, FOLDER, max_cache_age=YEAR)


def _sidebar(width: str) -> Response:
    name = f"sidebar-{width}.css"
    return _text(name, "text/css") if WIDTH.fullmatch(name) else Response(status_code=404)


def _text(name: str, media_type: str) -> Response:
    return Response(
        _content(name), media_type=media_type, headers={"Cache-Control": f"public, max-age={YEAR}, immutable"}
    )


@cache
def head(*more: str, scripts: tuple[str, ...] = (), is_framed: bool = False) -> str:
    """Return the tags for a page's head: more style sheets where a page has its own, some of `SCRIPTS`, the frame's."""
    links = "".join(f'<link rel="stylesheet" href="{address(name)}">' for name in ("app.css", *more))
    return (
        f'{links}<link rel="icon" type="image/svg+xml" href="{address("icon.svg")}">'
        f'<link rel="apple-touch-icon" href="{address("icon-maskable-512.png")}">'
        f'<link rel="manifest" href="{MANIFEST}">'
        '<meta name="color-scheme" content="light dark">'
        + "".join(f'<script type="module" src="{address(name)}" data-{SCRIPTS[name]}></script>' for name in scripts)
        + (frame_tags() if is_framed else "")
    )


@cache
def address(name: str) -> str:
    """Return where a file is, by what is in it."""
    digest = sha256(_content(name)).hexdigest()[:12]
    return f"{URL}/{name}?v={digest}"


def add(name: str, text: str) -> str:
    """Serve a script or style sheet that is made at the start, and return where; after `serve`."""
    _made[f"{MADE}/{name}"] = text.encode()
    return address(f"{MADE}/{name}")


def _made_text(name: str) -> Response:
    path = f"{MADE}/{name}"
    kind = "text/css" if name.endswith(".css") else "text/javascript"
    return _text(path, kind) if path in _made else Response(status_code=404)


@cache
def _content(name: str) -> bytes:
    if name in _made:
        return _made[name]
    if name in SCRIPTS:
        return (WEB / "components" / SCRIPTS[name] / name).read_bytes()
    if width := WIDTH.fullmatch(name):
        return f":root {{\n  --sidebar: {width[1]}px;\n}}\n".encode()
    if name not in STYLES:
        return (FOLDER / name).read_bytes()
    return shrink_styles("\n".join((WEB / "components" / f"{part}.css").read_text() for part in STYLES[name])).encode()
