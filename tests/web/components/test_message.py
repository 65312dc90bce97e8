import json
from html.parser import HTMLParser

import pytest

from chat.accounts.items import UserItem
from chat.messages.items import MentionItem, MessageItem, QuoteItem
from chat.messages.markdown import draw
from chat.text import clean_body
from chat.web.components.message_list.formatted import is_long
from chat.web.components.message_list.message import message_row, render_message

SENT = {"id": 1234, "room_id": 1, "client_id": "AbCdEfGhIjKlMnOpQrStUv", "created_at": 1_763_891_234_567}
UNCHANGED = {"edited_at": None, "deleted_at": None, "revision": 1234, "created_revision": 1234}
ELEMENTS = {"article", "div", "b", "a", "bdi"}

HOSTILE = [
    "<script>alert(1)</script>",
    "</div></div><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<!-- <b>not a comment</b> -->",
    "<![CDATA[<b>]]>",
    "<style>*{display:none}</style>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;b&#62; &amp; &amp;amp;",
    "{{ 7 * 7 }} {% raw %} ${7 * 7} `x`",
    'https://example.com/"onmouseover="alert(1)',
    "https://example.com/'onmouseover='alert(1)",
    "https://example.com/<script>alert(1)</script>",
    'https://example.com/?a="><b>b',
    "www.example.com/\"style='position:fixed'",
    'me@example.com"><b>',
    "\u202ehttps://moc.elpmaxe",
    "x" * 4000,
    "<" * 4000,
    "https://a.b/" + ")" * 3900,
]


def message(body, name="Adam Smith", **columns):
    return MessageItem(**{**SENT, **UNCHANGED, "author": UserItem(7, name), "body": body, **columns})


