"""What is said at the start where Redis cannot be used: what is wrong, and no password."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from chat.realtime import redis_transport
from chat.realtime.bus import Bus
from chat.realtime.redis_transport import RedisTransport
from tests.ports import free_port
from tests.services import redis

pytestmark = pytest.mark.skipif(redis.BINARY is None, reason="redis-server is not installed")


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seconds in {"HEARTBEAT": 0.05, "TIMEOUT": 0.4, "MAX_BACKOFF": 0.05}.items():
        monkeypatch.setattr(redis_transport, name, seconds)


async def log_lines_of(url: str, caplog: pytest.LogCaptureFixture) -> list[str]:
    """Start with a Redis, and collect what the log says of it at the usual level."""
    caplog.clear()
    transport = RedisTransport(url, Bus())
    with caplog.at_level(logging.INFO, logger="chat.realtime.redis_transport"):
        await transport.start()
        await transport.stop()
    assert not transport.is_connected or not caplog.messages or "connected" in caplog.text
    return [record.message for record in caplog.records if record.levelno == logging.WARNING]


@asynccontextmanager
async def answering(answer: bytes | None) -> AsyncIterator[int]:
    """Have something listen that is no Redis: it answers so, or closes, or with None says nothing."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if await reader.read(100) and answer is not None:
            writer.write(answer)
            writer.close()
        else:
            await reader.read()
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()


ACCOUNT = "user and password"


async def test_a_wrong_host_or_port_is_told_apart(caplog):
    for url, words in (
        ("redis://no-such-host.invalid:6379/0", "no host of that name"),
        (f"redis://127.0.0.1:{free_port()}/0", "nothing listens"),
    ):
        lines = await log_lines_of(url, caplog)
        assert words in lines[0], url


async def test_a_wrong_user_or_password_is_told_from_absence_and_never_repeated(caplog):
    with redis.running("--requirepass", "right-password") as server:
        address = f"127.0.0.1:{server.port}/0"
        for login in ("", ":wrong-password@", "default:wrong-password@", "stranger:right-password@"):
            lines = await log_lines_of(f"redis://{login}{address}", caplog)
            assert ACCOUNT in lines[0], login
            assert "password@" not in caplog.text
            assert "wrong-password" not in caplog.text
        assert await log_lines_of(f"redis://:right-password@{address}", caplog) == []


async def test_a_password_where_none_is_set_is_told_too(caplog):
    with redis.running() as server:
        lines = await log_lines_of(f"redis://someone:secret@127.0.0.1:{server.port}/0", caplog)
        assert ACCOUNT in lines[0]


async def test_a_database_that_is_not_there_is_told(caplog):
    with redis.running() as server:
        lines = await log_lines_of(f"redis://127.0.0.1:{server.port}/99", caplog)
        assert "no database of that number" in lines[0]


async def test_a_user_who_may_not_publish_is_told(caplog):
    with redis.running("--user", "chat", "on", ">secret", "~*", "&*", "+@all", "-publish") as server:
        lines = await log_lines_of(f"redis://chat:secret@127.0.0.1:{server.port}/0", caplog)
        assert "may not do what is needed" in lines[0]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "not Redis"),
        (b"\x15\x03\x01\x00\x02\x02\x46", "not Redis"),  # a TLS alert
        (b"", "not Redis"),
        (None, "does not answer in time"),
    ],
    ids=["a web server", "TLS", "closes", "silent"],
)
async def test_what_is_no_redis_is_told(caplog, answer, words):
    async with answering(answer) as port:
        lines = await log_lines_of(f"redis://127.0.0.1:{port}/0", caplog)
        assert words in lines[0]


async def test_tls_where_redis_speaks_none_is_told(caplog):
    with redis.running() as server:
        lines = await log_lines_of(f"rediss://127.0.0.1:{server.port}/0", caplog)
        assert "TLS" in lines[0]
