"""A proxy as people write it in a minute: nothing but `proxy_pass`, so that nginx rewrites Host and adds no header."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.browser.conftest import Server
from tests.ports import free_port
from tests.services.nginx import BINARY, MISSING, STORES, Nginx

pytestmark = [pytest.mark.drill, pytest.mark.skipif(BINARY is None, reason=MISSING)]

ADA = {"name": "Ada", "email": "ada@example.com", "password": "seven slow grey herons"}


class BareNginx(Nginx):
    """An nginx with the shortest file that makes it a proxy."""

    def _adapted(self, ports: tuple[int, int]) -> str:
        stores = "".join(f"{name}_temp_path {self.folder}/{name};\n" for name in STORES)
        server = f"listen 127.0.0.1:{self.port}; location / {{ proxy_pass http://127.0.0.1:{ports[0]}; }}"
        return f"pid {self.folder}/pid; events {{}} http {{ access_log off; {stores} server {{ {server} }} }}"


@pytest.fixture
def nginx(tmp_path: Path) -> Iterator[BareNginx]:
    """Have one in front of a port that nobody listens on yet."""
    folder = tmp_path / "nginx"
    folder.mkdir()
    port = free_port()
    nginx = BareNginx(folder, (port, port))
    nginx.backend = port
    nginx.url = f"http://127.0.0.1:{nginx.port}"
    nginx.start()
    yield nginx
    nginx.stop()


@pytest.fixture
def serve(nginx: BareNginx, tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Start the program behind it, with options."""
    servers: list[Server] = []

    def start(*options: str) -> Server:
        servers.append(Server(tmp_path / "data", nginx.backend, options=options))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


def test_a_stranger_is_not_taken_for_somebody_at_this_machine(nginx, serve):
    server = serve("--no-demo")
    with httpx.Client(base_url=nginx.url) as stranger:
        assert stranger.get("/setup").status_code == 403
        assert stranger.post("/setup", data=ADA).status_code == 403
        assert stranger.get("/metrics").status_code == 404
    assert httpx.get(f"{server.url}/setup").status_code == 200
    assert httpx.get(f"{server.url}/metrics").status_code == 200


@pytest.mark.parametrize("more", [[], ["--trusted-proxies", "127.0.0.1"]])
def test_people_log_in_at_the_public_url_though_nginx_rewrites_the_host(nginx, serve, more):
    server = serve("--public-url", nginx.url, *more)
    form = {"email": "adam@streamchat.io", "password": "passw0rd!passw0rd!"}
    with httpx.Client(base_url=nginx.url, headers={"Origin": nginx.url, "Sec-Fetch-Site": "same-origin"}) as person:
        assert person.post("/login", data=form).headers["location"] == "/rooms"
        assert person.get("/login/").headers["location"] == f"{nginx.url}/login"
        assert person.post("/logout", headers={"Origin": server.url}).status_code == 403