class Row(HTMLParser):
    """A row as a browser understands it."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.text, self._open = [], {}, []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag in {"br", "hr"}:
            return
        is_body = str(dict(attributes).get("class")).split()[0] == "message-body"
        self._open.append("body" if is_body else tag)

    def handle_endtag(self, _tag):
        self._open.pop()

    def handle_data(self, data):
        where = "body" if "body" in self._open else self._open[-1]
        self.text[where] = self.text.get(where, "") + data

    @property
    def root(self):
        return self.elements[0][1]

    @property
    def links(self):
        return [attributes for tag, attributes in self.elements if tag == "a"]


def test_a_row_says_who_when_and_what():
    row = Row(render_message(message("hello")))
    assert row.root == {
        "data-author": "7",
        "data-at": "1763891234567",
        "data-revision": "1234",
        "data-client-id": "AbCdEfGhIjKlMnOpQrStUv",
    }
    assert row.text == {"b": "Adam Smith", "body": "hello"}


def test_an_edited_row_says_when_and_a_row_without_client_id_says_nothing_of_it():
    row = Row(render_message(message("hello", edited_at=1_763_891_234_999, client_id=None)))
    assert row.root["data-edited"] == "1763891234999"
    assert "data-client-id" not in row.root


def test_a_row_is_paired_with_its_key():
    assert message_row(message("hello")) == ("1234", render_message(message("hello")))


@pytest.mark.parametrize(
    ("body", "is_folded"),
    [
        ("x\n" * 40 + "x", True),
        ("x\n" * 39 + "x", False),
        ("look:\n```\n" + "code\n" * 18 + "```", True),
        ("look:\n```\n" + "code\n" * 17 + "```", False),
        ("```\ncode\n```\n" + "x\n" * 19 + "```\ncode\n```", False),
        ("x" * 3001, True),
    ],
)
def test_what_is_long_is_folded_and_code_from_400_px(body, is_folded):
    assert is_long(body) is is_folded


@pytest.mark.parametrize("body", HOSTILE, ids=lambda body: body[:40])
def test_hostile_words_are_only_words(body):
    row = Row(render_message(message(body)))
    unfold = {"button": "Show more"} if len(body) > 3000 else {}
    assert row.text == {"b": "Adam Smith", "body": body, **unfold}
    assert {tag for tag, _ in row.elements} <= ELEMENTS | unfold.keys()
    assert {name for link in row.links for name in link} <= {"href", "rel", "target"}
    assert set(row.root) == {"data-author", "data-at", "data-revision", "data-client-id"}


@pytest.mark.parametrize(
    "name", ["<b>Ada</b>", '"><script>alert(1)</script>', "</b></div>", "&lt;", "https://evil.example"]
)
def test_a_hostile_name_is_only_a_name(name):
    row = Row(render_message(message("hello", name)))
    assert row.text == {"b": name, "body": "hello"}
    assert [tag for tag, _ in row.elements] == ["article", "b", "div"]


def test_a_web_address_opens_beside_the_talk_and_learns_nothing_of_it():
    row = Row(render_message(message("see https://example.com.")))
    [link] = row.links
    assert link["href"] == "https://example.com"
    assert link["target"] == "_blank"
    assert {"noopener", "noreferrer"} <= set(link["rel"].split())


@pytest.mark.parametrize("body", ["one\ntwo", "one\n\n\ntwo", "\tdeep\n    deeper", "a  b", "一\n二"])
def test_line_breaks_and_spaces_are_kept(body):
    assert Row(render_message(message(body))).text["body"] == body


def test_a_mail_address_is_shown_as_it_was_written():
    body = "write to mailto:me@example.com"
    assert Row(render_message(message(body))).text["body"] == body


def test_a_message_is_drawn_once_for_all():
    assert render_message(message("drawn once")) is render_message(message("drawn once"))
    assert render_message(message("drawn once")) != render_message(message("drawn once", revision=1235))


def test_a_short_message_is_small_on_the_wire():
    body = "Would somebody new try the runbook before the drill, please?"
    assert len(clean_body(body)) == 60
    told = ["stream", "room:1", 1234, "insert", [message_row(message(body))]]
    packet = "42" + json.dumps(told, separators=(",", ":"), ensure_ascii=False)
    assert len(packet.encode()) < 300


HEAVY = [
    "https://a.b/" + ")" * 3900,
    "https://" * 500,
    "www." * 1000,
    "(" * 2000 + ")" * 2000,
    "https://" + "a-" * 1990,
]
HEAVY += ["https://" + "." * 3990, "https://" + "a" * 3990 + "@", "https://a.b/?" + "(" * 1900 + ")" * 1900 + "." * 90]


@pytest.mark.parametrize("body", HEAVY, ids=lambda body: body[:20])
def test_heavy_words_are_shown_as_they_are(body):
    assert Row(render_message(message(body))).text["body"] == body


# ---- mentions

ANN = UserItem(12, "Ann Lee")


def test_a_mention_is_a_link_to_the_person_with_their_present_name():
    row = Row(render_message(message("hello @ann, and @ann lee!", mentioned=(MentionItem(ANN, ((6, 10), (16, 24))),))))
    assert row.text["body"] == "hello @Ann Lee, and @Ann Lee!"
    assert row.links == [
        {"class": "mention", "data-person": "12", "href": "/people/12", "data-typed": "@ann"},
        {"class": "mention", "data-person": "12", "href": "/people/12", "data-typed": "@ann lee"},
    ]


def test_a_mention_as_the_person_is_called_needs_no_more_bytes_and_everybody_is_no_person():
    mentioned = (MentionItem(ANN, ((0, 8),)), MentionItem(None, ((9, 14),)))
    row = Row(render_message(message("@Ann Lee @room", mentioned=mentioned)))
    assert row.text["body"] == "@Ann Lee @room"
    assert row.links == [
        {"class": "mention", "data-person": "12", "href": "/people/12"},
        {"class": "mention", "data-everybody": None},
    ]


@pytest.mark.parametrize(
    "name", ["<b>Eve</b>", '"><script>alert(1)</script>', "' onclick=alert(1)", "&lt;", "\u05e9\u05e8\u05d4", "Eve 🎉"]
)
@pytest.mark.parametrize("typed", ["@eve", '@"><img src=x onerror=alert(1)>', "@<b>x", "@a' b=c"])
def test_a_hostile_name_in_a_mention_is_only_a_name(name, typed):
    mentioned = (MentionItem(UserItem(3, name), ((2, 2 + len(typed)),)),)
    row = Row(render_message(message(f"<>{typed}</div>", mentioned=mentioned)))
    assert row.text == {"b": "Adam Smith", "body": f"<>@{name}</div>"}
    assert row.links == [{"class": "mention", "data-person": "3", "href": "/people/3", "data-typed": typed}]
    assert [tag for tag, _ in row.elements] == ["article", "b", "div", "a"]


def test_mentions_and_web_addresses_stand_side_by_side():
    body = "https://example.com/a @ann https://example.com/b"
    row = Row(render_message(message(body, mentioned=(MentionItem(ANN, ((22, 26),)),))))
    assert [link["href"] for link in row.links] == ["https://example.com/a", "/people/12", "https://example.com/b"]


def test_what_is_answered_stands_above_as_a_link_and_says_whom_it_tells():
    ben = UserItem(9, "Ben")
    answer = message("yes", reply_to=QuoteItem(17, ben, "lunch?"), mentioned=(MentionItem(ben, ()),))
    row = Row(render_message(answer))
    assert row.text == {"b": "Adam SmithBen", "a": " ", "span": "lunch?", "body": "yes"}
    assert ("div", {"class": "quote", "data-of": "17", "data-tells": "9"}) in row.elements
    assert row.links == [{"href": "/rooms/1/@17"}]
    gone = Row(render_message(message("yes", reply_to=QuoteItem(17, None, ""))))
    assert gone.text == {"b": "Adam Smith", "span": "This message was deleted.", "body": "yes"}
    assert ("div", {"class": "quote", "data-of": "17"}) in gone.elements


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:40])
def test_a_hostile_quote_is_only_words(text):
    row = Row(render_message(message("yes", reply_to=QuoteItem(17, UserItem(9, text), text))))
    assert row.text == {"b": f"Adam Smith{text}", "a": " ", "span": text, "body": "yes"}
    assert [tag for tag, _ in row.elements] == ["article", "b", "div", "a", "b", "span", "div"]
    assert row.links == [{"href": "/rooms/1/@17"}]


def test_another_name_is_another_row():
    rows = {
        render_message(message("@a", mentioned=(MentionItem(UserItem(12, name), ((0, 2),)),)))
        for name in ("Ann", "Bea")
    }
    assert len(rows) == 2


# ---- formatted text


def formatted(body, **columns):
    return Row(render_message(message(body, drawn=draw(body), **columns)))


def test_a_formatted_row_has_its_source_with_it():
    body = '*a* "b" <c>\n  & `d`'
    row = formatted(body)
    assert ("div", {"class": "message-body formatted", "data-source": body}) in row.elements
    assert row.text["body"] == 'a "b" <c>\n& d'


def test_code_can_be_copied_and_what_scrolls_takes_the_focus():
    row = formatted("```python\nx = 1\n```\n\n|a|\n|-|\n|b|")
    assert (
        "button",
        {"type": "button", "class": "copy-code", "aria-label": "Copy code", "title": "Copy"},
    ) in row.elements
    assert ("pre", {"tabindex": "0", "data-language": "Python"}) in row.elements
    assert ("div", {"class": "table-scroll", "tabindex": "0"}) in row.elements
    assert "Copy" not in row.text["body"]


def test_a_source_cannot_make_controls():
    for body in ("*a* <pre>x</pre>", "*a* <table>", "`<pre` `</pre>`", '*a* <button class="copy-code">'):
        assert {tag for tag, _ in formatted(body).elements} <= {"article", "b", "div", "p", "em", "code"}


@pytest.mark.parametrize(
    ("body", "is_folded"),
    [
        ("x" * 3000, False),
        ("x" * 3001, True),
        ("x\n" * 39 + "x", False),
        ("x\n" * 40 + "x", True),
        ("*x*\n" * 41, True),
    ],
)
def test_a_long_message_is_folded(body, is_folded):
    row = formatted(body)
    button = ("button", {"type": "button", "class": "unfold", "aria-expanded": "false"})
    assert (button in row.elements) == is_folded


def test_a_programs_row_says_so_and_nobody_elses_pays_for_it():
    [(_, attributes), *_] = Row(render_message(message("hi", author=UserItem(7, "Robot", role="bot")))).elements
    assert "data-bot" in attributes
    assert "data-bot" not in render_message(message("hi"))
