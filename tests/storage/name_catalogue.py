r"""Names and whether they count as the same, one group a line, separated by bars; `\u200d` and such are escapes."""

SAME = r"""
Adam Shaw | Ꭺdam Shaw | ꓮdam Shaw | \U000102a0dam Shaw | ᗅdam Shaw | Adam Ꮪhaw | Adam ꓢhaw | Ⲁdam Shaw
Adam Shaw | Adam\u3164Shaw | Adam\u2800Shaw | Adam\u115fShaw | Adam\uffa0Shaw | Adam\u2800 \u3164Shaw
sre-team | Ꮪre-team | ꓢre-team
Lena Weber | lena weber | LENA WEBER | lEnA wEbEr | Ｌｅｎａ Ｗｅｂｅｒ | 𝐋𝐞𝐧𝐚 𝐖𝐞𝐛𝐞𝐫 | 𝓛𝓮𝓷𝓪 𝓦𝓮𝓫𝓮𝓻 | Ⓛⓔⓝⓐ Ⓦⓔⓑⓔⓡ
Lena Weber | Lena  Weber | \u00a0Lena\u2003Weber | Lena\u202fWeber\u3000 | Lena\tWeber | Lena\u2028Weber
Lena Weber | Lena\u200b Weber | Le\u200cna Weber | Le\u200dna Weber | Lena Weber\u2060 | \ufeffLena Weber
Lena Weber | Le\u00adna Weber | Lena\u034f Weber | Lena Weber\u061c | Lena Weber\u180e | \u200eLena Weber\u200f
Lena Weber | Lena Weber\ufe0f | Lena\ufe00 Weber | L\U000e0101ena Weber | Lena Weber\U000e0041\U000e007f
Lena Weber | Lena Weber\u2800 | \u115fLena Weber | Lena\u1160 Weber | Lena\u3164 Weber | Lena Weber\uffa0
Lena Weber | \u202eLena Weber\u202c | \u2066Lena Weber\u2069 | Lena\u2061 Weber | Lena Weber\ufff9 | Lena\u206a Weber
Lena Weber | Lena Weber\u17b4 | Lena\u180b Weber | Lena\u180f Weber | Lena Weber\U0001d173 | Lena\U0001bca0 Weber
Lena Weber | Lena Weber\ufffe | Lena\ufdd0 Weber | Lena Weber\U0001ffff | Lena\x07 Weber | Lena Weber\x85
Lena Weber | @Lena Weber | @ Lena Weber | ＠Lena Weber | \u200b@Lena Weber | ﹫Lena Weber | @@Lena Weber
general | #general | # general | ＃general | ﹟general | ##general | General | GENERAL | #\u200dGeneral | \ufe0fgeneral
Lena Weber | Lеna Weber | Lena Wеber | Lеnа Wеbеr | Lena ᴡeber | ʟena weber | Lena Webеr
Ada | Аda | Adа | АDA | Αda | AdΑ | ᴀda | аdа | аda
Oscar | Оscar | Οscar | Օscar | οscar | oѕcar | osсar | oscɑr
Paul | Рaul | Ρaul | рaul | Pаul | ᴘaul
Kevin | Keνin | Kevіn | Кevin | Κevin | Keѵin
Hope | Норе | НОРЕ | Ηope | норе
André | Andre\u0301 | ANDRÉ | ANDRE\u0301 | Andre\u034f\u0301 | Аndré
Zoë | Zoe\u0308 | ZOË | Zoё
Åsa | A\u030asa | \u212bsa | åsa | ÅSA
Nguyễn | Nguye\u0302\u0303n | Nguy\u1ec5n | NGUYỄN | Nguyê\u0303n
Straße | STRASSE | strasse | STRAẞE | ſtrasse
Σίσυφος | ΣΊΣΥΦΟΣ | σίσυφοσ | Σι\u0301συφος
İstanbul | istanbul | Istanbul | ISTANBUL | I\u0307stanbul | ıstanbul
Işık | IŞIK | işik | ışık
Вера | ВЕРА | вера | Ве\u200dра
Иван | ИВАН | иван | Иван\ufe0f
Ёлка | Е\u0308лка | ёлка
Нина Йорк | НИНА ЙОРК | Нина И\u0306орк
O'Brien | O’Brien | O‘Brien | Oʼbrien | O＇Brien | o'brien | О'Brien
Anne-Marie | Anne‐Marie | Anne‑Marie | Anne–Marie | Anne－Marie | ANNE-MARIE
sre-team | SRE-Team | #sre-team | sre‑team | sre–team | sre-te\u00adam | srе-team
team 4 | Team ４ | team ④ | team ⁴ | TEAM\u00a04
office | oﬃce | OFFICE | oﬀice | oﬃce\u200b
Ⅳ | IV | iv | ⅳ
kg | ㎏ | KG | K\u200dg
cm² | ㎠ | c\u200bm² | CM2 | ᴄᴍ²
山田 | 山\u200b田 | 山\ufe00田 | ⼭田
カフェ | ｶﾌｪ | カフェ\ufe0f | カ\u200bフェ
ガイド | ｶﾞｲﾄﾞ | カ\u3099イド
한글 | \u1112\u1161\u11ab\u1100\u1173\u11af | 한\u200b글
می‌خواهم | میخواهم | می\u200dخواهم
क्‍ष | क्ष | क्\u200cष
ශ්‍රී | ශ්රී
👨‍👩‍👧 | 👨👩👧 | 👨‍👩‍👧\ufe0f
❤️ | ❤ | ❤\ufe0e
🏳️‍🌈 | 🏳🌈 | 🏳‍🌈
🦜 Parrot | 🦜 parrot | 🦜\ufe0f PARROT | 🦜  Parrot
Jo‍el | Joel | JOEL | Jоel
ﷺ | صلى الله عليه وسلم
a·b | a•b | a・b | a･b | a∙b
"""
"""All names of a line are the same."""

