"""When two names count as the same: their keys are equal."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256

MAX_KEY = 160
"""The longest key, in characters; a longer one is replaced by its digest, since PostgreSQL's indexes hold 2.7 kB."""

SIGILS = "#@"
"""Characters that people write in front of the name of a room or a person, such as "#general"; not part of it."""

IGNORABLE = frozenset(
    chr(code)
    for first, last in (
        (0x034F, 0x034F),
        (0x115F, 0x1160),
        (0x17B4, 0x17B5),
        (0x180B, 0x180F),
        (0x2065, 0x2065),
        (0x2800, 0x2800),
        (0x3164, 0x3164),
        (0xFDD0, 0xFDEF),
        (0xFE00, 0xFE0F),
        (0xFFA0, 0xFFA0),
        (0xFFF0, 0xFFF8),
        (0xE0000, 0xE0FFF),
    )
    for code in range(first, last + 1)
)
"""Default_Ignorable_Code_Point (Unicode, DerivedCoreProperties.txt) without category Cf, noncharacters, and the blank
Braille pattern."""

IGNORABLE_CATEGORIES = frozenset({"Cc", "Cf", "Cs"})
"""Unicode categories of invisible characters, which are in no key."""

PUNCTUATION = dict.fromkeys("‘’‛ʻʼʹʽˈ′‵`ʾʿ＇", "'") | dict.fromkeys("‐‑‒–−﹘⁃˗➖", "-") | dict.fromkeys("•‧∙⋅・･", "·")
"""Apostrophes, hyphens and dots that look alike."""

CAPITALS = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧՕՏՍԼ",
        "ABESIJKMHOPCTYXQWABEZHIKMNOPTYXOSUL",
        strict=True,
    )
)
"""Capital letters of other alphabets that look like Latin ones."""

CAPITALS_ALONE = (
    ("ᎪᏴᏟᎠᎬᏀᎻᎫᏦᏞᎷᏢᎡᏚᏕᎢᏙᎳᎩᏃ", "ABCDEGHJKLMPRSSTVWYZ"),  # Cherokee
    ("ꓮꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑꓣꓢꓔꓴꓦꓪꓫꓬꓜ", "ABCDEFGHIJKLMNOPRSTUVWXYZ"),  # Lisu
    ("ᗅᗷᑕᗞᗪᕼᒍᒪᗰᑭᖇᔕᑌᐯ᙭", "ABCDDHJLMPRSUVX"),  # Canadian
    ("ⲀⲂⲈⲎⲒⲔⲘⲚⲞⲢⲤⲦⲨⲬ", "ABEHIKMNOPCTYX"),  # Coptic
    ("𐊠𐊡𐊢𐊥𐊫𐊰𐊱𐊲𐊴𐋏", "ABCFOMTYXH"),  # Carian
    ("𐊂𐊆𐊇𐊊𐊐𐊒𐊕𐊖𐊗", "BEFIXOPST"),  # Lycian
)
"""The same for scripts of which only the capitals look like Latin; their small letters, if any, map to these too."""

for _theirs, _latin in CAPITALS_ALONE:
    CAPITALS |= dict(zip(_theirs, _latin, strict=True)) | dict(zip(_theirs.lower(), _latin, strict=True))

BLANKS = dict.fromkeys((0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0), " ")
"""Letters that are drawn as a gap: Hangul's fillers, and the blank Braille pattern."""

SMALL_LETTERS = dict(
    zip(
        "асеоухріјѕһԁԛԝӏѵпгαογιнκνρυωτօսոհցքզкмт",
        "aceoyxpijshdqwlvnraoyihkvpuwtounhgpqkmt",
        strict=True,
    )
)
"""Small letters of other alphabets that look like Latin ones."""

LATIN = dict(zip("ıɩɑɡᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "iiagabcdefghijklmnoprstuvwyz", strict=True))
"""Latin letters that look like others of theirs, after case folding."""


def name_key(name: str) -> str:
    """Return a key that is equal for names that look the same, or differ only by case or invisible characters.

    It is a skeleton as in Unicode's UTS 39, with NFKC and case folding, and a small table of look-alikes instead of
    that of UTS 39, which also equates l, I and 1, rn and m, and different Hebrew and Arabic letters.
    """
    key = whole_key(name)
    return key if len(key) <= MAX_KEY else sha256(key.encode(errors="surrogatepass")).hexdigest()


def whole_key(name: str) -> str:
    """Do as `name_key`, however long that is: a letter may be as many as 18, as ﷺ is."""
    text = _plain_key(name) if name.isascii() and name.isprintable() else _skeleton(name)
    return text.lstrip(SIGILS + " ") or text or name


def _plain_key(name: str) -> str:
    """Do as `_skeleton`, at a twentieth of its cost, for what has no look-alikes."""
    return " ".join(name.lower().replace("`", "'").split())


def _skeleton(name: str) -> str:
    words = _drop_invisible(unicodedata.normalize("NFKC", name).translate(BLANKS)).split()
    return _fold(_fold(" ".join(map(_latinize, words))))


def without_accents(key: str) -> str:
    """Return the key of a name without its accents."""
    if key.isascii():
        return key
    return "".join(one for one in unicodedata.normalize("NFD", key) if unicodedata.category(one) != "Mn")


def distinct_names(names: Iterable[str], used: set[str]) -> Iterator[tuple[str, str]]:
    """Yield names with their keys, with a number appended to each name whose key is already used."""
    numbers: Counter[str] = Counter()
    for name in names:
        distinct = name
        while (key := name_key(distinct)) in used:
            numbers[name] += 1
            distinct = f"{name} {numbers[name] + 1}"
        used.add(key)
        yield distinct, key


def _drop_invisible(text: str) -> str:
    return "".join(
        one
        for one in text
        if one.isspace()
        or not (one in IGNORABLE or unicodedata.category(one) in IGNORABLE_CATEGORIES or ord(one) & 0xFFFE == 0xFFFE)
    )


def _latinize(word: str) -> str:
    """Replace letters that look like Latin ones by these.

    In a word with Latin letters, small and capital look-alikes are replaced. In a word without any, it is compared as
    if in capitals, so that case does not matter and different letters stay different.
    """
    letters = unicodedata.normalize("NFD", word)
    if any(one.isascii() and one.isalpha() for one in letters):
        looks = CAPITALS | SMALL_LETTERS
        return "".join(looks.get(one, one) for one in letters)
    return "".join(CAPITALS.get(one.upper(), one) for one in letters)


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    plain = "".join(PUNCTUATION.get(one, LATIN.get(one, one)) for one in folded).replace("i\u0307", "i")
    return unicodedata.normalize("NFKC", " ".join(_drop_invisible(plain).split()))
