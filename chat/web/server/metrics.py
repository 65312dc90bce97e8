"""Prometheus metrics of this process."""

import asyncio
import time
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from itertools import accumulate

from nicegui import Client
from prometheus_client import CollectorRegistry, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector
from prometheus_client.utils import floatToGoString

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
        self._database = {kind: _Work() for kind in ("read", "write")}
        self.registry.register(_Database(self._database))
        self._lag = Histogram(
            "streamchat_event_loop_lag_seconds",
            "Lag of the event loop",
            buckets=SECONDS,
            registry=self.registry,
        )

    def watch(self, kind: str) -> AbstractContextManager[object]:
        """Measure a read or a write; call it on the event loop."""
        return self._database[kind].measured()

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


class _Work:
    """Counts what is in progress, and how long it takes, by plain numbers on the event loop.

    A gauge and a histogram of the library have locks around each of theirs, and take ten times as long.
    """

    def __init__(self) -> None:
        self.in_progress = 0
        self.seconds = 0.0
        self.counts = [0] * (len(SECONDS) + 1)
        """How many took up to each number of `SECONDS`, and more than the one before; the last ones took longer."""

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Measure one."""
        self.in_progress += 1
        began = time.perf_counter()
        try:
            yield
        finally:
            took = time.perf_counter() - began
            self.in_progress -= 1
            self.seconds += took
            self.counts[bisect_left(SECONDS, took)] += 1


class _Database(Collector):
    """Tells of the work of the database."""

    def __init__(self, work: Mapping[str, _Work]) -> None:
        self._work = work

    def collect(self) -> Iterator[Metric]:
        text = "Duration of database queries, with the time in the queue"
        took = HistogramMetricFamily("streamchat_database_seconds", text, labels=["kind"])
        text = "Reads and writes in progress"
        queue = GaugeMetricFamily("streamchat_database_queue", text, labels=["kind"])
        for kind, work in self._work.items():
            bounds = [*map(floatToGoString, SECONDS), "+Inf"]
            took.add_metric([kind], list(zip(bounds, accumulate(work.counts), strict=True)), work.seconds)
            queue.add_metric([kind], work.in_progress)
        yield from (took, queue)


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
