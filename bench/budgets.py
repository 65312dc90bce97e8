"""How many seconds each measure may take on two idle cores: all within an hour, and within five minutes if quick.

Who takes several times as long hangs, and is ended.
"""

BUDGETS: dict[str, tuple[int, int]] = {
    "opening": (130, 12),
    "compare": (560, 40),
    "footprint": (205, 45),
    "flood": (45, 12),
    "drawing": (40, 8),
    "files": (60, 6),
    "elements": (50, 16),
    "rooms": (140, 20),
    "sending": (130, 16),
    "sidebar": (120, 28),
    "search": (240, 16),
    "growth": (120, 26),
    "processes": (190, 35),
    "crowd": (215, 20),
    "joining": (90, 14),
    "listening": (50, 8),
    "markdown": (22, 7),
    "paging": (15, 4),
    "pictures": (60, 20),
    "browser": (170, 22),
    "reacting": (110, 18),
    "export": (120, 4),
    "import": (70, 14),
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
