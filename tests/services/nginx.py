"""The system's nginx with the file that we ship: only its ports and paths are other ones."""

import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from tests.app_process import ROOT
from tests.ports import free_port

SHIPPED = ROOT / "deploy/nginx.conf"
BINARY = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
MISSING = "nginx is not installed: on Debian, apt-get install nginx-light"

METRICS_TOKEN = "0123456789-a-token-for-tests"

STORES = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
"""Where nginx puts what does not fit into memory: folders that only root may write to unless named."""


class Nginx:
    """One nginx on a free port of loopback, in front of processes that listen on two others."""

    def __init__(self, folder: Path, ports: tuple[int, int]) -> None:
        if BINARY is None:
            raise RuntimeError(MISSING)
        self.folder, self.port = folder, free_port()
        self.url = f"https://127.0.0.1:{self.port}"
        self._file = folder / "nginx.conf"
        self._file.write_text(self._adapted(ports))
        self._process: subprocess.Popen[bytes] | None = None
        _certify(folder)

    @property
    def trusted(self) -> ssl.SSLContext:
        """What a client has to trust in order to talk to it.

        TLS 1.2, because `websockets` reads in a thread of its own: the tickets that come first in 1.3 are read at the
        moment of the first write, which Python's ssl does not survive (seen: a request that was never sent).
        """
        context = ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        return context

    def check(self) -> subprocess.CompletedProcess[str]:
        """Have nginx say what it thinks of the file."""
        return subprocess.run([*self._command, "-t"], capture_output=True, text=True, check=False)

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._process = subprocess.Popen([*self._command, "-g", self._globals])
        while self._process.poll() is None:
            with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", self.port)):
                return
        raise RuntimeError((self.folder / "error.log").read_text())

    def stop(self) -> None:
        """Stop it and wait until it is gone."""
        if self._process:
            self._process.terminate()
            self._process.wait(timeout=20)

    def reload(self) -> None:
        """Have new workers take over with the file as it is, and wait until the first of them is there."""
        assert self._process
        before = self._workers()
        self._process.send_signal(signal.SIGHUP)
        while not self._workers() - before:
            pass

    def _workers(self) -> set[str]:
        assert self._process
        number = self._process.pid
        return set(Path(f"/proc/{number}/task/{number}/children").read_text().split())

    @property
    def _command(self) -> list[str]:
        return [str(BINARY), "-p", str(self.folder), "-e", str(self.folder / "error.log"), "-c", str(self._file)]

    @property
    def _globals(self) -> str:
        return "daemon off;" + (" user root;" if os.geteuid() == 0 else "")  # whose folder it is

    def _adapted(self, ports: tuple[int, int]) -> str:
        stores = "".join(f"    {name}_temp_path {self.folder}/{name};\n" for name in STORES)
        changes: Mapping[str, str] = {
            r"/run/nginx\.pid": f"{self.folder}/nginx.pid",
            r"/var/log/nginx/": f"{self.folder}/",
            r"/etc/letsencrypt/live/chat\.example\.org/": f"{self.folder}/",
            r" +listen \[::\].*\n": "",  # not every machine has IPv6
            r"listen 80;": f"listen 127.0.0.1:{free_port()};",
            r"listen 443 ": f"listen 127.0.0.1:{self.port} ",
            r"127\.0\.0\.1:8081": f"127.0.0.1:{ports[0]}",
            r"127\.0\.0\.1:8082": f"127.0.0.1:{ports[1]}",
            r"http \{\n": f"http {{\n{stores}",
        }
        text = SHIPPED.read_text()
        for pattern, other in changes.items():
            text, count = re.subn(pattern, other, text)
            assert count, f"{pattern} is not in the file any more"
        return text


def _certify(folder: Path) -> None:
    """Make a certificate for 127.0.0.1 that vouches for itself."""
    names = ("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1")
    files = ("-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem"))
    kind = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2")
    subprocess.run(["openssl", "req", "-x509", *kind, *names, *files], check=True, capture_output=True)


def connected_clients(url: str) -> int:
    """Ask a process behind it how many pages are connected there."""
    metrics = httpx.get(f"{url}/metrics", headers={"Authorization": f"Bearer {METRICS_TOKEN}"}).text
    return int(float(re.findall(r"^streamchat_connected_clients (.*)$", metrics, re.MULTILINE)[0]))


@contextmanager
def running(folder: Path, ports: tuple[int, int]) -> Iterator[Nginx]:
    """Have an nginx for a while."""
    folder.mkdir(exist_ok=True)
    nginx = Nginx(folder, ports)
    try:
        nginx.start()
        yield nginx
    finally:
        nginx.stop()
