"""Requests of programs go to their application, past what is put around pages."""

import httpx
import pytest
from fastapi import FastAPI, Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from chat.web.server import programs
from chat.web.server.body_limit import MAX_BODY_BYTES
from chat.web.server.programs import ProgramsMiddleware


async def test_what_is_below_its_path_an_application_answers_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "_apps", {})
    inner = FastAPI()

    @inner.post("/v1/said")
    async def said(request: Request) -> dict[str, str]:
        return {"at": request.url.path, "root": request.scope["root_path"], "size": str(len(await request.body()))}

    programs.serve("/api", inner)
    transport = httpx.ASGITransport(ProgramsMiddleware(PlainTextResponse("a page")))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        answer = await client.post("/api/v1/said", content=b"x")
        assert answer.json() == {"at": "/api/v1/said", "root": "/api", "size": "1"}
        assert (await client.post("/api/v1/said", content=b"x" * (MAX_BODY_BYTES + 1))).status_code == 413
        for elsewhere in ("/", "/api", "/apis/v1/said", "/rooms/api/"):
            assert (await client.post(elsewhere)).text == "a page"


async def test_a_route_answers_at_its_path_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "_apps", {})

    async def tool(request: Request) -> PlainTextResponse:
        return PlainTextResponse(f"{len(await request.body())} bytes at {request.url.path}")

    programs.serve_at(Route("/mcp", tool, methods=["POST"]), "/mcp")
    transport = httpx.ASGITransport(ProgramsMiddleware(PlainTextResponse("a page")))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        assert (await client.post("/mcp", content=b"xy")).text == "2 bytes at /mcp"
        large = await client.post("/mcp", content=b"x" * (MAX_BODY_BYTES + 1))
        assert large.text.startswith("65537 bytes"), "it says itself in its own form what is too large"
        assert (await client.get("/mcp")).status_code == 405
        for elsewhere in ("/mcp/", "/mcpx", "/rooms/mcp"):
            assert (await client.post(elsewhere)).text == "a page"
