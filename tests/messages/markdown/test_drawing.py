"""What becomes of a source: its HTML, or nothing where it is shown as typed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.messages.markdown import draw
from chat.messages.markdown.drawing import _is_plain
from chat.messages.markdown.markers import with_marks
from chat.messages.markdown.markup import has_markup
from chat.messages.markdown.parser import parser

OUTSIDE = ' rel="noopener noreferrer nofollow" target="_blank"'


def flat(source):
    """Draw without marks, attributes that every link has, and line breaks between elements."""
    html = draw(source)
    return html and re.sub("\x02[0-9]+\x03", "", html.replace(OUTSIDE, "")).replace("\n", "")


@pytest.mark.parametrize(
    "text",
    [
        *("hello", "Would somebody new try the runbook before the drill, please?", "one\n\n\ntwo", "a  b", "3 < 4 > 2"),
        *("\tdeep\n    deeper", "    if so:\n\treturn", "a - b", "1.5", "(a) [b] {c}", "50 % & more", "C:\\Users\\ada"),
        *("10:30", "10:30:45", "a:b:c", "see https://x.example/a_b_c", "snake_case_name", "#room @ada", "a = b"),
        *("<b>bold</b>", "&nbsp; &lt;", "2 + 2", "one|two", "$5", "~5", "user@example.com", "\u202eabc"),
    ],
)
def test_most_texts_meet_no_parser(text):
    assert not has_markup(text)
    assert draw(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "3 * 4",
        "*",
        "5 * 3 * 2",
        "[link](nowhere)",
        "a_",
        "_",
        "**",
        "`",
        ":nothing:",
        "¯\\_(ツ)_/¯",
        "~~",
        "x*\n\n\ny",
        "-",
        "1.",
        "#",
        "> ",
        "---",
        "- \n- ",
        "[x]()",
    ],
)
def test_what_only_looks_like_markup_is_shown_as_typed(text):
    assert has_markup(text)
    assert draw(text) is None


LETTERS = st.text(st.sampled_from(list("ab1 \n\t-+*_`~#>.)([]:|<>!\\@&=/x")), max_size=30)


@given(LETTERS)
def test_texts_without_markup_would_be_shown_as_typed_anyway(text):
    text = text.strip()
    if not has_markup(text):
        assert _is_plain(parser(has_tables=True).parse(with_marks(text), {}), text)


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("**bold** and *italic*", "<p><strong>bold</strong> and <em>italic</em></p>"),
        ("__bold__ and _italic_", "<p><strong>bold</strong> and <em>italic</em></p>"),
        ("~~struck~~", "<p><s>struck</s></p>"),
        ("`code` here", "<p><code>code</code> here</p>"),
        ("`a < b`", "<p><code>a &lt; b</code></p>"),
        ("*a*\nb", "<p><em>a</em><br>b</p>"),
        ("*a*\n\nb", "<p><em>a</em></p><p>b</p>"),
        ("# one\n## two\n###### six", "<h3>one</h3><h4>two</h4><h6>six</h6>"),
        ("> quoted\n> twice\n\nafter", "<blockquote><p>quoted<br>twice</p></blockquote><p>after</p>"),
        ("- a\n- b\n  - c", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("one\n---\ntwo", "<p>one</p><hr><p>two</p>"),
        ("one\n===\n*two*", "<p>one<br>===<br><em>two</em></p>"),
        (
            "- [ ] a\n- [x] b",
            '<ul><li class="task"><span class="box">☐</span> a</li>'
            '<li class="task done"><span class="box">☑</span> b</li></ul>',
        ),
        ("- [link]", "<ul><li>[link]</li></ul>"),
        (
            "|a|b|c|\n|-|:-:|-:|\n|1|**2**|3|",
            '<table><thead><tr><th>a</th><th class="center">b</th><th class="right">c</th></tr></thead><tbody>'
            '<tr><td>1</td><td class="center"><strong>2</strong></td><td class="right">3</td></tr></tbody></table>',
        ),
        ("\\*not\\*", "<p>*not*</p>"),
        ("*a* &amp; &nbsp; <b>", "<p><em>a</em> &amp;amp; &amp;nbsp; &lt;b&gt;</p>"),
        ("*a* ¯\\_(ツ)_/¯", "<p><em>a</em> ¯\\_(ツ)_/¯</p>"),
        ("*a* \u202eb", "<p><em>a</em><bdi> \u202eb</bdi></p>"),
    ],
)
def test_what_is_formatted(source, html):
    assert flat(source) == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("[here](https://x.example/a)", '<p><a href="https://x.example/a" class="named">here</a></p>'),
        ('[here](https://x.example "title")', '<p><a href="https://x.example" class="named">here</a></p>'),
        ("[a][b]\n\n[b]: https://x.example", '<p><a href="https://x.example" class="named">a</a></p>'),
        ("[write](mailto:ada@x.example)", '<p><a href="mailto:ada@x.example" class="named">write</a></p>'),
        ("<https://x.example/_a_>", '<p><a href="https://x.example/_a_">https://x.example/_a_</a></p>'),
        ("<ada@x.example>", '<p><a href="mailto:ada@x.example">ada@x.example</a></p>'),
        ("[https://x.example](https://x.example)", '<p><a href="https://x.example">https://x.example</a></p>'),
        ("![a cat](https://x.example/cat.png)", '<p><a href="https://x.example/cat.png" class="named">a cat</a></p>'),
        (
            "![](https://x.example/cat.png)",
            '<p><a href="https://x.example/cat.png" class="named">https://x.example/cat.png</a></p>',
        ),
        (
            "[![cat](https://x.example/c.png)](https://y.example)",
            '<p><a href="https://y.example" class="named">cat</a></p>',
        ),
        (
            "**https://x.example/a_b_**",
            '<p><strong><a href="https://x.example/a_b_">https://x.example/a_b_</a></strong></p>',
        ),
        ("*a* https://x.example/*b*?c_d_", None),
        ("*a* `https://x.example`", "<p><em>a</em> <code>https://x.example</code></p>"),
        ("[*x*]()", "<p>[<em>x</em>]()</p>"),
    ],
)
def test_links(source, html):
    assert html is None or flat(source) == html


def test_an_address_keeps_all_its_characters_within_formatted_text():
    assert '<a href="https://x.example/_a_?b=*c*d">https://x.example/_a_?b=*c*d</a>' in flat(
        "**x** https://x.example/_a_?b=*c*d"
    )


@pytest.mark.parametrize(
    "address",
    [
        *(
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "/rooms/1",
        ),
        *("//x.example", "ftp://x.example", "https://bank.example@evil.example", "https:x", "mailto:a?bcc=b", "blob:x"),
    ],
)
@pytest.mark.parametrize("form", ["[x]({})", "[x](<{}>)", "![x]({})", "<{}>", "[x]\n\n[x]: {}"])
def test_links_lead_to_the_web_and_to_mail_alone(address, form):
    assert "<a" not in (draw(f"*a* {form.format(address)}") or "").replace('<a href="mailto:bank', "")


def test_a_link_whose_text_is_another_address_names_where_it_leads():
    assert "https://bank.example (evil.example)</a>" in flat("[https://bank.example](https://evil.example/a)")
    assert "www.bank.example (evil.example)</a>" in flat("[www.bank.example](https://evil.example/a)")
    assert "the bank</a>" in flat("[the bank](https://evil.example)")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (":tada:", "🎉"),
        ("done :+1: :white_check_mark:", "done 👍 ✅"),
        (":) and :-(", "🙂 and 🙁"),
        ("nice ;)!", "nice 😉!"),
        ("at 10:30:45 :rocket:", "at 10:30:45 🚀"),
        ("a:tada:b :tada:", "a:tada:b 🎉"),
        ("`:tada:` :tada:", "<code>:tada:</code> 🎉"),
        ("(:) x:) :tada:", "(:) x:) 🎉"),
        ("https://x.example/:tada: :tada:", '<a href="https://x.example/:tada">https://x.example/:tada</a>: 🎉'),
        ("[:tada:](https://x.example)", '<a href="https://x.example" class="named">🎉</a>'),
    ],
)
def test_emoji(text, shown):
    assert flat(text) == f"<p>{shown}</p>"


def test_marks_stand_before_what_may_be_a_name_and_not_in_code_nor_in_links():
    html = draw("@ada **@ben** `@cleo` [@dan](https://x.example) #room\n```\n@eve\n```")
    assert re.findall("\x02([0-9]+)\x03(.{4})", html) == [("0", "@ada"), ("7", "@ben"), ("48", "#roo")]
    assert "\x02" not in html.split("<pre>")[1]


def test_a_source_cannot_make_marks():
    assert "\x02" not in draw("*a* \x021\x03 \x00")
