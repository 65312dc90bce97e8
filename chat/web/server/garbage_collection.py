"""Settings of Python's cyclic garbage collector, which stops the whole program.

Seen with 1,000 open pages and 50 messages a second: with Python's own choice every 15 s a look at everything, which
stopped all delivery for 0.5 s and more. What is under way to browsers is young, but outlives 700 other objects.
"""

import gc

THRESHOLDS = (10_000, 5, 3)
"""Objects made and not freed between two looks at the youngest, looks until the next generation's, and until all.

More would let pages that people have left pile up: 1,000 objects each that refer to each other, and so 150 pages.
"""


def configure_gc() -> None:
    """Collect garbage rarely, and exclude everything loaded so far; call it when startup is done."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
