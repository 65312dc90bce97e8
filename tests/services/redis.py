"""A Redis of the tests' own, on loopback, that keeps nothing."""

import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tests.ports import free_port

BINARY = shutil.which("redis-server")


class RedisServer:
    """Can be stopped, and started again on the same port."""

    def __init__(self, *options: str) -> None:
        self.port = free_port()
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers, or would."""
        return f"redis://127.0.0.1:{self.port}/0"

    @property
    def pid(self) -> int:
        """Its process, while it runs."""
        assert self._process
        return self._process.pid

    def start(self) -> None:
        """Start it and wait until it listens."""
        if BINARY is None:
            raise RuntimeError("Redis is not installed: on Debian, apt-get install redis-server")
        words = (
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
            "--dir",
            "/",
            *self._options,
        )
        self._process = subprocess.Popen([BINARY, *words], stdout=subprocess.DEVNULL)
        while self._process.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port)):
                return
        raise RuntimeError("Redis did not start")

    def stop(self) -> None:
        """Stop it at once, as a crash would."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def pause(self) -> None:
        """Have it answer nothing, as behind a network that has gone."""
        if self._process:
            self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Have it answer again."""
        if self._process:
            self._process.send_signal(signal.SIGCONT)


@contextmanager
def running(*options: str) -> Iterator[RedisServer]:
    """Have a server for a while."""
    server = RedisServer(*options)
    try:
        server.start()
        yield server
    finally:
        server.stop()
