"""Pages with the app around them: a long list of rooms takes some ms to draw."""

import threading
from types import ModuleType
from typing import Any

import pytest
from fastapi.responses import Response

from chat.accounts.items import UserItem
from chat.web.pages import appearance, forms, notifications, settings
from chat.web.pages.form_page import NOTHING
from tests.people import sign_in


@pytest.mark.parametrize("page", [appearance, notifications, settings])
async def test_nobody_waits_for_them_to_be_drawn(
    ada: UserItem, page: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []

    def draw(*_: Any, **__: Any) -> Response:
        threads.append(threading.current_thread())
        return Response()

    monkeypatch.setattr(forms, "page", draw)
    await page.draw(None, await sign_in(ada.id), NOTHING)
    assert threads
    assert threading.current_thread() not in threads
