"""Statements of every event: their SQL is written once.

Why: to write it takes peewee longer than the database takes to run it, and to make rows of an answer as well. Peewee
documents neither how it makes the text of a query nor where its objects keep their values.
Read in: peewee 4.5.3
Without it: to store a row takes three times the CPU
Can go when: peewee prepares statements
"""

import inspect
from collections.abc import Callable
from functools import cache
from typing import Any

import peewee

from chat.storage.engines.connection import PostgresDatabase
from models import db

Text = tuple[str, tuple[Any, ...], list[int]]
"""SQL, values that are always the same, and which each parameter is: of the arguments or, behind them, of those."""

PLAIN = (
    *(peewee.AutoField, peewee.BigAutoField, peewee.IntegerField, peewee.BigIntegerField, peewee.ForeignKeyField),
    *(peewee.CharField, peewee.TextField),
)
"""Exactly these types of columns have the same values in the database and here; a look at each took half the time."""


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
        return list(self._run(args).fetchall())

    def row(self, *args: object) -> tuple[Any, ...] | None:
        """Return the only row there can be, or None."""
        return next(iter(self.rows(*args)), None)

    def models(self, table: type[peewee.Model], *args: object) -> list[Any]:
        """Return all rows of a query of all of one table's columns, as that table's objects."""
        return [_object(table, row) for row in self.rows(*args)]

    def change(self, *args: object) -> int:
        """Run a change, and return how many rows that were."""
        return int(self._run(args).rowcount)

    def _run(self, args: tuple[object, ...]) -> Any:
        database = db.obj
        run = database.execute_again if isinstance(database, PostgresDatabase) else database.execute_sql
        return run(*self._filled(args))

    def _filled(self, args: tuple[object, ...]) -> tuple[str, list[object]]:
        sql, constants, order = self._texts.get(type(db.obj)) or self._written()
        if len(args) != len(self._places):
            raise ValueError(f"{len(args)} arguments instead of {len(self._places)}")
        values = args + constants
        return sql, [values[index] for index in order]

    def _written(self) -> Text:
        places = (peewee.Value(place, converter=False) for place in self._places)
        sql, parameters = db.obj.get_sql_context().parse(self._make(*places))
        constants = tuple(each for each in parameters if not isinstance(each, _Place))
        behind = iter(range(len(self._places), len(self._places) + len(constants)))
        order = [self._places.index(each) if isinstance(each, _Place) else next(behind) for each in parameters]
        text = self._texts[type(db.obj)] = (sql, constants, order)
        return text


class PreparedInsert:
    """Stores new rows of a table."""

    def __init__(self, table: type[peewee.Model]) -> None:
        self._table = table
        self._fields = [field for field in table._meta.sorted_fields if not field.primary_key]
        self._insert = Prepared(self._made, len(self._fields))

    def create(self, **columns: object) -> Any:
        """Store a row and return it, as `create` of the table does, which takes four times as long."""
        row: Any = self._table(__no_default__=1)  # has nothing to save
        row.__rel__ = {name: value for name, value in columns.items() if isinstance(value, peewee.Model)}
        columns |= {name: row.get_id() for name, row in row.__rel__.items()}
        values = {field.name: self._value(field, columns) for field in self._fields}
        [(id_,)] = self._insert.rows(*values.values())
        row.__data__ = values | {"id": id_}
        return row

    def _value(self, field: Any, columns: dict[str, object]) -> object:
        if field.name in columns:
            value = columns[field.name]
            return value if type(field) in PLAIN else field.db_value(value)
        return field.default() if callable(field.default) else field.default

    def _made(self, *values: Any) -> Any:
        return self._table.insert(dict(zip(self._fields, values, strict=True))).returning(self._table.id)  # type: ignore[attr-defined]


def objects(row: tuple[Any, ...], *tables: type[peewee.Model]) -> tuple[list[Any], tuple[Any, ...]]:
    """Return an object of each table whose columns a row begins with, and the rest of the row."""
    made = []
    for table in tables:
        count = len(_columns(table)[0])
        made.append(_object(table, row[:count]))
        row = row[count:]
    return made, row


def _object(table: type[peewee.Model], row: tuple[Any, ...]) -> peewee.Model:
    """Return a row as an object, as peewee does, which for each query looks anew at what each column is."""
    made = table(__no_default__=1)
    names, others = _columns(table)
    made.__data__ = dict(zip(names, row, strict=True))
    for field in others:
        made.__data__[field.name] = field.python_value(made.__data__[field.name])
    return made


@cache
def _columns(table: type[peewee.Model]) -> tuple[list[str], list[Any]]:
    """Return the names of a table's columns, and those whose values are not taken as the database gives them."""
    fields = table._meta.sorted_fields
    return [field.name for field in fields], [field for field in fields if type(field) not in PLAIN]


class _Place:
    """Stands among a query's parameters for an argument."""
