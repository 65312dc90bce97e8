"""Which addresses become links, by a catalogue, and that no text makes looking for them slow."""

import re
import time
from html import unescape

import pytest

from chat.messages.markdown.plain import MAX_LINKS, linkify
from chat.messages.markdown.web_addresses import find_addresses
from tests.messages.markdown.links_catalogue import CATALOGUE

CASES = [pytest.param(case, id=f"{group}: {case}") for group, cases in CATALOGUE.items() for case in cases]
LINK = re.compile(r'<a href="([^"]*)" rel="noopener noreferrer nofollow" target="_blank">([^<]*)</a>')
TAG = re.compile(r"</?(?:a|bdi)\b[^>]*>")


@pytest.mark.parametrize("case", CASES)
def test_exactly_the_addresses_are_links_and_the_text_is_shown_as_typed(case):
    text = re.sub("[⟦⟧]", "", case)
    html = linkify(text)
    assert [unescape(shown) for _, shown in LINK.findall(html)] == re.findall("⟦(.*?)⟧", case, re.DOTALL)
    assert unescape(TAG.sub("", html)) == text


def test_the_catalogue_is_large():
    assert len(CASES) >= 120


@pytest.mark.parametrize("case", CASES)
def test_a_link_opens_what_it_shows(case):
    for url, shown in LINK.findall(linkify(re.sub("[⟦⟧]", "", case))):
        assert url in {shown, f"https://{shown}"}
        assert re.match("https?://", url, re.IGNORECASE)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("www.x.example", "https://www.x.example"),
        ("example.com/a", "https://example.com/a"),
        ("HTTP://x.example", "HTTP://x.example"),
        ("https://x.example/?a=b&c='d'", "https://x.example/?a=b&amp;c=&#39;d&#39;"),
    ],
)
def test_where_a_link_leads(text, url):
    assert [found for found, _ in LINK.findall(linkify(text))] == [url]


def test_a_change_of_direction_ends_before_the_link():
    html = linkify("\u202egnp https://x.example/a \u2067b")
    assert html.startswith("<bdi>\u202egnp </bdi><a href=")
    assert html.endswith("</a><bdi> \u2067b</bdi>")


def test_text_without_controls_of_direction_needs_no_element():
    assert linkify("שלום עולם") == "שלום עולם"
    assert linkify("hello") == "hello"


def test_a_message_has_a_limited_number_of_links():
    text = " ".join(f"https://x.example/{number}" for number in range(MAX_LINKS + 20))
    html = linkify(text)
    assert len(LINK.findall(html)) == MAX_LINKS == 100
    assert unescape(TAG.sub("", html)) == text


PIECES = [
    *("https://a.b/(", "https://a.b/(-", "https://a.b/,", "https://a.b,", "https://a.b/'", "https://a.b/…"),
    *("_https://a.b/a_ ", "https://a.b:1@", "https://http://", "https://a.b/[/", "https://次", "https://a.b/_"),
    *("www.", "www.a.b,", "www.次.", "x.com,", "x.com|", "a.com.", "a.", "a-", "://", "https://", "https://["),
    *("(", ")", "@", "_", "'", "\u202e", "\u200d", "x'x", "."),
    *(
        "https://a.b/a'_b",
        "https://a.b/a'_",
        "'https://a.b/a'_b",
        "https://a.b\u00ad",
        "\u00ad",
        "''",
        "a.com\u200b",
        "\ufe0f",
    ),
]


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("before", ["", "https://a.b/", "https://"])
def test_looking_for_links_takes_time_in_proportion_to_the_text(before, piece):
    """Four times the text takes about four times as long; looking again and again would take sixteen times."""

    def seconds(length):
        text = before + piece * (length // len(piece)) + "@"
        return min(_seconds(text) for _ in range(3))

    assert seconds(8000) < 9 * seconds(2000) + 0.001


def _seconds(text):
    start = time.thread_time()
    for _ in find_addresses(text):
        pass
    return time.thread_time() - start
