"""Statements of every event: their SQL is written once.

Why: to write it takes peewee longer than the database takes to run it, and to make rows of an answer as well. Peewee
documents neither how it makes the text of a query nor where its objects keep their values.
Read in: peewee 4.5.3
Without it: to store a row takes three times the CPU
Can go when: peewee prepares statements
"""

import inspect
from collections.abc import Callable
from typing import Any

import peewee

from models import db

Text = tuple[str, list[Any]]
"""SQL, and its parameters, with places among them."""


class Prepared:
    """A query or a change by the function that makes it, used as a decorator.

    The function is called once for each kind of database, with places to be filled at each call for its arguments.
    So it must make the same query whatever they are, and hand them on as they are.
    """

    def __init__(self, make: Callable[..., Any], count: int | None = None) -> None:
        """Take a function, and of how many arguments where its signature does not say."""
        self._make = make
        self._places = [_Place() for _ in range(len(inspect.signature(make).parameters) if count is None else count)]
        self._texts: dict[type, Text] = {}

    def rows(self, *args: object) -> list[tuple[Any, ...]]:
        """Return all rows, as the database gives them: a truth value may be a number."""
        return list(db.execute_sql(*self._filled(args)).fetchall())

    def row(self, *args: object) -> tuple[Any, ...] | None:
        """Return the only row there can be, or None."""
        return next(iter(self.rows(*args)), None)

    def models(self, table: type[peewee.Model], *args: object) -> list[Any]:
        """Return all rows of a query of all of one table's columns, as that table's objects."""
        return [_object(table, row) for row in self.rows(*args)]

    def change(self, *args: object) -> int:
        """Run a change, and return how many rows that were."""
        return int(db.execute_sql(*self._filled(args)).rowcount)

    def _filled(self, args: tuple[object, ...]) -> tuple[str, list[object]]:
        text = self._texts.get(type(db.obj))
        if text is None:
            places = (peewee.Value(place, converter=False) for place in self._places)
            text = self._texts[type(db.obj)] = db.obj.get_sql_context().parse(self._make(*places))
        sql, parameters = text
        values = dict(zip(self._places, args, strict=True))
        return sql, [values[each] if isinstance(each, _Place) else each for each in parameters]


class PreparedInsert:
    """Stores new rows of a table."""

    def __init__(self, table: type[peewee.Model]) -> None:
        self._table = table
        self._fields = [field for field in table._meta.sorted_fields if not field.primary_key]
        self._insert = Prepared(self._made, len(self._fields))

    def create(self, **columns: object) -> Any:
        """Store a row and return it, as `create` of the table does, which takes three times as long."""
        new = self._table(**columns)
        values = [field.db_value(new.__data__.get(field.name)) for field in self._fields]
        [(id_,)] = self._insert.rows(*values)
        row: Any = self._table(__no_default__=1)  # has nothing to save
        row.__data__, row.__rel__ = new.__data__ | {"id": id_}, new.__rel__
        return row

    def _made(self, *values: Any) -> Any:
        return self._table.insert(dict(zip(self._fields, values, strict=True))).returning(self._table.id)  # type: ignore[attr-defined]


def _object(table: type[peewee.Model], row: tuple[Any, ...]) -> peewee.Model:
    """Return a row as an object, as peewee does, which for each query looks anew at what each column is."""
    made = table(__no_default__=1)
    made.__data__ = {
        field.name: field.python_value(value) for field, value in zip(table._meta.sorted_fields, row, strict=True)
    }
    return made


class _Place:
    """Stands among a query's parameters for an argument."""
