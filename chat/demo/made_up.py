"""What people say in demos and measurements, made up or read from a script."""

from collections.abc import Sequence

from faker import Faker

SENTENCES = (
    "{{day_of_week}} would suit me better.",
    "Has anybody looked at {{file_name}} since {{day_of_week}}?",
    "{{first_name}} wants to {{bs}}, and I think that is the right idea.",
    "I wrote it down: https://example.com/{{uri_path}}",
    "Let us talk about “{{catch_phrase}}” when {{first_name}} is back from {{city}}.",
    "On it, thanks {{first_name}} 👍",
)

MINUTE_MS = 60_000


def sentences(fake: Faker, count: int) -> list[str]:
    """Make up so many sentences."""
    return [fake.parse(SENTENCES[number % len(SENTENCES)]) for number in range(count)]


def played(fake: Faker, names: Sequence[str], script: str) -> list[tuple[int, str, int]]:
    """Read a script of `first_messages`: who, by number, says what, and how many ms after the start."""
    said, at = [], 0
    text = script.format(*(name.split()[0] for name in names))
    for conversation in text.split("\n+")[1:]:
        silence, _, lines = conversation.partition(" ")
        at += int(silence) * MINUTE_MS
        for line in " ".join(lines.split()).split(" | "):
            speaker, _, body = line.partition(" ")
            at += fake.random_int(15, 150) * 1_000
            said.append((int(speaker), body.replace(" ¶", "\n"), at))
    return said
