"""StreamChat: settings → database → bus → pages → run. The only module with effects."""

import sys
from contextlib import suppress
from email.utils import parseaddr
from multiprocessing import current_process, freeze_support
from random import SystemRandom

from nicegui import app, ui
from peewee import PeeweeException

import seed
from chat import accounts, desktop, files, link_previews, messages, notifications, operations, programs, search
from chat.accounts.mail import Mailer
from chat.config import BadCommandError, BadSettingError, Settings, lan, read
from chat.config.subcommands import SERVE, usage
from chat.demo import Assistant, SimulatedPeople
from chat.desktop import port, qr
from chat.live.registry import load_plugins
from chat.storage import backup
from chat.storage.database import UnusableDatabaseError, database
from chat.storage.engines.server_lock import lock_database
from chat.storage.objects import UnusableStoreError, objects
from chat.storage.settings import is_demo
from chat.web import api, broadcasts, mcp, pages, server, team
from chat.web.components.shared import assets, live_page
from chat.web.components.shared.script_bundle import serve_bundle
from chat.web.known_browsers import known_browsers
from chat.web.known_sessions import known_sessions
from chat.web.pages import metrics as metrics_page
from chat.web.presence import EVERY, presence
from chat.web.server import logs, several_processes
from chat.web.server.draining import draining
from chat.web.server.garbage_collection import garbage_collection
from chat.web.server.metrics import Metrics
from chat.web.server.restart import restart
from chat.web.statuses import statuses

RECONNECT_TIMEOUT = 60.0
"""Seconds that a page without a socket is kept (80 kB): for another network or a closed lid; later it loads anew."""

EXPIRY_CHECK = 60.0
"""Seconds between two looks for sessions whose time is over, and at the team's name."""

UPKEEP = 2.0
"""Seconds between two times of a little upkeep: storing what was drawn anew, deleting what is not to be kept."""

INDEXING = 1.0
"""Seconds between two looks whether enough was said or changed to index it for searches."""

FORGETTING = 3600.0
"""Seconds between two times of forgetting what was performed or uploaded long ago, and is of no use."""


def main() -> None:
    """Do what the command line asks for, or say in one line why that cannot be done."""
    try:
        subcommand, settings = read(sys.argv[1:])
        logs.install(settings.log_level, settings.log_format)
        if subcommand.name == SERVE:
            _serve(settings)
        else:
            sys.exit(not operations.run(subcommand, settings))
    except BadCommandError as error:
        print(f"streamchat: {error}; usage: {usage()}", file=sys.stderr)  # noqa: T201
        sys.exit(2)
    except (
        BadSettingError,
        UnusableDatabaseError,
        UnusableStoreError,
        port.PortTakenError,
        backup.OperationError,
    ) as error:
        sys.exit(f"streamchat: {error}")
    except PeeweeException as error:  # damaged where nobody has looked so far, locked, or of another version
        sys.exit(f"streamchat: cannot use the database: {' '.join(str(error).split())}")


def _serve(settings: Settings) -> None:
    port.check(settings.host, settings.port)
    if settings.lan and not settings.public_url:
        lan.check()
    mcp.check(is_on=settings.mcp)
    settings.prepare_data_dir()
    lock_database(settings.database_url, is_shared=bool(settings.redis))
    database.open(settings.database_url, migrates=settings.database_url.startswith("sqlite:"))
    objects.open(*settings.files_place)
    files.set_limits(settings.max_file_mb, settings.max_daily_mb)
    load_plugins(settings.data_dir / "plugins")
    _add_demo_content(settings)
    settings = _without_window_if_unavailable(settings)
    setup_code = database.write_now(accounts.setup_code)
    team.use(database.write_now(accounts.team_item))
    known_browsers.use(database.write_now(accounts.known_browsers_secret))
    database.connect_all()
    _assemble(settings, setup_code, database.write_now(notifications.push_key))
    with suppress(KeyboardInterrupt):  # Ctrl-C is how one stops it
        _run(settings, setup_code)
        restart.finish()


def _without_window_if_unavailable(settings: Settings) -> Settings:
    """Serve browsers where there can be no window, rather than not at all."""
    reason = desktop.unavailable_reason() if settings.native else None
    if reason is None:
        return settings
    print(f"streamchat: no window: {reason}; open {settings.home} in a browser instead", file=sys.stderr)  # noqa: T201
    return settings.model_copy(update={"native": False})


def _add_demo_content(settings: Settings) -> None:
    """Put demo content into an empty database, and keep a demo off the network."""
    if settings.wants_demo:
        seed.demo_content()
    demo = database.read_now(is_demo)
    if demo and settings.demo is not True and not settings.is_loopback:
        reason = "the demo's passwords are public: it is served on loopback only, unless --demo is given"
        raise BadSettingError(f"{reason}; for real accounts, choose another --data-dir")
    if settings.demo_life and not demo:
        raise BadSettingError("--demo-life: simulated people chat in a demo only, and this database has real accounts")