DIFFERENT = r"""
Lena | Lena W | Lena Weber | Lena Webber | LenaWeber | Lena-Weber | Lena_Weber | Lena.Weber | Lena 2 | Lena 3 | Léna
Ian | Lan | Ali | All | Kai | Kal | Mia
room 1 | room l | room i | room 0 | room o | room 10 | room | rooms
modern | modem | corn | com
dev | dev-ops | dev/ops | dev & ops | develop | devs | v2 | v20
Jose | José | Josè | Josê
Müller | Muller | Mueller | Möller
Ole | Øle | Öle | Óle
Вера | Вара | Мера | Вега | Верa Б
Иван | Йван | Иванна
Bүр | Бур | Бар | Бір
Нова | Һова | Кова | Това
Νίκη | Νίκος | Μίκη | Νικη
רון | רוו | רזן | דון
אחמד | אהמד
علی | عل | على | عال
محمد | محمود | حمد
山田 | 山本 | 田山 | 川田
カフェ | かふぇ | ガフェ | カフエ
한글 | 한굴 | 항글
क्ष | कष | ख
👍 | 👎 | 👍🏽 | 👍🏿
👩 | 👨 | 👩‍👩‍👧 | 👨‍👩‍👧
🇩🇪 | 🇫🇷 | 🇪🇩
1 | 1️⃣ | 2️⃣ | 12
C | C++ | C# | C-- | Objective C
# | @ | ! | ? | ...
α | β | αβ | Team α
"""
"""No two names of a line are the same."""

ALLOWED = r"""
X | Lena Weber | O'Brien | Jean-Luc Picard-Ångström | Дмитрий | Ελένη | 山田太郎 | 김민수 | محمد | אברהם
می‌خواهم | क्‍ष | ශ්‍රී
👨‍👩‍👧 | ❤️ | 🏳️‍🌈 | 👍🏽 | 🇩🇪 | 1️⃣ | C# | #general | @ada | ! | 7 | ½ | Ω | ﷺ | Ⓛ
Nguye\u0302\u0303n | ﬃ | Αda | Ida | lda
"""
"""Names that are stored as they are typed."""

REFUSED = r"""
| \u200b | \u200d\u200d | \ufe0f | \u2800 | \u3164 | \u00a0 | \u202e | \u034f | \u0301 | \U000e0041 | \ue000
\x00 | \u115f\u1160
"""
"""Names in which there is nothing to see."""


def groups(catalogue: str) -> list[list[str]]:
    """Return the names of each line."""
    return [[_unescaped(name) for name in line.split("|")] for line in catalogue.strip("\n").split("\n")]


def _unescaped(name: str) -> str:
    return name.strip(" ").encode("latin-1", "backslashreplace").decode("unicode-escape")
