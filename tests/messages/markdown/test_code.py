"""Code in colours."""

import math
import re
from html import unescape

import pytest

from chat.messages.markdown import code, draw
from chat.messages.markdown.code import CLASSES, LANGUAGES, highlighted, language_of

SAMPLE = 'if (a < b) { return "x" } // so\n# or so\n@x def f(self): 0x1F -- 1.5\n<a b="c">\n- d: [1]\n' * 20


NEVER = math.inf


def text_of(html):
    return unescape(re.sub(r"</?span[^>]*>", "", html))


@pytest.mark.parametrize("language", sorted(set(LANGUAGES.values())))
def test_every_language_shows_all_of_its_code_in_known_colours(language):
    label, lexer = language_of(language)
    html = highlighted(SAMPLE, lexer, NEVER)
    assert label
    assert text_of(html) == SAMPLE
    assert set(re.findall(r'class="(\w+)"', html)) <= CLASSES


@pytest.mark.parametrize(
    ("word", "label"),
    [("py", "Python"), ("JS", "JavaScript"), ("c++", "C++"), ("console", "Bash Session"), ("brainfuck", "brainfuck")],
)
def test_languages_have_the_names_that_people_use(word, label):
    assert f'data-language="{label}"' in draw(f"```{word}\nx\n```")


@pytest.mark.parametrize("word", ["", "<b>", 'a"b', "x" * 30])
def test_what_cannot_be_a_language_is_none(word):
    assert draw(f"```{word}\nx\n```") == "<pre><code>x\n</code></pre>"


def test_colours_are_few_and_words_of_a_kind_are_together():
    html = highlighted("def f(): return 1  # one\n", "python", NEVER)
    assert html == (
        '<span class="k">def </span><span class="f">f</span>(): <span class="k">return </span>'
        '<span class="n">1  </span><span class="c"># one\n</span>'
    )


def test_a_line_that_nobody_typed_has_no_colours():
    assert "<span" not in draw(f"```js\n{'x = 1;' * 200}\n```")


def test_past_the_deadline_the_rest_is_shown_without_colours(monkeypatch):
    ticks = iter(range(1000))
    monkeypatch.setattr(code, "thread_time", lambda: next(ticks) / 1000)
    source = "x = 1\n" * 100
    html = highlighted(source, "python", code.SECONDS)
    assert text_of(html) == source
    assert 1 <= html.count("<span") < 20


def test_all_code_of_a_message_shares_its_deadline(monkeypatch):
    ticks = iter(range(10_000))
    monkeypatch.setattr(code, "thread_time", lambda: next(ticks) / 1000)
    assert draw("```py\nx = 1\n```\n" * 50).count("<span") < 20


def test_a_fence_that_is_not_closed_goes_to_the_end():
    assert draw("```\n*a*\n") == "<pre><code>*a*\n</code></pre>"