def _assemble(settings: Settings, setup_code: str, push_key: str) -> None:
    server.install(settings.public_url, settings.trusted_proxies)
    assets.serve()
    mailer = Mailer(settings.smtp_url, settings.sender, settings.home, team.name) if settings.smtp_url else None
    pages.register(
        setup_code,
        mailer.send_link if mailer else None,
        public_url=settings.links_begin,
        push_key=notifications.public_key(push_key),
        send_claim=mailer.send_claim if mailer else None,
    )
    server.lighten_pages(live_page.serve_script(server.mend_script), live_page.serve_styles(), *serve_bundle())
    api.register()
    mcp.register(is_on=settings.mcp)
    _serve_metrics(settings.metrics_token)
    app.on_startup(lambda: app.on_shutdown(broadcasts.start()))
    app.on_startup(lambda: app.on_shutdown(known_sessions.start()))
    app.on_startup(lambda: app.on_shutdown(garbage_collection.start()))
    app.on_startup(search.renew_index)
    app.on_startup(lambda: draining.watch(settings.drain_seconds))
    draining.on_stop.append(database.shorten_timeouts)
    restart.allow(has_window=settings.native)
    app.timer(broadcasts.HEARTBEAT, broadcasts.send_heartbeat)
    app.timer(broadcasts.DEGRADED_HEARTBEAT, broadcasts.send_heartbeat_while_degraded)
    app.timer(EVERY, presence.tick)
    app.timer(EVERY, statuses.tell)
    app.timer(EXPIRY_CHECK, accounts.end_expired_sessions)
    app.timer(EXPIRY_CHECK, team.refresh)
    _start_upkeep(settings)
    if settings.demo_life:
        _start_simulated_people()
    _start_notifications(settings, push_key, mailer)
    _start_outgoing(settings)
    _start_words()
    app.on_shutdown(database.close)
    if settings.redis:
        several_processes.connect(settings.redis)  # after the database: what was accepted last is told too


def _start_upkeep(settings: Settings) -> None:
    """Do again and again what nobody waits for."""
    for step in (messages.store_redrawn, messages.delete_what_is_not_kept, files.MissingPictures().step):
        app.timer(UPKEEP, step)
    messages.link_tellings_to(settings.home)
    app.timer(UPKEEP, lambda: messages.send_due_reminders(settings.home))
    app.timer(INDEXING, search.index_messages)
    for forget in (messages.forget_completed_actions, accounts.forget_old_actions, files.forget_unsent_files):
        app.timer(FORGETTING, forget)


def _start_simulated_people() -> None:
    """Have simulated people talk until the end, which is before the database's."""
    life = SimulatedPeople(SystemRandom())
    presence.add_source(life.present)
    app.on_startup(life.start)
    app.on_shutdown(life.stop)


def _start_notifications(settings: Settings, push_key: str, mailer: Mailer | None) -> None:
    """Push and mail what people have missed until the end, which is before the database's."""
    contact = settings.home if settings.home.startswith("https:") else f"mailto:{parseaddr(settings.sender)[1]}"
    push = notifications.Push(push_key, contact)
    deliveries = notifications.Deliveries(push, mailer.send if mailer else None, settings.home)
    app.on_startup(deliveries.start)
    app.on_shutdown(deliveries.stop)


def _start_outgoing(settings: Settings) -> None:
    """Fetch what messages link to and tell webhooks until the end, which is before the database's."""
    messages.make_previews_by_default(is_on=settings.link_previews)
    programs.set_webhook_hosts(settings.webhook_hosts)
    for each in (link_previews.Previewing(link_previews.Fetcher(settings.home)), programs.Calling(settings.home)):
        app.on_startup(each.start)
        app.on_shutdown(each.stop)


def _start_words() -> None:
    """Keep messages that are being written word by word, until the end, which is before the database's."""
    app.on_startup(messages.hear_words)
    app.on_startup(Assistant(presence.add_source).start)
    app.timer(UPKEEP, messages.end_interrupted)
    app.on_shutdown(messages.store_words)


def _serve_metrics(token: str | None) -> None:
    metrics = Metrics()
    database.watch = metrics.watch
    app.on_startup(metrics.start)
    metrics_page.register(metrics, token)


def _announce(settings: Settings, setup_code: str) -> None:
    """Say where StreamChat is; the code is in no picture, for who scans it from a wall is not who is to set up."""
    first_page = f"/setup?code={setup_code}" if setup_code else ""
    if settings.lan and sys.stdout.isatty():
        print(qr.terminal_text(settings.home), end="")  # noqa: T201
    print(f"StreamChat is ready at {settings.home}{first_page}", flush=True)  # noqa: T201


def _run(settings: Settings, setup_code: str) -> None:
    app.on_startup(lambda: _announce(settings, setup_code))
    window = desktop.open_window(settings.data_dir, assets.FOLDER / "icon.svg") if settings.native else {}
    ui.run(
        host=settings.host,
        port=settings.port,
        title="StreamChat",
        favicon=assets.FOLDER / "icon.svg",
        dark=None,
        language="en-US",
        reconnect_timeout=RECONNECT_TIMEOUT,
        binding_refresh_interval=None,
        reload=False,
        show=False,
        show_welcome_message=False,
        tailwind=False,
        uvicorn_logging_level="warning",
        # Rows are compact: packing each for each viewer takes more CPU than all else, and 100 kB a viewer.
        ws_per_message_deflate=False,
        **server.SERVER_OPTIONS,
        **window,
    )


if __name__ == "__main__":
    freeze_support()  # in a bundle the program is its own Python, which processes beside it are begun with
    main()
elif current_process().name != "MainProcess":  # the window's, which Python begins by running the started script again
    desktop.end_with_parent()
