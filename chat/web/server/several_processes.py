"""Connects this process with others that serve the same place, through Redis."""

from nicegui import app

from chat.realtime.bus import bus
from chat.web.server.throttle import Throttle


def connect(redis_url: str) -> None:
    """Be one of several processes: events and limits are shared with the others, from the start to the end."""
    from chat.realtime.redis_limits import RedisLimits  # who runs one process need not wait for Redis' client to load
    from chat.realtime.redis_transport import RedisTransport

    transport = RedisTransport(redis_url, bus)
    Throttle.shared = RedisLimits(transport).charge
    app.on_startup(transport.start)
    app.on_shutdown(transport.stop)
