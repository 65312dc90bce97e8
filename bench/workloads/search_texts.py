"""Texts as people write them: words by Zipf's law, Chinese, code, links; and what to search for in them."""

import random
from collections.abc import Iterator
from itertools import accumulate

SYLLABLES = [
    first + vowel + last for first in "bcdfghklmnprstvwz" for vowel in "aeiou" for last in ("", "n", "r", "st", "l")
]
WORDS, CHARACTERS = 80_000, 2_500
LENGTHS = (1, 2, 3, 5, 6, 8, 9, 11, 14, 18, 25, 40)
"""Words of a message."""


class Texts:
    """Makes them, always the same ones."""

    def __init__(self) -> None:
        self._chance = random.Random(20)
        self.words = self._made(WORDS)
        self.characters = [chr(0x4E00 + number * 7) for number in range(CHARACTERS)]
        self._weights = [*accumulate(1 / (rank + 2.7) for rank in range(WORDS))]
        self._character_weights = [*accumulate(1 / (rank + 9) for rank in range(CHARACTERS))]

    def _made(self, count: int) -> list[str]:
        words = ["the", *SYLLABLES[:30]]
        known = set(words)
        while len(words) < count:
            word = "".join(self._chance.choices(SYLLABLES, k=self._chance.choice((1, 2, 2, 2, 3, 3, 4))))
            if word not in known:
                known.add(word)
                words.append(word)
        return words

    def some(self, count: int) -> Iterator[str]:
        """Make so many texts."""
        for _ in range(count):
            kind = self._chance.random()
            if kind < 0.08:
                yield self._chinese()
            elif kind < 0.14:
                yield f"{self._said(3)} `{self.code()}` {self._said(2)} #{self._chance.randrange(50_000)}"
            elif kind < 0.18:
                yield f"{self._said(4)} https://{self._said(1)}.example/{self._said(1)}/{self._chance.randrange(9_999)}"
            else:
                yield self._said(self._chance.choice(LENGTHS))

    def code(self) -> str:
        """Make a piece of code."""
        one, two, three = self._chance.choices(self.words[:20_000], k=3)
        return f"{one}_{two}->{three}()"

    def _said(self, count: int) -> str:
        return " ".join(self._chance.choices(self.words, cum_weights=self._weights, k=count))

    def _chinese(self) -> str:
        length = self._chance.randrange(4, 40)
        return "".join(self._chance.choices(self.characters, cum_weights=self._character_weights, k=length))

    def queries(self, said: list[str], names: list[str], rooms: list[str]) -> Iterator[tuple[str, str]]:
        """Make two hundred searches, each with its kind; some are for parts of texts that are there."""
        words, pick, number = self.words, self._chance.choice, self._chance.randrange
        chinese = [text for text in said if ord(text[0]) > 0x4E00]
        plain = [text for text in said if text.isascii() and text.count(" ") > 4]
        for _ in range(12):
            common, rare = pick(words[:6]), words[number(20_000, WORDS)]
            yield "a word of half of all", "the"
            yield "a common word", common
            yield "from: and a common word", f'{common} from:"{pick(names)}"'
            yield "three common words", " ".join(words[:3])
            yield "a rare word", rare
            yield "no hit", f"{rare}qx"
            yield "common words, no hit", f"the {common} {rare}qx"
            yield "part of a word", words[number(500, WORDS)][1:5]
            yield "two letters", pick(words[:40])[:2]
            text = pick(chinese)
            yield "two Chinese characters", text[:2]
            yield "two rare Chinese characters", pick(self.characters[800:]) + pick(self.characters[800:])
            yield "a phrase that is there", f'"{" ".join(pick(plain).split()[1:4])}"'
            yield "a phrase of common words", f'"{pick(words[:30])} {pick(words[:30])} {pick(words[:30])}"'
            yield "code", self.code()
            yield "a number", f"#{number(50_000)}"
            yield "without", f"{common} -the -{pick(words[:9])}"
            yield "in: and days", f"{common} in:{pick(rooms)} after:2026-0{number(1, 9)} before:2026-10"
            yield "many filters", f'{common} from:"{pick(names)}" in:{pick(rooms)} has:link -{rare} before:2026-09-01'
