"""What a page says of itself, whoever has written it."""

import time

import pytest

from chat.link_previews.items import PageText
from chat.link_previews.page_text import MAX_DESCRIPTION, MAX_TITLE, read_page

ADDRESS = "https://example.com/a/b"


def read(html: str | bytes, content_type: str = "text/html") -> PageText:
    return read_page(html.encode() if isinstance(html, str) else html, content_type, ADDRESS)


def test_open_graph_comes_before_plain_html() -> None:
    page = read(
        '<head><title>Plain</title><meta name="description" content="plain"><meta property="og:title" content="Graph">'
        '<meta content="of it" property="og:description"><meta property=og:site_name content=Site>'
        "<meta property='og:image' content='/p.png'>"
    )
    assert page == PageText("Graph", "of it", "Site", "https://example.com/p.png")


def test_plain_html_will_do() -> None:
    page = read("<TITLE>\n Bread &amp; butter </TITLE><META NAME=Description CONTENT='Old &quot;style&quot;'>")
    assert (page.title, page.description) == ("Bread & butter", 'Old "style"')


def test_of_several_the_first_one_holds() -> None:
    page = read('<meta property="og:title" content="first"><meta property="og:title" content="second">')
    assert page.title == "first"


@pytest.mark.parametrize(
    ("content", "content_type", "title"),
    [
        ("<title>Grüße</title>".encode("latin-1"), "text/html; charset=ISO-8859-1", "Grüße"),
        ('<meta charset="shift_jis"><title>日本</title>'.encode("shift_jis"), "text/html", "日本"),
        ("<title>Grüße</title>".encode(), "text/html; charset=rot13", "Grüße"),
        (b"<meta charset=zip><title>a</title>", "text/html", "a"),
        (b"<title>\xff\xfe</title>", "text/html; charset=utf-8", "\ufffd\ufffd"),
    ],
)
def test_encodings_are_those_that_pages_have(content: bytes, content_type: str, title: str) -> None:
    assert read(content, content_type).title == title


def test_a_title_is_one_line_that_hides_nothing() -> None:
    assert read("<title>a\n\tb\u202ec\u0000d\u200b</title>").title == "a bcd"
    assert len(read(f"<title>{'x' * 500}</title>").title) == MAX_TITLE
    assert len(read(f'<meta name=description content="{"x" * 900}">').description) == MAX_DESCRIPTION


def test_what_is_no_address_is_no_picture() -> None:
    assert read('<title>a</title><meta property="og:image" content="http://[">').picture == ""


@pytest.mark.parametrize(
    "part",
    [
        "<meta ",
        "<title>",
        '<meta content="',
        "<meta content='",
        "<!--",
        "<!DOCTYPE [",
        "&",
        "&#x",
        "<",
        'a="',
        "<meta a=b>",
    ],
)
def test_whatever_a_page_is_made_of_it_is_read_at_once(part: str) -> None:
    size = 1024 * 1024 // len(part)
    started = time.process_time()
    read(part * size)
    assert time.process_time() - started < 2, "linear: a parser that is not takes minutes"
