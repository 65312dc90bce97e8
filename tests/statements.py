"""Counts the statements that reach the database."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def counted() -> Iterator[list[tuple]]:
    """Collect the statements that reach the database."""
    statements = []
    handler = logging.Handler()
    handler.emit = lambda record: statements.append(record.msg)
    logger = logging.getLogger("peewee")
    level, logger.propagate = logger.level, False
    logger.setLevel(logging.DEBUG)
    logger.addHandler(handler)
    try:
        yield statements
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = True


def cost_of(query, *args):
    """Count the statements that a query needs."""
    with counted() as statements:
        query(*args)
    return len(statements)
