"""Asks a server, at an address that was checked: no cookies, no proxies, and redirects only where they are wanted."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import cache
from urllib.parse import SplitResult, urljoin

import httpx

from chat.outgoing.public import ForbiddenAddressError, parsed, resolve

MAX_REDIRECTS = 5
REDIRECTS = {301, 302, 303, 307, 308}


@asynccontextmanager
async def asked(
    method: str,
    parts: SplitResult,
    headers: Mapping[str, str],
    *,
    content: bytes | None = None,
    seconds: float,
    is_named: bool = False,
) -> AsyncIterator[httpx.Response]:
    """Ask a public server, and give its answer as soon as its headers are there; the body is to be read as a stream.

    Raises `ForbiddenAddressError`, and `httpx.HTTPError`, `httpx.InvalidURL` or `OSError` for what the network does.

    Args:
        method: such as "GET"
        parts: the address, which the caller has checked for what it may look like
        headers: beside that of the host
        content: what is sent
        seconds: that each step of the answer may take
        is_named: whether the administrator has named the host, which then need not be public
    """
    address = await resolve(parts, is_named=is_named)
    url = httpx.URL(parts.geturl()).copy_with(host=address)
    trusted = await asyncio.to_thread(_trusted)
    async with httpx.AsyncClient(verify=trusted, timeout=seconds, trust_env=False, follow_redirects=False) as client:
        host = parts.netloc.rpartition("@")[2]
        request = client.build_request(method, url, content=content, headers={**headers, "Host": host})
        request.extensions["sni_hostname"] = parts.hostname
        response = await client.send(request, stream=True)
        try:
            yield response
        finally:
            await response.aclose()


@asynccontextmanager
async def fetched(
    address: str, headers: Mapping[str, str], *, seconds: float
) -> AsyncIterator[tuple[str, httpx.Response]]:
    """Get what is at an address, or where that leads to, each checked like the first; give that address, too.

    Raises what `asked` does.
    """
    for _ in range(1 + MAX_REDIRECTS):
        async with asked("GET", parsed(address), headers, seconds=seconds) as response:
            if response.status_code not in REDIRECTS:
                yield address, response
                return
            address = _led_to(address, response.headers.get("Location", ""))
    raise ForbiddenAddressError(address)


def _led_to(address: str, location: str) -> str:
    try:
        return urljoin(address, location)
    except ValueError as error:
        raise ForbiddenAddressError(location) from error


@cache
def _trusted() -> ssl.SSLContext:
    """Return whom to trust: reading that takes 20 ms, which is once for all."""
    return httpx.create_ssl_context(trust_env=False)
