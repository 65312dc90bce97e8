"""How long a message takes to a well-behaved viewer while somebody else floods the server, and how that ends for them.

Run as a program, this module is the flooder: it sends as fast as it can and comes back when thrown out.
"""

import asyncio
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from bench.clients.crowd import Crowd
from bench.clients.frames import PING, masked
from bench.clients.viewer import Viewer
from bench.figures import Figure, figure, percentile
from bench.seeding import seed
from bench.server import ROOM, ROOT, UNTHROTTLED, Server

RATE = 25.0
FLOODER = 1000
"""Which of the people floods; nobody else has the same address."""

CHUNK = 64 * 1024


FLOODS = {
    "nobody floods": b"",
    "events": masked('42["event",{"id":4,"client_id":"CLIENT","listener_id":"x","args":["{}"]}]'),
    "nonsense": masked('42["event",{"client_id":'),
    "frames of one byte": masked("3"),
    "frames of 60 kB": masked(f'42["event",{{"client_id":"CLIENT","args":["{"x" * 60_000}"]}}]'),
    "pings": masked("", PING),
}


def measure(*, quick: bool) -> list[Figure]:
    """Have one viewer write and another read, through all floods in turn."""
    messages, rounds = (20, 1) if quick else (50, 3)
    with tempfile.TemporaryDirectory() as folder:
        seed(Path(folder))
        with Server(Path(folder), UNTHROTTLED) as server, Crowd(server.url) as crowd, Crowd(server.url) as sender:
            crowd.ask("open", room=ROOM, viewers=1, deflate=False)
            sender.ask("open", room=ROOM, viewers=1, follow=False, deflate=False)
            figures: list[Figure] = []
            for kind in FLOODS:
                runs = [_run(server.url, kind, crowd, sender, messages) for _ in range(rounds)]
                for percent in (50, 99):
                    delays = (percentile(run, percent) for run in runs)
                    figures.append(figure(f"flood, {kind}: send to receipt, p{percent}", "ms", *delays))
            lost = len(crowd.ask("troubles")["lost"] + sender.ask("troubles")["lost"])
            return [*figures, figure("flood: well-behaved connections lost", "viewers", lost)]


def _run(url: str, kind: str, crowd: Crowd, sender: Crowd, messages: int) -> list[float]:
    crowd.ask("forget")
    flooder = subprocess.Popen(
        [sys.executable, "-m", "bench.workloads.flood", url, kind], cwd=ROOT, stdout=subprocess.PIPE
    )
    try:
        assert flooder.stdout
        flooder.stdout.readline()  # it is connected
        sent = sender.ask("send", first=1, messages=messages, interval=1 / RATE)
        crowd.ask("wait", messages=messages)
    finally:
        flooder.kill()
        flooder.communicate()
    arrivals = dict(crowd.ask("notes")[0]["arrivals"])
    return [(arrivals[number] - at) / 1e6 if number in arrivals else 30e3 for number, at in enumerate(sent, 1)]


async def _flood(url: str, kind: str) -> None:
    while True:
        with suppress(Exception):
            viewer = Viewer(url, FLOODER)
            await viewer.open(ROOM)
            print("connected", flush=True)
            frame = FLOODS[kind].replace(b"CLIENT", viewer.socket.client_id.encode())
            await _send_without_end(viewer, frame * (CHUNK // len(frame) + 1) if frame else b"")
        await asyncio.sleep(0.2)


async def _send_without_end(viewer: Viewer, chunk: bytes) -> None:
    transport = viewer.socket._wire.transport
    while not transport.is_closing():
        if chunk and transport.get_write_buffer_size() < 1_000_000:
            transport.write(chunk)
        await asyncio.sleep(0 if chunk else 1)


if __name__ == "__main__":
    asyncio.run(_flood(*sys.argv[1:3]))
