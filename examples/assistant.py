"""Answers word by word whoever mentions it: `TOKEN=… python -m examples.assistant URL`; any model may be put in."""

import os
import sys
import time
from collections.abc import Iterator

import httpx

from examples.listener import events


def model(question: str) -> Iterator[str]:
    """Answer in pieces."""
    subject = "the weather" if "weather" in question.lower() else "that"
    for word in f"I am **a demo**, and know nothing of {subject}. But I can *say so* word by word.".split(" "):
        time.sleep(0.05)
        yield f"{word} "


def answer(api: httpx.Client, room: int, question: int, text: str) -> None:
    """Write the answer while the model gives it; what a server that was killed has lost, once more."""
    begin = {"streaming": True, "reply_to": question, "client_id": f"answer-{question}"}
    message = api.post(f"/rooms/{room}/messages", json=begin).raise_for_status().json()["id"]
    said, offset = "", 0
    for piece in model(text):
        said += piece
        while offset < len(said):
            added = api.post(f"/messages/{message}/append", json={"text": said[offset:], "offset": offset}).json()
            offset = added.get("error", added)["length"]  # what the server has, also if that is not all
    api.post(f"/messages/{message}/finish", json={"offset": offset}).raise_for_status()


if __name__ == "__main__":
    address, head = f"{sys.argv[1]}/api/v1", {"Authorization": f"Bearer {os.environ['TOKEN']}"}
    with httpx.Client(base_url=address, headers=head) as http:
        me = http.get("/me").raise_for_status().json()["id"]
        for name, data in events(f"{address}/events", os.environ["TOKEN"]):
            if name == "message.created" and me in [person["id"] for person in data["mentions"]]:
                answer(http, data["room_id"], data["id"], data["body"])
