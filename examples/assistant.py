"""An assistant that answers word by word whoever mentions it, wherever it is a member, by the HTTP API alone.

TOKEN=… python -m examples.assistant http://127.0.0.1:8080, with the token of a bot. `model` has canned answers and no
network: put any other there that gives its answer in pieces.
"""

import os
import sys
import time
from collections.abc import Iterator
from typing import Any

import httpx

from examples.listener import events


def model(question: str) -> Iterator[str]:
    """Answer in pieces."""
    subject = "the weather" if "weather" in question.lower() else "that"
    for word in f"I am **a demo**, and know nothing of {subject}. But I can *say so* word by word.".split(" "):
        time.sleep(0.05)
        yield f"{word} "


def answer(api: httpx.Client, question: dict[str, Any]) -> None:
    """Write the answer to a question while the model gives it; what a server that was killed has lost, once more."""
    begin = {"streaming": True, "reply_to": question["id"], "client_id": f"answer-{question['id']}"}
    message = api.post(f"/rooms/{question['room_id']}/messages", json=begin).raise_for_status().json()["id"]
    said, offset = "", 0
    for piece in model(question["body"]):
        said += piece
        while offset < len(said):
            added = api.post(f"/messages/{message}/append", json={"text": said[offset:], "offset": offset})
            known = added.json()["error"] if added.status_code == 409 else added.raise_for_status().json()
            offset = known["length"]
    api.post(f"/messages/{message}/finish", json={"offset": offset}).raise_for_status()


if __name__ == "__main__":
    address, token = f"{sys.argv[1]}/api/v1", os.environ["TOKEN"]
    with httpx.Client(base_url=address, headers={"Authorization": f"Bearer {token}"}) as http:
        me = http.get("/me").raise_for_status().json()["id"]
        for name, data in events(f"{address}/events", token):
            if name == "message.created" and me in [person["id"] for person in data["mentions"]]:
                answer(http, data)
