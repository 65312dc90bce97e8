"""How many seconds each measure may take on two idle cores: all within an hour, and within five minutes if quick.

Who takes several times as long hangs, and is ended.
"""

BUDGETS: dict[str, tuple[int, int]] = {
    "opening": (60, 8),
    "compare": (480, 36),
    "footprint": (200, 30),
    "flood": (70, 12),
    "drawing": (60, 8),
    "files": (80, 6),
    "elements": (60, 12),
    "rooms": (110, 12),
    "sending": (90, 14),
    "sidebar": (110, 12),
    "search": (400, 14),
    "growth": (110, 14),
    "processes": (140, 20),
    "crowd": (220, 14),
    "joining": (90, 12),
    "listening": (50, 8),
    "markdown": (25, 7),
    "paging": (20, 4),
    "pictures": (50, 9),
    "browser": (160, 13),
    "reacting": (90, 10),
    "export": (50, 4),
    "import": (60, 5),
    "changing": (110, 11),
    "weight": (50, 9),
    "storing": (80, 10),
    "slow-texts": (20, 3),
    "words": (90, 10),
    "soak": (100, 15),
}
"""In full, and quick."""

WHOLE, QUICK = 60 * 60, 5 * 60
"""What all of them may take."""

PATIENCE = 3
"""How many times its budget a measure may take."""


def seconds_for(name: str, *, quick: bool) -> int:
    """Return what a measure may take."""
    full, short = BUDGETS[name]
    return short if quick else full


def limit_of(name: str, *, quick: bool) -> int:
    """Return after how many seconds a measure is ended: on a busy machine it may take longer than it should."""
    return PATIENCE * seconds_for(name, quick=quick) + 60
