"""What people would otherwise build: the same room by other means, each a program that `bench.server.Server` starts."""

from dataclasses import dataclass
from pathlib import Path

from bench.server import UNTHROTTLED

HERE = Path(__file__).parent
STREAMCHAT, FLOOR = "StreamChat", "floor"


@dataclass(frozen=True, slots=True)
class Peer:
    """One way to build the room."""

    name: str
    program: tuple[str, ...]
    protocol: str  # which of `bench.clients.watchers` its viewers are
    holds_rows: bool = True  # whether a page shows rows at all


PEERS = (
    Peer(FLOOR, (str(HERE / "floor.py"),), "plain", holds_rows=False),
    Peer(STREAMCHAT, UNTHROTTLED, "streamchat"),
    Peer("run_method", (str(HERE / "run_method.py"),), "nicegui"),
    Peer("pyview streams", (str(HERE / "pyview_streams.py"),), "phoenix"),
    Peer("ui.log", (str(HERE / "log.py"),), "nicegui"),
    Peer("ui.chat_message", (str(HERE / "chat_message.py"),), "nicegui"),
    Peer("ui.refreshable", (str(HERE / "refreshable.py"),), "nicegui"),
)
