"""Sources of somebody who means no good: whatever they are, their HTML is harmless, and is made in few steps."""

import sys
from html.parser import HTMLParser

import pytest

from chat.messages.markdown import draw, plain_text
from chat.messages.markdown.drawing import LONGEST
from chat.messages.markdown.limits import MAX_CELLS, MAX_COLUMNS, MAX_DEPTH, MAX_LINES, Shape, is_too_much
from chat.text import MAX_BODY, clean_body
from tests.hostile_texts import RUN, accepted

TAGS = {
    *("a", "bdi", "blockquote", "br", "code", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s", "span")
}
TAGS |= {"strong", "table", "tbody", "td", "th", "thead", "tr", "ul"}
ATTRIBUTES = {"href", "rel", "target", "class", "start", "data-language"}
VOID = {"br", "hr"}


class Look(HTMLParser):
    """What a browser would find in the HTML."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.addresses, self.open = set(), set(), [], []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attributes}
        self.addresses += [value for name, value in attributes if name == "href"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_comment(self, data):
        raise AssertionError(data)


def assert_harmless(html):
    look = Look(html)
    assert look.tags <= TAGS
    assert look.attributes <= ATTRIBUTES
    assert all(address.lower().startswith(("https://", "http://", "mailto:")) for address in look.addresses)


WRAPPINGS = ["{}", "**x** {}", "[{0}](https://x.example/{0})", "![{0}]({0})", "`{}`", "```{0}\n{0}\n```", "> - [ ] {}"]
WRAPPINGS += ["| {0} | b |\n|--|:-:|\n| {0} |", "<https://{}>", "[x]: {0} '{0}'\n[x]", "# {} :tada: @room"]


@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_whatever_is_said_its_html_is_harmless(wrapping):
    for body in accepted(clean_body):
        if html := draw(wrapping.format(body[:1200])[:MAX_BODY]):
            assert_harmless(html)


def test_attributes_cannot_be_left():
    for mark in ('"', "'", ">", "`", "&quot;", "\\"):
        for source in (
            f"[x](https://x.example/{mark}onclick={RUN})",
            f"```py{mark}onclick={RUN}\nx\n```",
            f"<https://x.example/{mark}>",
        ):
            if html := draw(source):
                assert_harmless(html)


CASES = {
    **{f"{piece} again and again": piece * 4000 for piece in "[]()*_~`>#|<&!\\:@-+="},
    **{
        f"{piece} again and again": piece * (4000 // len(piece))
        for piece in (
            *(
                "[](",
                "![",
                "[a](",
                "[a](<b",
                '[a](b "',
                "[a]: <",
                "[a]:",
                "[a][b]",
                "[\\\\",
                "[x](",
                "](",
                "<a@",
                "<http://a",
            ),
            *("*a ", "**", "*a**", "a**b", "_a ", "~~a", "*_", "*a **b ", "a_ ", "**x", "*** ", "`a", "~~~\n", "```\n"),
            *(
                "> ",
                "- ",
                "> - ",
                "1. ",
                "# a\n",
                "- a\n",
                "- a\n\n",
                "---\n",
                "x\n",
                "a|\n-|\n",
                "\\\n",
                "a\n=\n",
                "1) a\n",
            ),
            *(
                "&amp;",
                "&#0;",
                "<!--",
                "<?",
                "<![CDATA[",
                ":a",
                ":tada: ",
                ":) ",
                "www.",
                "https://a.b ",
                "https://a.b/([",
            ),
            *("![a](https://b.c)", "[a](https://b.c)", "@a ", "#a ", "https://a.b/@a,", "*\u202ea* ", "\t", "a\u0301*"),
        )
    },
    "quotes in quotes": "> " * 20 + "a\n" + "b\n" * 1900,
    "quotes that go on": "> " * MAX_DEPTH + "a\n" + "b\n" * (1000 // MAX_DEPTH - 1),
    "lists in lists": "\n".join("  " * depth + "* a" for depth in range(60)),
    "links in links": "[x](" * 500 + "a" + ")" * 500,
    "brackets in brackets": "[" * 1990 + "]" * 1990 + "(a)",
    "stars around a letter": "*" * 1999 + "a" + "*" * 1999,
    "a thousand columns": "|a" * 1000 + "\n" + "|-" * 1000,
    "rows that are filled up": "|a" * 300 + "\n" + "|-" * 300 + "\n" + "|\n" * 1400,
    "as many cells as may be": "|a" * 38 + "\n" + "|-" * 38 + "\n" + "|\n" * 28,
    "backticks of all lengths": "".join("a" + "`" * length for length in range(89)),
    "many definitions": "[a]: https://a\n" + "[a][a]" * 600,
    "unclosed emphasis": "*a " * 600 + "b_ " * 600,
}


@pytest.mark.parametrize("source", CASES.values(), ids=CASES.keys())
def test_no_source_needs_many_steps(source):
    """Counted are the calls of functions: a text of 4,000 honest characters needs 20,000 to 60,000."""
    source = f"*a* {source}"[:MAX_BODY]
    steps = 0

    def count(_frame, event, _argument):
        nonlocal steps
        steps += event == "call"

    draw("*warm*")
    sys.setprofile(count)
    try:
        html = draw(source)
    finally:
        sys.setprofile(None)
    assert steps < 250_000
    if html:
        assert len(html) <= LONGEST
        assert_harmless(html)


@pytest.mark.parametrize("source", CASES.values(), ids=CASES.keys())
def test_no_text_gets_lost(source):
    letters = [one for one in source if one.isalnum()]
    shown = plain_text(source)
    assert len(shown) >= len(letters) / 20  # addresses of links, definitions and names of emoji are not shown


def test_structure_is_counted_before_it_is_parsed():
    assert Shape.of("a\n> - b\n1. c") == Shape(lines=3, depth=2, columns=0, emphasis=0, brackets=0)
    assert Shape.of("|a|b|\n|-|-|").columns == 4
    assert not is_too_much(Shape.of("> " * MAX_DEPTH + "a"))
    assert is_too_much(Shape.of("> " * (MAX_DEPTH + 1) + "a"))
    assert is_too_much(Shape.of("\n" * MAX_LINES))
    assert is_too_much(Shape.of("*a " * 900))
    assert not is_too_much(Shape.of("```\n" + "x = a * b_c\n" * 300 + "```"))


def test_a_table_that_is_too_large_is_shown_as_typed_and_the_rest_is_formatted():
    wide = "|".join("a" * (MAX_COLUMNS + 1)) + "\n" + "|".join("-" * (MAX_COLUMNS + 1))
    assert "<table>" not in draw(f"**x**\n\n{wide}")
    assert "<strong>" in draw(f"**x**\n\n{wide}")
    long = "a|b|c|d\n-|-|-|-\n" + "1|\n" * (MAX_CELLS // 4)
    assert "<table>" not in (draw(f"**x**\n\n{long}") or "")


@pytest.mark.parametrize("depth", range(1, 20))
@pytest.mark.parametrize("around", ["> ", "- ", "> - ", "1. "])
def test_what_is_nested_too_deeply_is_shown_as_typed(depth, around):
    for source in (around * depth + "*a*", "\n".join(" " * len(around) * n + around + "*a*" for n in range(depth))):
        html = draw(source)
        assert html is None or html.count("<em>a</em>") == source.count("*a*")
    assert (draw(around * depth + "*a*") is None) or depth < 9
