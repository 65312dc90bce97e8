"""Prometheus metrics of this process."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from nicegui import Client
from prometheus_client import CollectorRegistry, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from chat.counters import counts
from chat.elements.topic import followed_topics, follower_count
from chat.elements.traffic import traffic
from chat.realtime.bus import bus

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
"""Upper bounds of the buckets: from a read in memory to a wait for a lock."""


class Metrics:
    """All measurements of one process, in a registry of their own."""

    lag_every = 0.5
    """Seconds between two looks at how late the event loop is."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)  # start, memory, CPU, open files
        self.registry.register(_Numbers())
        took = Histogram(
            "streamchat_database_seconds",
            "Duration of database queries, with the time in the queue",
            ["kind"],
            buckets=SECONDS,
            registry=self.registry,
        )
        queue = Gauge("streamchat_database_queue", "Reads and writes in progress", ["kind"], registry=self.registry)
        self._database = {kind: (took.labels(kind), queue.labels(kind)) for kind in ("read", "write")}
        self._lag = Histogram(
            "streamchat_event_loop_lag_seconds",
            "Lag of the event loop",
            buckets=SECONDS,
            registry=self.registry,
        )

    @contextmanager
    def watch(self, kind: str) -> Iterator[None]:
        """Measure a read or a write."""
        took, queue = self._database[kind]
        with queue.track_inprogress(), took.time():
            yield

    def start(self) -> None:
        """Begin to measure how late the event loop is; call it on the loop."""
        self._next(asyncio.get_running_loop())

    def text(self) -> bytes:
        """Return all measurements in Prometheus's text format."""
        return generate_latest(self.registry)

    def _next(self, loop: asyncio.AbstractEventLoop) -> None:
        due = loop.time() + self.lag_every
        loop.call_at(due, self._look, loop, due)

    def _look(self, loop: asyncio.AbstractEventLoop, due: float) -> None:
        self._lag.observe(max(0.0, loop.time() - due))
        self._next(loop)


class _Numbers(Collector):
    """Counters that the program keeps as plain integers, read when somebody asks."""

    def collect(self) -> Iterator[Metric]:
        for name, text, value in _counters():
            yield CounterMetricFamily(f"streamchat_{name}", text, value)
        throttled = CounterMetricFamily("streamchat_throttled", "Requests refused by a rate limit", labels=["limit"])
        for limit, count in sorted(counts.throttled.items()):
            throttled.add_metric([limit], count)
        yield throttled
        for name, text, value in _gauges():
            yield GaugeMetricFamily(f"streamchat_{name}", text, value)


def _counters() -> Iterator[tuple[str, str, int]]:
    yield "messages", "Messages stored by this process", counts.messages
    yield "broadcasts", "Changes broadcast to at least one follower", traffic.broadcasts
    yield "deliveries", "Changes broadcast, counted once for each follower", traffic.deliveries
    yield "delivered_bytes", "Bytes of HTML in these deliveries", traffic.bytes
    yield "catch_ups", "Browsers that caught up by the changes they had missed", traffic.catch_ups
    yield "resets", "Browsers that caught up by a fresh page", traffic.resets
    yield "stream_operations", "Operations on streams for one viewer each, such as pages loaded", traffic.operations
    yield "stream_operation_bytes", "Bytes of HTML in these operations", traffic.operation_bytes
    yield "slow_readers_dropped", "Sockets closed because the client read too slowly", counts.slow_readers


def _gauges() -> Iterator[tuple[str, str, int]]:
    clients = list(Client.instances.values())
    yield "pages", "Pages this process keeps in memory", len(clients)
    yield "connected_clients", "Pages that are connected", sum(client.has_socket_connection for client in clients)
    yield "bus_late", "1 while updates from other processes are delayed", int(bus.is_degraded)
    topics = followed_topics()
    yield "followed_topics", "Topics that somebody follows", len(topics)
    yield "followers", "Followers of all topics", sum(map(follower_count, topics))
