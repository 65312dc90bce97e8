import gzip

import httpx
import pytest
from nicegui import __version__
from starlette.responses import HTMLResponse

from chat.web.server.compression import FOR_FILES, FOR_PAGES, CompressionMiddleware

ROWS = "".join(f'<a href="/rooms/{number}">room-{number * 7919 % 1000}</a>' for number in range(2_000))


@pytest.mark.parametrize(
    ("path", "level"), [("/rooms/1", FOR_PAGES), (f"/_nicegui/{__version__}/static/vue.js", FOR_FILES)]
)
async def test_pages_are_compressed_quickly_and_files_well(path, level):
    transport = httpx.ASGITransport(CompressionMiddleware(HTMLResponse(ROWS)))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        plain = await http.get(path, headers={"Accept-Encoding": "identity"})
        packed = await http.get(path, headers={"Accept-Encoding": "gzip"})
    assert plain.text == packed.text == ROWS
    assert "content-encoding" not in plain.headers
    assert int(packed.headers["content-length"]) == len(gzip.compress(ROWS.encode(), level))
