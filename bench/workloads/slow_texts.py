"""What texts cost that are made to be slow: those of webhooks and of what other chats have exported, by their length.

Expressions that look at the same place again and again would take sixteen times as long for four times the text.
"""

import json
import time
from collections.abc import Callable
from contextlib import suppress

from bench.figures import Figure, figure
from chat.importing.texts import Names, body_of
from chat.programs import Refused, post_of, read_payload
from chat.slack_format.mrkdwn import to_parts

UNITS = (
    " ",
    "\n",
    "*",
    "<",
    "_",
    "`",
    "[",
    "~a ",
    "> ",
    "&#",
    "*a*\n",
    "- a\n",
    "<a|",
    "```\n",
    "@channel ",
    "https://*",
    ":fire:",
)
BEFORE = ("", "*a*")
FEW, MANY = 2_500, 10_000

NAMES = {"imported": "a text that is imported", "posted": "a webhook's payload"}


def times_of(kind: str) -> str:
    """Name the figure that says how many times as long four times the text takes."""
    return f"slow texts: four times the text, {NAMES[kind]}, at worst"


def measure(*, quick: bool) -> list[Figure]:
    """Read texts of one sign again and again, at both lengths in turn."""
    texts = [(before, unit) for before in BEFORE for unit in UNITS]
    figures = []
    for kind, read in (("posted", _post), ("imported", _import)):
        taken = {text: [_seconds(read, *text, size, 3 if quick else 10) for size in (FEW, MANY)] for text in texts}
        worst = max(taken, key=lambda text: taken[text][1])
        ratio = max(many / max(few, 0.0005) for few, many in taken.values())
        figures.append(figure(times_of(kind), "×", ratio))
        figures.append(figure(f"slow texts: {MANY:,} characters, {NAMES[kind]}, at worst", "ms", 1e3 * taken[worst][1]))
    return figures


def payload_of(long: str) -> object:
    """Return a payload that has a text wherever one may be."""
    blocks = [
        {"type": "section", "text": {"type": "mrkdwn", "text": long}, "fields": [{"type": "mrkdwn", "text": long}]},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": long}]},
        {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": [{"type": "text", "text": long}]}]},
    ]
    attachment = {"text": long, "fields": [{"title": long, "value": long}], "ts": long, "color": long}
    return {"username": long, "blocks": blocks, "attachments": [attachment]}


def _post(long: str) -> None:
    with suppress(Refused):  # of blanks
        post_of(read_payload(json.dumps(payload_of(long)).encode()))


def _import(long: str) -> None:
    body_of(to_parts(long, has_headings=True), Names({}, {}, {}))


def _seconds(read: Callable[[str], None], before: str, unit: str, size: int, tries: int) -> float:
    """Return the CPU seconds of a text, the best of some tries."""
    long, taken = before + unit * (size // len(unit)), []
    for _ in range(tries):
        begin = time.process_time()
        read(long)
        taken.append(time.process_time() - begin)
    return min(taken)
