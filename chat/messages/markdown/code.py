"""Code in colours: Pygments reads it, and its many kinds of words become the few that the style sheet knows.

It is also a program of its own, which `colouring.py` runs: so this imports nothing of ours, to begin fast.
"""

import json
import os
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from html import escape
from itertools import groupby
from operator import itemgetter
from time import thread_time
from typing import Any

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Generic, Keyword, Name, Number, String

_LANGUAGES = """
bash sh shell zsh | console | c h | clojure clj | cpp c++ cc hpp | csharp c# cs | css | dart | diff patch
docker dockerfile | elixir ex | erlang erl | go golang | graphql | groovy gradle | haskell hs | html | ini cfg conf
java | javascript js jsx node | json jsonc | julia jl | kotlin kt | lua | make makefile | nginx | ocaml ml
perl pl | php | powershell ps1 pwsh | protobuf proto | python py python3 | r | ruby rb | rust rs | scala | scss
sql mysql postgres postgresql sqlite | swift | terraform hcl tf | toml | typescript ts tsx | xml svg | yaml yml | zig
"""
LANGUAGES = {
    name: names.split()[0] for names in _LANGUAGES.strip().replace("\n", "|").split("|") for name in names.split()
}
"""Languages that are coloured: those whose lexers take no text for long. By what people call them, the lexer's name."""

KINDS = (
    *((Comment, "c"), (Generic.Prompt, "c"), (Generic.Deleted, "d"), (Generic.Inserted, "i"), (Generic, "h")),
    *((Keyword.Type, "t"), (Keyword.Constant, "n"), (Keyword, "k"), (Number, "n"), (String, "s")),
    *((Name.Function, "f"), (Name.Class, "f"), (Name.Decorator, "f"), (Name.Tag, "k"), (Name.Builtin, "t")),
    *((Name.Attribute, "a"), (Name.Exception, "t")),
)
"""The class of each kind of token; the first one counts."""

CLASSES = frozenset(name for _, name in KINDS)

LONGEST_LINE = 500
"""Characters of a line up to which code is coloured: longer ones nobody has typed."""

SECONDS = 0.02
"""Of its thread's own time after which what is left of a message has no colours; 4,000 characters take 0.01."""

WORD = re.compile(r"[\w.+#-]{1,20}")


def language_of(word: str) -> tuple[str, str]:
    """Return what a language is called and, if its code can be coloured, the name of its lexer."""
    if alias := LANGUAGES.get(word.lower()):
        return str(_lexer(alias).name), alias
    return (word, "") if WORD.fullmatch(word) else ("", "")


def is_coloured(code: str, alias: str) -> bool:
    """Tell whether code has colours: of a known language, and with lines as people type them."""
    return bool(alias) and all(len(line) <= LONGEST_LINE for line in code.splitlines())


def highlighted(code: str, alias: str, seconds: float) -> str:
    """Return code as HTML, in colours.

    Args:
        code: as typed
        alias: the name of its language's lexer
        seconds: of the thread's own time after which the rest has no colours
    """
    end = thread_time() + seconds
    parts = []
    for kind, pieces in groupby(_pieces(code, _lexer(alias), end), key=itemgetter(0)):
        text = escape("".join(piece for _, piece in pieces), quote=False)
        parts.append(f'<span class="{kind}">{text}</span>' if kind else text)
    return "".join(parts)


def _pieces(code: str, lexer: Lexer, end: float) -> Iterator[tuple[str, str]]:
    """Yield all of the code in pieces, each with its class; spaces have that of the piece before."""
    kind, done = "", 0
    for start, token, piece in lexer.get_tokens_unprocessed(code):
        if start != done or thread_time() > end:  # a lexer that leaves something out is not to be believed
            break
        kind = kind if piece.isspace() and kind not in {"d", "i"} else _kind(token)
        yield kind, piece
        done = start + len(piece)
    yield "", code[done:]


@cache
def _lexer(alias: str) -> Lexer:
    lexer: Lexer = get_lexer_by_name(alias)
    return lexer


@cache
def _kind(token: Any) -> str:
    return next((name for parent, name in KINDS if token in parent), "")


def timed(code: str, alias: str, seconds: float) -> tuple[str, float]:
    """Do as `highlighted`, and return also how many seconds are left."""
    _lexer(alias)  # which takes long when it is first used
    end = thread_time() + seconds
    return highlighted(code, alias, seconds), end - thread_time()


def main() -> None:
    """Colour what standard input asks for, a line of JSON each, until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's, which then closes the pipe
    with suppress(AttributeError, OSError):
        os.nice(5)  # whoever is served comes first
    answer: object = "ready"
    while True:
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
        if not (line := sys.stdin.readline()):
            break
        answer = timed(*json.loads(line))


if __name__ == "__main__":
    main()
