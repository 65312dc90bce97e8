import re

import httpx
import pytest
from fastapi import Response

from chat.web.server.security_headers import PLAIN_POLICY, SecurityHeadersMiddleware


async def headers(response=None, scheme="http"):
    transport = httpx.ASGITransport(SecurityHeadersMiddleware(response or Response("text")))
    async with httpx.AsyncClient(transport=transport, base_url=f"{scheme}://test") as http:
        return (await http.get("/")).headers


async def test_what_is_no_page_of_nicegui_may_do_nothing_but_look_like_us():
    found = await headers()
    assert found["content-security-policy"] == PLAIN_POLICY
    directives = dict(part.split(" ", 1) for part in PLAIN_POLICY.split("; "))
    assert directives == {
        "default-src": "'none'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }


async def test_a_live_page_runs_the_scripts_that_it_came_with_and_no_others():
    policies = [
        (await headers(Response(headers={"X-NiceGUI-Content": "page"})))["content-security-policy"] for _ in "ab"
    ]
    nonces = [re.findall(r"'nonce-([\w-]{22,})'", policy) for policy in policies]
    assert [len(set(found)) for found in nonces] == [1, 1], "one for scripts and styles"
    assert nonces[0] != nonces[1]
    for policy in policies:
        assert "unsafe-inline" not in policy
        assert "http" not in policy
        assert "*" not in policy
        for directive in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
            assert directive in policy


async def test_the_other_headers():
    found = await headers()
    assert found["x-content-type-options"] == "nosniff"
    assert found["referrer-policy"] == "same-origin"
    assert found["cross-origin-opener-policy"] == found["cross-origin-resource-policy"] == "same-origin"
    assert found["cache-control"] == "no-store"
    assert "camera=()" in found["permissions-policy"]


@pytest.mark.parametrize("kind", ["text/javascript; charset=utf-8", "text/css"])
async def test_parts_of_a_page_go_without_what_concerns_windows(kind):
    found = await headers(Response(media_type=kind))
    assert found["x-content-type-options"] == "nosniff"
    assert found["content-security-policy"] == PLAIN_POLICY
    assert {"permissions-policy", "cross-origin-opener-policy"}.isdisjoint(found)


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "application/json"])
async def test_all_else_has_it(kind):
    assert {"permissions-policy", "cross-origin-opener-policy"} <= set(await headers(Response(media_type=kind)))


async def test_strict_transport_is_asked_for_behind_tls_only():
    assert "strict-transport-security" not in await headers()
    assert (await headers(scheme="https"))["strict-transport-security"] == "max-age=31536000; includeSubDomains"


async def test_what_a_route_says_itself_is_left_as_it_is():
    own = {"Cache-Control": "max-age=60", "Content-Security-Policy": "default-src 'self'", "Referrer-Policy": "origin"}
    found = await headers(Response(headers=own))
    assert {name: found[name] for name in own} == own


@pytest.mark.parametrize(
    ("path", "cache"),
    [
        ("/login", "no-store"),
        ("/rooms", "no-store"),
        ("/rooms/1", "no-store"),
        ("/nowhere", "no-store"),
        ("/healthz", "no-store"),
        ("/api/v1/nowhere", "no-store"),
        ("/manifest.webmanifest", "public, max-age=3600"),
        ("/assets/app.css", "public, max-age=31536000, immutable"),
    ],
)
def test_every_answer_has_them(server, visit, path, cache):
    found = visit(server).http.get(path).headers
    assert found["cache-control"] == cache
    assert found["x-content-type-options"] == "nosniff"
    assert found["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in found["content-security-policy"]
    assert "server" not in found


def test_what_nicegui_serves_itself_can_be_kept(server, visit):
    visitor = visit(server)
    [path] = re.findall(r'rel="modulepreload" href="(/_nicegui/[^"]*/vue\.[^"]*)"', visitor.opens().html)
    found = visitor.http.get(path).headers
    assert "immutable" in found["cache-control"]
    assert found["x-content-type-options"] == "nosniff"


def test_the_nonce_is_on_what_came_with_the_page_and_nowhere_else(server, visit):
    visitor = visit(server)
    answer = visitor.http.get("/rooms/1")
    [nonce] = set(re.findall(r"'nonce-([\w-]+)'", answer.headers["content-security-policy"]))
    tags = re.findall(r"<(?:script|style)\b[^>]*>", answer.text)
    assert len(tags) == 8
    assert [tag for tag in tags if f' nonce="{nonce}"' not in tag] == []
    assert " style=" not in answer.text.partition("String.raw")[0]


def test_no_page_sends_its_reader_to_another_server(server, visit):
    for path in ("/login", "/rooms/1"):
        addresses = re.findall(r'(?:src|href|url)[=(]"?(https?:[^")\s]*)', visit(server).http.get(path).text)
        assert addresses == []
