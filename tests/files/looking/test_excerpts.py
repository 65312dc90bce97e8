"""The first lines of a text."""

import pytest

from chat.files.looking.excerpts import LINES, LONGEST, WIDTH, excerpt_of


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_is_read_whatever_its_encoding(encoding):
    assert excerpt_of("Größe: 3 €\r\nEnde".encode(encoding)) == "Größe: 3 €\nEnde"


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_letter_that_is_there_in_part_is_left_out(cut):
    assert excerpt_of("Hallo 🙂".encode()[:-cut]) == "Hallo"


def test_long_texts_are_cut():
    text = excerpt_of(b"\n".join(b"x" * 5000 for _ in range(100)))
    assert len(text) <= LONGEST
    assert text.count("\n") < LINES
    assert max(map(len, text.split("\n"))) <= WIDTH


def test_what_cannot_be_seen_or_turns_text_around_is_left_out():
    assert excerpt_of("a\u202eb\x1b[31mc\u2066d\u200def".encode()) == "ab[31mcd\u200def"


def test_indentation_stays():
    assert excerpt_of(b"\n\n  if x:\n\treturn\n\n") == "  if x:\n    return"
