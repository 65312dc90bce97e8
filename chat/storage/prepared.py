"""Queries that are asked at every event: their SQL is written once, which takes peewee longer than the answer takes."""

import inspect
from collections.abc import Callable
from typing import Any

import peewee

from models import db

Text = tuple[str, list[Any]]
"""SQL, and its parameters, with places among them."""


class Prepared:
    """A query by the function that makes it, used as a decorator.

    The function is called once for each kind of database, with places to be filled at each call for its arguments.
    So it must make the same query whatever they are, and hand them on as they are.
    """

    def __init__(self, make: Callable[..., Any]) -> None:
        self._make = make
        self._places = [_Place() for _ in inspect.signature(make).parameters]
        self._texts: dict[type, Text] = {}

    def rows(self, *args: object) -> list[tuple[Any, ...]]:
        """Return all rows, as the database gives them: a truth value may be a number."""
        sql, parameters = self._filled(args)
        return list(db.execute_sql(sql, parameters).fetchall())

    def row(self, *args: object) -> tuple[Any, ...] | None:
        """Return the only row there can be, or None."""
        return next(iter(self.rows(*args)), None)

    def models(self, table: type[peewee.Model], *args: object) -> list[Any]:
        """Return all rows of a query of all of one table's columns, as that table's objects."""
        return [_object(table, row) for row in self.rows(*args)]

    def _filled(self, args: tuple[object, ...]) -> tuple[str, list[object]]:
        text = self._texts.get(type(db.obj))
        if text is None:
            places = (peewee.Value(place, converter=False) for place in self._places)
            text = self._texts[type(db.obj)] = db.obj.get_sql_context().parse(self._make(*places))
        sql, parameters = text
        values = dict(zip(self._places, args, strict=True))
        return sql, [values[each] if isinstance(each, _Place) else each for each in parameters]


def _object(table: type[peewee.Model], row: tuple[Any, ...]) -> peewee.Model:
    """Return a row as an object, as peewee does, which for each query looks anew at what each column is."""
    made = table(__no_default__=1)
    made.__data__ = {
        field.name: field.python_value(value) for field, value in zip(table._meta.sorted_fields, row, strict=True)
    }
    return made


class _Place:
    """Stands among a query's parameters for an argument."""
