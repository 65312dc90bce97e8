"""The program as its users start it, and what the operating system says it costs."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROOM = 1
"""The first of the demo's rooms."""

METRICS_TOKEN = "token-of-the-benchmarks"
THROUGH_PROXY = ("--trusted-proxies", "127.0.0.1", "--metrics-token", METRICS_TOKEN)
"""A hundred viewers come from a hundred addresses: one may not open pages that fast. /metrics then wants a token."""

UNTHROTTLED = ("-m", "bench.unthrottled", *THROUGH_PROXY)
"""One sender says more than one person may."""


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for_port(port: int, patience: float = 10.0) -> None:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.02)
    raise RuntimeError(f"nobody listens on port {port}")


def environment() -> dict[str, str]:
    """Return the environment without settings of ours."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("STREAMCHAT", "NICEGUI"))}


def cpu_seconds(pid: int) -> float:
    """Return the CPU seconds that a process has taken so far."""
    return time.clock_gettime(~pid << 3 | 2)  # as clock_getcpuclockid(3) makes a process's clock id


class Server:
    """A running main.py, or another program, on a free loopback port; ends with the `with` block."""

    def __init__(
        self,
        data_dir: Path,
        program: Sequence[str] = (str(ROOT / "main.py"), *THROUGH_PROXY),
        port: int | None = None,
    ) -> None:
        self.port = port = port or free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed in stop
        self._process = subprocess.Popen(
            [sys.executable, *program, "--port", str(port), "--data-dir", str(data_dir)],
            cwd=data_dir,
            env=environment() | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )
        self.pid = self._process.pid
        assert self._process.stdout
        if not any("ready" in line for line in self._process.stdout):
            raise RuntimeError(f"the server ended with {self._process.wait()}: {self.complaints()}")
        _wait_for_port(port)  # it says so shortly before it listens

    def __enter__(self) -> "Server":
        """Use it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it."""
        self.stop()

    def stop(self) -> None:
        """Stop it, and tell what it complained of."""
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if complaints := self.complaints():
            print(f"the server said:\n{complaints[-2000:]}", file=sys.stderr)
        assert self._process.stdout
        self._process.stdout.close()
        self._errors.close()

    def complaints(self) -> str:
        """Return what the server wrote to its standard error."""
        self._errors.seek(0)
        return self._errors.read()

    def cpu(self) -> float:
        """Return the CPU seconds, user and system, of all its threads so far, to the nanosecond."""
        return cpu_seconds(self.pid)

    def memory(self) -> int:
        """Return the bytes of memory that are this process's alone.

        Pages of files that nobody else has mapped just now, such as libraries, would come and go with other processes.
        """
        rollup = Path(f"/proc/{self.pid}/smaps_rollup").read_text()
        sizes = re.findall(r"^Private_(?:Dirty|Hugetlb):\s+(\d+) kB", rollup, re.MULTILINE)
        return sum(int(size) * 1024 for size in sizes)

    def idle(self, seconds: float) -> float:
        """Return the CPU seconds per second that it takes when nobody does anything.

        Some of it comes once in two seconds: shorter than that, it would be far too little or far too much.
        """
        cpu, start = self.cpu(), time.monotonic()
        time.sleep(seconds)
        return (self.cpu() - cpu) / (time.monotonic() - start)
