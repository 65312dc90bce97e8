"""The API against its own description: schemathesis asks what the description allows, and what it does not."""

from collections.abc import Iterator

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, settings

from chat import accounts
from chat.accounts import hash_token
from chat.storage.database import database
from chat.storage.engines.sqlite import PRAGMAS
from chat.storage.objects import objects
from chat.web import api
from chat.web.server.throttle import Throttle
from models import MAX_ID, ApiToken, Membership, Message, Room, User, db

MESSAGES = 40
TOKEN = "a-token-of-the-tests"
CONFIG = schemathesis.Config.from_dict(
    {
        "checks": {
            # What the description cannot say: a text that is all blanks, somebody else's message, both ways of reading,
            # a text that has changed.
            "positive_data_acceptance": {"expected-statuses": ["2xx", "403", "404", "409", "422"]},
        }
    }
)


@pytest.fixture(scope="module", autouse=True)
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A room with talk in it, and a token of somebody who talks there."""
    unlimited = pytest.MonkeyPatch()
    unlimited.setattr(Throttle, "acquire", _at_once)
    unlimited.setattr(accounts, "revoke_api_token", _at_once)  # it would be the one that this asks with
    folder = tmp_path_factory.mktemp("schema")
    unlimited.setattr(objects, "_store", None)
    objects.open(str(folder / "files"), folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(PRAGMAS, "synchronous", "off")  # hundreds of changes that nobody will miss
        database.open(f"sqlite:///{folder}/test.db")
    ada, ben = (User.create(name=name, email=name, password_hash="-") for name in ("Ada", "Ben"))
    ApiToken.create(token_hash=hash_token(TOKEN), user=ada, name="schemathesis")
    room = Room.create(name="kitchen", revision=MESSAGES)
    Membership.insert_many([{"room": room, "user": user} for user in (ada, ben)]).execute()
    for number in range(1, MESSAGES + 1):
        author = ben if number == 2 else ada
        Message.create(room=room, author=author, body=f"message {number}", revision=number, created_revision=number)
    yield
    unlimited.undo()
    database.close()
    db.close()


async def _at_once(*_: object) -> None:
    """Admit everybody."""


def served() -> FastAPI:
    """The API where it is served."""
    outer = FastAPI(openapi_url=None)
    outer.mount(api.URL, api.create())
    return outer


@schemathesis.serializer("application/x-ndjson")
def lines(_context: object, value: object) -> bytes:
    """Lines of JSON, as words come that one request adds."""
    return str(value).encode("utf-8", "replace")


schema = schemathesis.openapi.from_asgi(f"{api.URL}/openapi.json", served(), config=CONFIG)


@schema.hook
def map_path_parameters(_context: object, path_parameters: object) -> object:
    """Have most good ids name something that is there; bad ones come in a wrapping of their own."""
    if not isinstance(path_parameters, dict):
        return path_parameters
    return {name: there(name, value) for name, value in path_parameters.items()}


def there(name: str, value: object) -> object:
    if isinstance(value, str):
        return value.replace("\n", "").replace("%0A", "")  # at an address with one, there is no API
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= MAX_ID or value % 5 == 0:
        return value
    return value % {"message_id": MESSAGES, "person_id": 2}.get(name, 1) + 1


SETTINGS = settings(
    max_examples=6,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@schema.parametrize()
@SETTINGS
def test_the_api_does_what_its_description_says(case: schemathesis.Case) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {TOKEN}"})


@pytest.mark.long
@schema.parametrize()
@settings(SETTINGS, max_examples=40)
def test_the_api_does_what_its_description_says_at_length(case: schemathesis.Case) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {TOKEN}"})
