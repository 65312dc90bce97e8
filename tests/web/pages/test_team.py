"""The team's name and logo, over HTTP: where they are shown, and who may change them."""

import html
import io
import re

import pytest
from httpx import Response
from nicegui.testing import User as Visitor
from PIL import Image

from tests.page_client import alert, another_browser, follow, log_in, log_in_as_administrator, page, post

NAME = '<b>Acme & "Sons"</b>'


@pytest.fixture
async def administrator(visitor: Visitor) -> Visitor:
    await log_in_as_administrator(visitor)
    return visitor


def png() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (300, 200), "navy").save(buffer, "PNG")
    return buffer.getvalue()


async def upload(visitor: Visitor, image: bytes) -> Response:
    return await visitor.http_client.post("/admin/team/logo", files={"picture": ("logo.svg", image, "image/svg+xml")})


def title_of(text: str) -> str:
    return html.unescape(re.findall(r"<title[^>]*>([^<]*)</title>", text)[0])


async def test_every_page_shows_whose_place_it_is(administrator: Visitor) -> None:
    assert title_of(await page(administrator, "/rooms/1")) == "weekend-plans · StreamChat"
    assert "Name saved." in await follow(administrator, await post(administrator, "/admin/team/name", name=NAME))
    assert "Logo saved." in await follow(administrator, await upload(administrator, png()))
    for path, title in {
        "/rooms/1": f"weekend-plans · {NAME}",
        "/admin": f"People · Administration · {NAME}",
        "/rooms/browse": f"Browse rooms · {NAME}",
        "/admin/log": f"Audit log · Administration · {NAME}",
    }.items():
        text = await page(administrator, path)
        assert title_of(text) == title
        assert "<b>Acme" not in text
    manifest = (await administrator.http_client.get("/manifest.webmanifest")).json()
    assert (manifest["name"], manifest["short_name"]) == (NAME, NAME)


async def test_who_is_not_logged_in_sees_name_and_logo_too(administrator: Visitor) -> None:
    await post(administrator, "/admin/team/name", name=NAME)
    await upload(administrator, png())
    with another_browser(administrator):
        for path in ("/login", "/forgot", "/reset/x", "/register"):
            text = (await administrator.http_client.get(path)).text
            assert title_of(text).endswith(f" · {NAME}")
            assert f"{html.escape(NAME)}</span>" in text.replace("&#34;", "&quot;")
        [logo] = set(re.findall(r"/logo/[0-9a-f]{24}\.webp", text))
        response = await administrator.http_client.get(logo)
    assert (response.status_code, response.headers["content-type"]) == (200, "image/webp")
    assert "immutable" in response.headers["cache-control"]
    assert "Logo removed." in await follow(administrator, await post(administrator, "/admin/team/logo/remove"))
    assert (await administrator.http_client.get(logo)).status_code == 404


async def test_open_pages_show_it_at_once(administrator: Visitor) -> None:
    desk = await administrator.open("/rooms/1")
    brand = lambda: next(e for e in desk.elements.values() if "brand" in e._props)._props["brand"]  # noqa: E731
    assert "StreamChat" in brand()
    await post(administrator, "/admin/team/name", name=NAME)
    assert html.escape(NAME) in brand().replace("&#34;", "&quot;")
    assert desk.title == f"weekend-plans · {NAME}"


async def test_what_is_refused_is_said_beside_the_form(administrator: Visitor) -> None:
    response = await post(administrator, "/admin/team/name", name="x" * 81)
    assert (response.status_code, alert(response)) == (422, "The team's name can have at most 80 characters.")
    response = await upload(administrator, b"<svg onload=alert(1)>")
    assert (response.status_code, alert(response)) == (
        422,
        "This file cannot be read as a picture. Use PNG, JPEG, WebP or GIF.",
    )
    assert (await post(administrator, "/admin/team/logo")).status_code in (413, 422)
    assert (await administrator.http_client.get("/admin/team/logo")).headers["location"] == "/admin/place"


@pytest.mark.parametrize("path", ["/admin/team/name", "/admin/team/logo", "/admin/team/logo/remove"])
async def test_for_others_there_is_no_such_page(visitor: Visitor, path: str) -> None:
    assert (await post(visitor, path, name="Eve")).status_code == 303  # to the login
    await log_in(visitor)
    assert (await visitor.http_client.get("/admin/team")).status_code == 404
    assert (await post(visitor, path, name="Eve")).status_code == 404
    assert title_of(await page(visitor, "/rooms/1")) == "weekend-plans · StreamChat"


@pytest.mark.parametrize("digest", ["0" * 24, "..", "%2e%2e%2fx", "A" * 24, "0" * 10_000])
async def test_there_is_no_other_logo(visitor: Visitor, digest: str) -> None:
    assert (await visitor.http_client.get(f"/logo/{digest}.webp")).status_code == 404
