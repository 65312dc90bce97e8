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
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

from bench.deliveries import Delays, Pair, compared
from bench.figures import Figure, figure
from bench.seeding import seed
from bench.server import ROOM, ROOT, UNTHROTTLED, Server

MESSAGES, RATE = 100, 50.0
GROWN = "files: memory for uploading and reading it"
MEGABYTE = 1024 * 1024
PERSON = {"email": "adam@streamchat.io", "password": "passw0rd!passw0rd!"}
LIMITS = ("--max-file-mb", "2000", "--max-daily-mb", "100000")


def measure(*, quick: bool) -> list[Figure]:
    """Have one viewer write and another read, in turn while nothing happens and while somebody uploads."""
    size, rounds = (50, 2) if quick else (1_000, 2)
    grown, seconds = [], []
    quiet: list[Delays] = []
    busy: list[Delays] = []
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        seed(Path(folder))
        server = stack.enter_context(Server(Path(folder), (*UNTHROTTLED, *LIMITS)))
        pair = Pair(server.url, stack)
        with _uploading(server, 1):
            pair.delays(MESSAGES, RATE)  # what is loaded for the first file stays
        for _ in range(rounds):
            with _uploading(server, size) as upload:
                while upload.poll() is None:
                    busy.append(pair.delays(MESSAGES, RATE))
            grown.append(upload.grown)
            seconds.append(upload.seconds)
            quiet += [pair.delays(MESSAGES, RATE) for _ in range(len(busy) - len(quiet))]
    return [
        *compared("files", f"{size} MB are uploaded and read", quiet, busy),
        figure(GROWN, "MB", *grown),
        figure(f"files: uploading {size} MB", "s", *seconds),
    ]


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
