"""What tests of the API share: programs that speak for people, and how they are refused."""

from collections.abc import AsyncIterator, Callable

import httpx
import pytest
from fastapi import FastAPI

from chat.accounts import hash_token
from chat.accounts.items import UserItem
from chat.web import api
from models import ApiToken

Program = httpx.AsyncClient


@pytest.fixture(scope="package")
def made_api() -> FastAPI:
    """The API, made once: that takes a sixth of a second, as long as ten tests."""
    return api.create()


@pytest.fixture
async def stranger(made_api: FastAPI, opened: None) -> AsyncIterator[Program]:
    """A program without a token, at an app that has the API and would rather not be bothered."""
    app = FastAPI(openapi_url=None)
    app.mount(api.URL, made_api)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with Program(transport=transport, base_url="http://test/api/v1") as program:
        yield program


@pytest.fixture
def speaking_for(stranger: Program) -> Callable[[UserItem], Program]:
    """Have a program speak for somebody."""

    def given(person: UserItem) -> Program:
        token = f"token-of-{person.id}"
        ApiToken.create(token_hash=hash_token(token), user=person.id, name="a program")
        program = Program(transport=stranger._transport, base_url=stranger.base_url)
        program.headers["Authorization"] = f"Bearer {token}"
        return program

    return given


@pytest.fixture
def adas(speaking_for: Callable[[UserItem], Program], ada: UserItem) -> Program:
    return speaking_for(ada)


@pytest.fixture
def bens(speaking_for: Callable[[UserItem], Program], ben: UserItem) -> Program:
    return speaking_for(ben)


def problem(response: httpx.Response) -> tuple[int, str]:
    """Tell how something was refused, and that it was in the one form there is."""
    assert response.headers["content-type"] == "application/json"
    assert list(response.json()) == ["error"]
    error = response.json()["error"]
    assert set(error) == {"code", "message"}
    assert error["message"].endswith((".", ")."))
    return response.status_code, error["code"]
