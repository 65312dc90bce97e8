"""Hostile names and texts in exports: words on pages, harmless names in the zip."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest

from chat.exporting.safe_names import MAX_BYTES, safe_name
from chat.messages import send_message
from models import File, Membership, Message, Profile, Room, User
from tests.exporting import exported, pages
from tests.files import upload
from tests.hostile_texts import spread, texts

WORDS = """
html head meta title link body header footer nav main h1 h2 p a bdi b span ul li div article time blockquote img em
strong
code pre
"""
TAGS = set(WORDS.split())
WORDS = """
lang charset name content http-equiv rel href class dir id datetime src alt loading width height download title
aria-hidden
aria-label target data-everybody data-person data-typed data-language
"""
ATTRIBUTES = set(WORDS.split())


class Page(HTMLParser):
    """Reads a page as a browser does."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.links, self.words = set(), set(), set(), []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attributes}
        self.links |= {value for name, value in attributes if name in ("href", "src") and value}

    def handle_data(self, data):
        self.words.append(data)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../x", "_.._x"),
        ("..", "file"),
        ("/etc/passwd", "_etc_passwd"),
        ("C:\\Windows\\x", "C__Windows_x"),
        ("CON", "_CON"),
        ("con.txt", "_con.txt"),
        ("Lpt1 .", "_Lpt1"),
        ("COM¹.log", "_COM¹.log"),
        ("CONTRACT.pdf", "CONTRACT.pdf"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("a\0b\nc", "ab c"),
        ("  ends. . ", "ends"),
        ("", "file"),
        ("???", "file"),
        ("é", "é"),
        ("👩‍👩‍👧", "👩👩👧"),
    ],
)
def test_names_are_safe_everywhere_and_as_near_as_can_be(name, safe):
    assert safe_name(name) == safe


def test_long_names_keep_their_ending():
    assert safe_name("👍" * 255 + ".jpeg").endswith("👍.jpeg")
    for name in ("👍" * 255, "x" * 300 + ".zip", "x." + "y" * 300, *texts()):
        made = safe_name(name)
        assert 0 < len(made.encode()) <= MAX_BYTES
        assert safe_name(made) == made
        assert made.strip(" .") == made
        assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', made)


async def test_hostile_texts_are_words(ada, room):
    few = spread([text for text in texts() if "\0" not in text and not re.search("[\ud800-\udfff]", text)], 25)
    file = await upload(ada, room.id)
    message, blob = await send_message(ada, room.id, "look", files=[file.id]), File.get_by_id(file.id).blob
    for number, text in enumerate(few):
        person = User.create(name=text[:80], email=f"{number}@example.com", password_hash="-")
        Profile.create(user=person, title=text[:100])
        home = Room.create(name=text[:80], description=text[:300], kind=("open", "closed")[number % 2])
        Membership.create(room=home, user=person)
        Message.create(room=home, author=person, body=text[:4000], revision=1, created_revision=1)
        File.create(
            blob=blob, owner=ada.id, room=room.id, message=message.id, position=number, name=text[:255], alt=text
        )
        rows = {"author": person, "body": text, "reply_to": message.id, "revision": 900 + number}
        Message.create(room=room.id, created_revision=1, **rows)
    archive = exported()
    for name in archive.namelist():
        assert not re.search(r'[<>:"\\|?*\x00-\x1f\u202a-\u202e]|(^|/)\.|//|[. ](/|$)', name)
    drawn = pages(archive)
    assert len(drawn) > 2 * len(few)
    for path, html in drawn.items():
        page = Page(html)
        assert page.tags <= TAGS, path
        assert page.attributes <= ATTRIBUTES, path
        for link in page.links:
            assert urlsplit(link).scheme in ("", "http", "https", "mailto"), link
            assert not link.startswith("//")
    assert sum(Page(html).words.count(few[7][:80]) for html in drawn.values()) >= 2
