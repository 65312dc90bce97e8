"""What a large upload costs: memory of the server, and how long messages take to others meanwhile.

Run as a program, this module is whoever uploads: a file of so many MB, then it reads that again.
"""

import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import httpx

from bench.clients.crowd import Crowd
from bench.figures import Figure, figure, percentile
from bench.server import ROOM, ROOT, UNTHROTTLED, Server, seed

RATE = 10.0
MEGABYTE = 1024 * 1024
PERSON = {"email": "adam@streamchat.io", "password": "passw0rd!passw0rd!"}
LIMITS = ("--max-file-mb", "2000", "--max-daily-mb", "100000")


def measure(*, quick: bool) -> list[Figure]:
    """Have one viewer write and another read, in turn while nothing else happens and while somebody uploads."""
    size, rounds = (100, 1) if quick else (1_000, 3)
    with tempfile.TemporaryDirectory() as folder:
        seed(Path(folder))
        program = (*UNTHROTTLED, *LIMITS)
        with Server(Path(folder), program) as server, Crowd(server.url) as crowd, Crowd(server.url) as sender:
            crowd.ask("open", room=ROOM, viewers=1, deflate=False)
            sender.ask("open", room=ROOM, viewers=1, follow=False, deflate=False)
            with _uploading(server, 1):
                pass  # what is loaded for the first file stays
            quiet, busy, grown, seconds = [], [], [], []
            for _ in range(rounds):
                quiet.append(percentile(_delays(crowd, sender, 100), 99))
                with _uploading(server, size) as upload:
                    delays = _delays(crowd, sender, 100)
                    while upload.poll() is None:
                        delays += _delays(crowd, sender, 20)
                busy.append(percentile(delays, 99))
                grown.append(upload.grown)
                seconds.append(upload.seconds)
    return [
        figure("files: send to receipt, quiet, p99", "ms", *quiet),
        figure(f"files: send to receipt, while {size} MB are uploaded and read, p99", "ms", *busy),
        figure("files: that p99, as a multiple of the quiet one", "", median(busy) / median(quiet)),
        figure(f"files: memory for uploading and reading {size} MB", "MB", *grown),
        figure(f"files: uploading {size} MB", "s", *seconds),
    ]


def _delays(crowd: Crowd, sender: Crowd, messages: int) -> list[float]:
    crowd.ask("forget")
    sent = sender.ask("send", first=1, messages=messages, interval=1 / RATE)
    crowd.ask("wait", messages=messages)
    arrivals = dict(crowd.ask("notes")[0]["arrivals"])
    return [(arrivals[number] - at) / 1e6 if number in arrivals else 30e3 for number, at in enumerate(sent, 1)]


class _Upload:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.grown = self.seconds = 0.0

    def poll(self) -> int | None:
        return self._process.poll()


@contextmanager
def _uploading(server: Server, size: int) -> Iterator[_Upload]:
    """Upload and read a file in a process of its own, and note by how much the server grows at most."""
    before = peak = _memory(server.pid)
    command = [sys.executable, "-m", "bench.workloads.files", server.url, str(size)]
    upload = _Upload(process := subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True))

    def watch() -> None:
        nonlocal peak
        while process.poll() is None:
            peak = max(peak, _memory(server.pid))
            time.sleep(0.05)

    watcher = threading.Thread(target=watch)
    watcher.start()
    yield upload
    out, _ = process.communicate()
    watcher.join()
    upload.grown, upload.seconds = peak - before, float(out)


def _memory(pid: int) -> float:
    """Return the memory that a process alone has, in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"^RssAnon:\s+(\d+) kB", status, re.MULTILINE)
    assert found
    return int(found[1]) / 1024


def _upload(url: str, megabytes: int) -> None:
    block = os.urandom(MEGABYTE)

    def body() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="large.bin"\r\n\r\n'
        for _ in range(megabytes):
            yield block
        yield b"\r\n--x--\r\n"

    with httpx.Client(base_url=url, timeout=600) as client:
        client.post("/login", data=PERSON)
        started = time.monotonic()
        headers = {"Content-Type": "multipart/form-data; boundary=x"}
        response = client.post(f"/rooms/{ROOM}/files", content=body(), headers=headers)
        print(time.monotonic() - started)
        with client.stream("GET", response.raise_for_status().json()["url"]) as download:
            assert sum(map(len, download.iter_raw())) == megabytes * MEGABYTE


if __name__ == "__main__":
    _upload(sys.argv[1], int(sys.argv[2]))
