"""The messages that others answer, as quotes of one line: read along with these, they are as they are now."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from peewee import fn

from chat import files
from chat.accounts import BOT, role_of
from chat.accounts.items import Guise, UserItem
from chat.messages.guises import guises_of
from chat.messages.items import MentionItem, QuoteItem
from chat.messages.markdown import text_of_html, text_with_names
from chat.messages.mentioned import load_mentions
from chat.messages.rows import AUTHOR
from chat.messages.running import load_running
from models import Message, User

SIGN = re.compile("[@＠]")
"""Without one, a text mentions nobody."""

MAX_TEXT = 160
"""Characters of a message that a quote shows at most."""

UNSAID = "…"
"""What stands for a message that is being written and has no words so far."""

MAX_READ = 1_000
"""Characters of its text or HTML, in which its first line stands."""


def load_quotes(message_ids: Iterable[int | None]) -> dict[int, QuoteItem]:
    """Return quotes of these messages by their ids; without any there is no query.

    People whom they mention are named as they are called now. One without a text shows the name of its first file, one
    that is being written what it says so far.
    """
    ids = {id_ for id_ in message_ids if id_ is not None}
    if not ids:
        return {}
    texts = fn.SUBSTR(Message.body, 1, MAX_READ), fn.SUBSTR(Message.html, 1, MAX_READ)
    rows: Any = Message.select(Message.id, Message.deleted_at, *texts, *AUTHOR).join(User)
    rows = rows.where(Message.id.in_(list(ids)))
    found = list(rows.tuples())
    mentioned = load_mentions([row[0] for row in found if not row[1] and SIGN.search(row[2])])
    # What is gone for good looks as what was deleted.
    quotes = {id_: QuoteItem(id_, None, "") for id_ in ids}
    guises = guises_of([row[0] for row in found if row[-1] == BOT])
    quotes |= {row[0]: _quote(mentioned.get(row[0], ()), guises.get(row[0]), *row) for row in found}
    silent = [id_ for id_, quote in quotes.items() if quote.author and not quote.text]
    instead = {id_: one[0].name for id_, one in files.files_of(silent).items()}
    instead |= {id_: text or UNSAID for id_, text in load_running(silent).items()}
    return quotes | {id_: replace(quotes[id_], text=first_line(text)) for id_, text in instead.items()}


def _quote(
    mentioned: Sequence[MentionItem],
    guise: Guise | None,
    id_: int,
    deleted_at: int | None,
    body: str,
    html: str | None,
    *author: Any,
) -> QuoteItem:
    if deleted_at:
        return QuoteItem(id_, None, "")
    user_id, name, avatar, role = author
    return QuoteItem(
        id_,
        UserItem(user_id, name, avatar, role_of(role)),
        first_line(body, html, mentioned),
        guise.name if guise else "",
    )


def first_line(body: str, html: str | None = None, mentioned: Sequence[MentionItem] = ()) -> str:
    """Return the first line of a text that says something, without markup, cut short."""
    text = body if html is None else text_of_html(html)
    if mentioned:
        text = text_with_names(body, html, mentioned)
    line = next((line for line in map(_on_one_line, text.splitlines()) if line), "")
    return line if len(line) <= MAX_TEXT else line[: MAX_TEXT - 1].rstrip() + "…"


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
