"""How many connections there may be, in all and for each address.

At a limit the connection that has kept the server waiting for longest makes room for the new one. So a client that
asks and reads is always served, however many others hold their connections open and say nothing.
"""

import logging
from collections.abc import Collection
from typing import Protocol

from chat.web.server.ip_addresses import Network, household, parse_address

log = logging.getLogger(__name__)

PER_ADDRESS = 400
"""Connections of one address that are not websockets of open pages: an office of some hundred people who all load."""


class Connection(Protocol):
    """What is counted."""

    @property
    def is_waiting(self) -> bool:
        """Whether the server waits for this client, rather than the client for the server."""

    def give_up(self) -> None:
        """End the connection at once."""


class Connections:
    """The open connections of this process, by address, oldest first."""

    def __init__(self) -> None:
        self._limit = 10_000
        self._per_address = PER_ADDRESS
        self._trusted: Collection[Network] = ()
        self._open: dict[str, dict[Connection, None]] = {}
        self._key_of: dict[Connection, str] = {}

    def configure(self, limit: int, trusted_proxies: Collection[Network]) -> None:
        """Set the limit for all, and the proxies whose connections are those of many people."""
        self._limit, self._trusted = limit, trusted_proxies
        self._per_address = max(1, min(PER_ADDRESS, limit // 2))

    def admit(self, connection: Connection, host: str | None) -> bool:
        """Count a new connection and make room for it; false if there is none, then it is not counted."""
        key = household(host)
        own = self._open.get(key, {})
        has_room = len(own) < self._per_address or self._is_proxy(host) or _drop_oldest(own, self)
        if len(self._key_of) >= self._limit:
            has_room = has_room and _drop_oldest(max(self._open.values(), key=len, default={}), self)
        if has_room:
            self._open.setdefault(key, {})[connection] = None
            self._key_of[connection] = key
        return has_room

    def settle(self, connection: Connection) -> None:
        """Stop counting a websocket for its address: it belongs to an open page, which has limits of its own."""
        self._forget_address(connection, self._key_of.get(connection, ""))

    def remove(self, connection: Connection) -> None:
        """Forget a connection; one that is unknown is ignored."""
        self._forget_address(connection, self._key_of.pop(connection, ""))

    def __len__(self) -> int:
        """Count the connections."""
        return len(self._key_of)

    def _forget_address(self, connection: Connection, key: str) -> None:
        own = self._open.get(key, {})
        own.pop(connection, None)
        if not own:
            self._open.pop(key, None)

    def _is_proxy(self, host: str | None) -> bool:
        address = parse_address(host or "")
        return address is None or any(address in network for network in self._trusted)


def _drop_oldest(candidates: dict[Connection, None], connections: Connections) -> bool:
    victim = next((connection for connection in candidates if connection.is_waiting), None)
    if victim is None:
        return False
    connections.remove(victim)
    victim.give_up()
    return True


connections = Connections()
