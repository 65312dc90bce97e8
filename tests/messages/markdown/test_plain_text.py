"""The text of messages without their markup."""

import pytest

from chat.messages.markdown import draw, plain_text, text_of_html


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("hello\nyou", "hello\nyou"),
        ("3 * 4 < 13", "3 * 4 < 13"),
        ("**bold** & `<code>`", "bold & <code>"),
        ("*a*\nb\n\nc", "a\nb\nc"),
        ("- a\n- [x] b", "a\n☑ b"),
        ("[here](https://x.example) *and* https://y.example", "here and https://y.example"),
        ("```py\nx = 1\n\ny = 2\n```", "x = 1\ny = 2"),
        ("|a|b|\n|-|-|\n|1|2|", "a\nb\n1\n2"),
        ("> @ada :tada:", "@ada 🎉"),
    ],
)
def test_it_reads_as_it_is_shown(source, text):
    assert plain_text(source) == text
    assert plain_text(source, draw(source)) == text


def test_html_may_be_cut_anywhere():
    html = draw("@ada **bold** & [x](https://x.example)")
    for length in range(len(html)):
        shown = text_of_html(html[:length])
        assert "@ada bold & x".startswith(shown.rstrip())
