"""StreamChat: settings → database → bus → pages → run. The only module with effects."""

import socket
import sys
from contextlib import suppress

from nicegui import app, core, ui
from peewee import PeeweeException

import seed
from chat import fanout, pages, wire
from chat.components import assets
from chat.config import BadSettingError, Settings, load
from chat.database import UnusableDatabaseError, database
from chat.queries import is_demo
from chat.wire import logs
from models import db

RECONNECT_TIMEOUT = 60.0
"""Seconds for which a page whose socket is gone keeps its place on the server (about 190 kB each).

Long enough for a change of network or a closed lid; after it the page reloads, with drafts and pending messages."""

PING_INTERVAL, PING_TIMEOUT = 15, 10
"""Seconds; a dead connection is noticed after 25, where NiceGUI's own choice would take 72."""


def main() -> None:
    """Start the program, or say in one line why it cannot start."""
    try:
        settings = load(sys.argv[1:])
        logs.install(settings.log_level)
        _check_port(settings)
        settings.prepare_data_dir()
        database.open(settings.database_url)
        _fill(settings)
    except (BadSettingError, UnusableDatabaseError) as error:
        sys.exit(f"streamchat: {error}")
    except PeeweeException as error:  # damaged where nobody has looked so far, locked, or of another version
        sys.exit(f"streamchat: cannot use the database: {error}")
    _assemble(settings)
    with suppress(KeyboardInterrupt):  # Ctrl-C is how one stops it
        _run(settings)


def _check_port(settings: Settings) -> None:
    """Find out whether the port is free before anything is written."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise BadSettingError(f"cannot listen on {settings.host}:{settings.port}: {error.strerror}") from error


def _fill(settings: Settings) -> None:
    """Put demo content into an empty database, and keep a demo off the network."""
    if settings.wants_demo:
        seed.demo_content()
    with db.connection_context():
        demo = is_demo()
    if demo and settings.demo is not True and not settings.is_loopback:
        raise BadSettingError("the demo's passwords are known to all: it is served on loopback only, or with --demo")


def _assemble(settings: Settings) -> None:
    wire.install(settings.public_url, settings.trusted_proxies)
    assets.serve()
    pages.register()
    app.on_startup(lambda: app.on_shutdown(fanout.start()))
    app.on_startup(_ping_often)
    app.timer(fanout.HEARTBEAT, fanout.beat)
    app.on_shutdown(database.close)


def _ping_often() -> None:
    core.sio.eio.ping_interval, core.sio.eio.ping_timeout = PING_INTERVAL, PING_TIMEOUT


def _run(settings: Settings) -> None:
    address = settings.public_url or f"http://{settings.host}:{settings.port}"
    app.on_startup(lambda: print(f"StreamChat is ready at {address}", flush=True))  # noqa: T201
    ui.run(
        host=settings.host,
        port=settings.port,
        title="StreamChat",
        favicon=assets.FOLDER / "icon.svg",
        dark=None,
        language="en-US",
        reconnect_timeout=RECONNECT_TIMEOUT,
        binding_refresh_interval=None,
        native=settings.native,
        window_size=(1200, 800) if settings.native else None,
        reload=False,
        show=False,
        show_welcome_message=False,
        tailwind=False,
        uvicorn_logging_level="warning",
        # Rows are compact: packing each for each viewer takes more CPU than all else, and 100 kB a viewer.
        ws_per_message_deflate=False,
        **wire.SERVER_OPTIONS,
    )


if __name__ == "__main__":
    main()
