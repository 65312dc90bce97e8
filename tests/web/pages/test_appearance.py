"""How a browser shows the app: chosen once, and on every page from then on, without a script."""

import re

import pytest
from nicegui.testing import User as Visitor

from chat.web.components.shared.assets import address
from tests.page_client import another_browser, follow, log_in, page, post

PAGES = ("/settings", "/rooms/1", "/rooms/browse", "/no/such/page")


async def look(visitor: Visitor, path: str) -> set[str]:
    text = (await visitor.http_client.get(path)).text
    return {name for name in ("light", "dark", "compact") if address(f"{name}.css") in text}


async def test_what_is_chosen_is_on_every_page_of_this_browser(visitor: Visitor) -> None:
    await log_in(visitor)
    for path in PAGES:
        assert await look(visitor, path) == set()
    text = await follow(visitor, await post(visitor, "/settings/appearance", theme="dark", density="compact"))
    assert 'value="dark" checked' in text
    assert 'value="compact" checked' in text
    for path in PAGES:
        assert await look(visitor, path) == {"dark", "compact"}
    with another_browser(visitor):
        assert await look(visitor, "/login") == set()
    await post(visitor, "/logout")
    assert await look(visitor, "/login") == {"dark", "compact"}
    await log_in(visitor)
    await post(visitor, "/settings/appearance", theme="system", density="comfortable")
    assert await look(visitor, "/rooms/1") == set()


@pytest.mark.parametrize("theme", ["", "night", "dark.light", "dark; Path=/x", "\n", "x" * 5000])
async def test_what_is_no_choice_is_no_cookie(visitor: Visitor, theme: str) -> None:
    await log_in(visitor)
    response = await post(visitor, "/settings/appearance", theme=theme, density="compact")
    assert response.headers["set-cookie"].startswith("streamchat-appearance=compact;")
    assert await look(visitor, "/settings") == {"compact"}


async def test_whoever_is_not_logged_in_has_no_such_page(visitor: Visitor) -> None:
    response = await visitor.http_client.get("/settings/appearance")
    assert response.headers["location"] == "/login?return_to=/settings/appearance"
    await log_in(visitor)
    assert 'aria-current="page">Appearance' in await page(visitor, "/settings/appearance")


@pytest.mark.parametrize(
    ("cookie", "width"), [("320", "320"), ("9999", "360"), ("1", "200"), ("260", ""), ("x", ""), ("99999", "")]
)
async def test_pages_come_with_the_sidebar_as_wide_as_it_was_made(visitor: Visitor, cookie: str, width: str) -> None:
    await log_in(visitor)
    visitor.http_client.cookies.set("streamchat-sidebar", cookie)
    for path in PAGES:
        text = (await visitor.http_client.get(path)).text
        assert re.findall(r"/assets/sidebar-([0-9]+)\.css", text) == ([width] if width else [])
    if width:
        sheet = await visitor.http_client.get(f"/assets/sidebar-{width}.css")
        assert f"--sidebar: {width}px" in sheet.text
    assert (await visitor.http_client.get("/assets/sidebar-wide.css")).status_code == 404
