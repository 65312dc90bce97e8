"""How many seconds each measure may take on two idle cores: all within an hour, and within five minutes if quick.

Who takes several times as long hangs, and is ended.
"""

BUDGETS: dict[str, tuple[int, int]] = {
    "opening": (45, 8),
    "compare": (480, 40),
    "footprint": (210, 45),
    "flood": (70, 12),
    "drawing": (50, 8),
    "files": (60, 6),
    "elements": (50, 16),
    "rooms": (120, 18),
    "sending": (100, 16),
    "sidebar": (130, 28),
    "search": (300, 16),
    "growth": (130, 28),
    "processes": (150, 35),
    "crowd": (230, 20),
    "joining": (90, 14),
    "listening": (50, 8),
    "markdown": (22, 7),
    "paging": (15, 4),
    "pictures": (70, 22),
    "browser": (160, 22),
    "reacting": (110, 18),
    "export": (35, 4),
    "import": (75, 14),
    "changing": (75, 16),
    "weight": (85, 12),
    "storing": (95, 14),
    "slow-texts": (20, 3),
    "words": (75, 14),
    "soak": (115, 18),
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
