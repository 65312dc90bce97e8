"""Quotes with a bar in a colour."""

import pytest

from chat.messages.markdown import COLOURS, draw, plain_text


@pytest.mark.parametrize("colour", COLOURS)
def test_a_quote_whose_first_line_names_a_colour_has_a_bar_in_it(colour):
    assert draw(f"> [!{colour}]\n> **down**\n> again") == (
        f'<blockquote class="{colour}">\n<p><strong>down</strong><br>\nagain</p>\n</blockquote>'
    )
    assert plain_text(f"> [!{colour}]\n> down").strip() == "down"


@pytest.mark.parametrize("source", ["> [!pink]\n> a", "> [!red] a", "> a\n> [!red]", "- [!red]\n- a"])
def test_anything_else_is_a_quote_as_it_was_typed(source):
    drawn = draw(source)
    assert "class" not in drawn
    assert "[!" in drawn


def test_what_is_no_paragraph_may_follow_and_quotes_nest():
    table = draw("> [!green]\n> | a | b |\n> |---|---|\n> | 1 | 2 |")
    assert table.startswith('<blockquote class="green">\n<table>')
    assert draw("> a\n> > [!blue]\n> > b").count('<blockquote class="blue">') == 1


def test_a_bar_without_anything_is_shown_as_typed():
    assert draw("> [!red]") is None
