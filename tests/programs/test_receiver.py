"""The receiver in docs/programs.md does what it says."""

import re
from http.server import HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from chat import messages
from chat.outgoing import public
from models import Message, OutgoingHook
from tests.programs.conftest import Place

DOCUMENT = Path(__file__).parents[2] / "docs" / "programs.md"


async def test_the_receiver_of_the_documentation_answers_what_is_signed(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public, "is_open", True)
    [source] = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    names: dict[str, Any] = {}
    exec(source.replace("HTTPServer((", "0 and HTTPServer(("), names)
    receiver = names["Receiver"]
    monkeypatch.setattr(receiver, "log_message", lambda *_: None)
    server = HTTPServer(("127.0.0.1", 0), receiver)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        monkeypatch.setenv("SECRET", await place.hook(f"http://127.0.0.1:{server.server_port}/"))
        await messages.send_message(place.ben, place.room.id, "hello")
        await place.run()
        monkeypatch.setenv("SECRET", "another")
        await messages.send_message(place.ben, place.room.id, "hello?")
        await place.run()
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert [row.body for row in Message.select().where(Message.author == place.bot.id)] == ["You said: hello"]
    assert OutgoingHook.get().last_error == "it answered 403"
