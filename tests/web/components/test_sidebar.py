"""What the server keeps of a page with the list of rooms: nothing that grows with them, one copy of what is alike."""

from nicegui import Client
from nicegui.element import Element
from nicegui.elements.html import Html
from nicegui.testing import User as Visitor

from chat.web.components.sidebar.sidebar import Sidebar
from tests.page_client import another_browser, log_in


def sidebar(client: Client) -> Element:
    [found] = [element for element in client.elements.values() if isinstance(element, Sidebar)]
    return found


def header(client: Client) -> str:
    [found] = [element for element in client.elements.values() if isinstance(element, Html)]
    return found.content


async def test_a_page_keeps_little_once_it_is_sent(visitor: Visitor) -> None:
    await log_in(visitor)
    one = await visitor.open("/rooms/1")
    with another_browser(visitor):
        await log_in(visitor, email="blake@streamchat.io")
        other = await visitor.open("/rooms/1")
        assert '"unread":[[1,' in (await visitor.http_client.get("/rooms/1")).text.replace("&quot;", '"')
    assert sidebar(one)._props["unread"] is None
    for part in ("brand", "more"):
        assert sidebar(one)._props[part] is sidebar(other)._props[part]
    assert header(one) is header(other)
