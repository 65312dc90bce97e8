"""An assistant that answers word by word whoever mentions it, by the public HTTP API alone.

Run `TOKEN=… python examples/assistant.py http://127.0.0.1:8080 1` with the token of a bot, and the number of a room.
`model` has canned answers and no network: put any other there that gives its answer in pieces.
"""

import os
import sys
import time
from collections.abc import Iterator

import httpx


def model(question: str) -> Iterator[str]:
    """Answer in pieces."""
    subject = "the weather" if "weather" in question.lower() else "that"
    for word in f"I am **a demo**, and know nothing of {subject}. But I can *say so* word by word.".split(" "):
        time.sleep(0.05)
        yield f"{word} "


def answer(api: httpx.Client, room: str, question: dict[str, object]) -> None:
    """Write the answer to a question while the model gives it."""
    begin = {"streaming": True, "reply_to": question["id"], "client_id": f"answer-{question['id']}"}
    message, said = api.post(f"/rooms/{room}/messages", json=begin).raise_for_status().json(), ""
    for piece in model(str(question["body"])):
        api.post(f"/messages/{message['id']}/append", json={"text": piece, "offset": len(said)}).raise_for_status()
        said += piece
    api.post(f"/messages/{message['id']}/finish").raise_for_status()


def listen(api: httpx.Client, room: str) -> None:
    """Answer each new message that mentions the token's owner."""
    me, revision = api.get("/me").json()["id"], api.get(f"/rooms/{room}/messages").json()["revision"]
    while True:
        changes = api.get(f"/rooms/{room}/messages", params={"since_revision": revision}).raise_for_status().json()
        for message in changes["created"]:
            if me in [person["id"] for person in message["mentions"]] and message["author"]["id"] != me:
                answer(api, room, message)
        revision = changes["revision"]
        time.sleep(1)


if __name__ == "__main__":
    address, number = sys.argv[1:]
    with httpx.Client(base_url=f"{address}/api/v1", headers={"Authorization": f"Bearer {os.environ['TOKEN']}"}) as api:
        listen(api, number)
