"""What the server tells of itself at /metrics, and the operating system of its process."""

import urllib.request
from dataclasses import dataclass
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from bench.server import METRICS_TOKEN, Server


@dataclass(frozen=True, slots=True)
class Sample:
    """A server at one moment."""

    memory: int  # bytes
    files: int
    threads: int
    told: dict[str, float]


def scrape(url: str) -> dict[str, float]:
    """Read all measurements; those that differ in labels alone are added up."""
    request = urllib.request.Request(f"{url}/metrics", headers={"Authorization": f"Bearer {METRICS_TOKEN}"})
    with urllib.request.urlopen(request, timeout=30) as response:
        text = response.read().decode()
    told: dict[str, float] = {}
    for family in text_string_to_metric_families(text):
        for one in family.samples:
            told[one.name] = told.get(one.name, 0.0) + one.value
    return told


def sample(server: Server) -> Sample:
    """Look at a server from inside and outside."""
    process = Path(f"/proc/{server.pid}")
    files, threads = (len(list((process / folder).iterdir())) for folder in ("fd", "task"))
    return Sample(server.memory(), files, threads, scrape(server.url))
