"""Answers word by word whoever mentions it: `TOKEN=… python -m examples.assistant URL`; any model may be put in."""

import os
import sys
from collections.abc import Iterator

import httpx

from examples.listener import events
from examples.patient import post


def model(question: str) -> Iterator[str]:
    """Answer in pieces."""
    subject = "the weather" if "weather" in question.lower() else "that"
    for word in f"I am **a demo**, and know nothing of {subject}. But I can *say so* word by word.".split(" "):
        yield f"{word} "


def answer(api: httpx.Client, room: int, question: int, text: str) -> None:
    """Write the answer while the model gives it, unless it is refused or deleted; what a killed server lost, again."""
    begin = {"streaming": True, "reply_to": question, "client_id": f"answer-{question}"}
    message, said, length = post(api, f"/rooms/{room}/messages", begin).get("id"), "", 0
    for piece in model(text) if message else ():
        said += piece
        while length < len(said):
            added = post(api, f"/messages/{message}/append", {"text": said[length:], "offset": length})
            if (length := added.get("error", added).get("length", -1)) < 0:
                return
    if message:
        post(api, f"/messages/{message}/finish", {"offset": length})


if __name__ == "__main__":
    address, token = f"{sys.argv[1]}/api/v1", os.environ["TOKEN"]
    http = httpx.Client(base_url=address, headers={"Authorization": f"Bearer {token}"})
    me = http.get("/me").raise_for_status().json()["id"]
    for name, data in events(f"{address}/events", token):
        if name == "message.created" and me in [person["id"] for person in data["mentions"]]:
            answer(http, data["room_id"], data["id"], data["body"])
