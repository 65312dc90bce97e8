"""The OpenAPI description, prepared for the documentation page."""

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Described = dict[str, Any]

FORM = "multipart/form-data"

ID = re.compile(r"\{\w+_id\}")

TYPES = {"integer": "whole number", "string": "text", "boolean": "true or false", "null": "null", "object": "object"}
MAX_SHOWN_BOUND = 2**53
"""Bounds above this are those of the database, and are not shown."""


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a field of an object."""

    name: str
    kind: str
    description: str
    is_required: bool
    place: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response of an operation; `objects` are the names of the objects in it, if it succeeded."""

    status: str
    description: str
    objects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation: a method of a path."""

    method: str
    path: str
    summary: str
    paragraphs: tuple[str, ...]
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    answers: tuple[Answer, ...]
    example: str

    @property
    def anchor(self) -> str:
        """The operation's anchor on the page."""
        return self.summary.lower().replace(" ", "-")


@dataclass(frozen=True, slots=True)
class Object:
    """An object in a response."""

    name: str
    description: str
    fields: tuple[Field, ...]


class Description:
    """An OpenAPI description; `url` is the address that its paths go on from."""

    def __init__(self, document: Described, url: str) -> None:
        self._document = document
        self._url = url
        self._schemas: dict[str, Described] = document["components"]["schemas"]

    def operations(self) -> Iterator[Operation]:
        """Iterate over all operations."""
        for path, methods in self._document["paths"].items():
            for method, operation in methods.items():
                yield self._operation(method.upper(), path, operation)

    def objects(self) -> Iterator[Object]:
        """Iterate over all objects in responses."""
        found: set[str] = set()
        inner = {name for operation in self.operations() for answer in operation.answers for name in answer.objects}
        while inner := inner - found:
            found |= inner
            inner = set().union(*map(self._objects_in, inner))
        for name in sorted(found):
            yield Object(name, self._schemas[name]["description"], tuple(_fields(self._schemas[name])))

    def _operation(self, method: str, path: str, operation: Described) -> Operation:
        body = self._body(operation)
        return Operation(
            method=method,
            path=path,
            summary=operation["summary"],
            paragraphs=tuple(operation["description"].split("\n\n")),
            parameters=tuple(map(_parameter, operation.get("parameters", ()))),
            body=tuple(_fields(body)) if body else (),
            answers=tuple(_answer(status, answer) for status, answer in sorted(operation["responses"].items())),
            example=_example(method, self._url + path, body),
        )

    def _body(self, operation: Described) -> Described | None:
        if "requestBody" not in operation:
            return None
        form = operation["requestBody"]["content"].get(FORM)
        return form["schema"] if form else self._schemas[next(_references(_schema_of(operation["requestBody"])))]

    def _objects_in(self, name: str) -> set[str]:
        return {inner for field in self._schemas[name]["properties"].values() for inner in _references(field)}


def _parameter(parameter: Described) -> Field:
    schema = parameter["schema"]
    description = parameter.get("description", f"The {schema['title'].lower().removesuffix(' id')}'s number.")
    return Field(parameter["name"], _kind(schema), description, parameter["required"], parameter["in"])


def _fields(schema: Described) -> Iterator[Field]:
    for name, field in schema["properties"].items():
        yield Field(name, _kind(field), field["description"], name in schema.get("required", ()))


def _answer(status: str, answer: Described) -> Answer:
    is_done = status.startswith("2")
    return Answer(status, answer["description"], tuple(_references(_schema_of(answer))) if is_done else ())


def _schema_of(holder: Described) -> Described:
    schema: Described = holder.get("content", {}).get("application/json", {}).get("schema", {})
    return schema


def _references(schema: Described) -> Iterator[str]:
    if "$ref" in schema:
        yield _name(schema["$ref"])
    for inner in (*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else ())):
        yield from _references(inner)


def _kind(schema: Described) -> str:
    """Describe the type of a value in words."""
    if "$ref" in schema:
        return _name(schema["$ref"])
    if "anyOf" in schema:
        return " or ".join(map(_kind, schema["anyOf"]))
    if "enum" in schema:
        return ", ".join([" or ".join(map(json.dumps, schema["enum"])), *_bounds(schema)])
    if schema["type"] == "array":
        return f"list of {_kind(schema['items'])}"
    return ", ".join([TYPES[schema["type"]], *_bounds(schema)])


def _bounds(schema: Described) -> Iterator[str]:
    for least, most, unit in (("minimum", "maximum", ""), ("minLength", "maxLength", " characters")):
        if least in schema:
            is_shown = schema[most] < MAX_SHOWN_BOUND
            yield f"{schema[least]:,} to {schema[most]:,}{unit}" if is_shown else f"{schema[least]} or more"
    if schema.get("default", "") != "":
        default = json.dumps(schema["default"]) if schema["type"] == "boolean" else schema["default"]
        yield f"{default} if not given"


def _name(reference: str) -> str:
    return reference.rpartition("/")[2]


def _example(method: str, url: str, body: Described | None) -> str:
    """Return an example request with curl."""
    asking = ["curl" if method == "GET" else f"curl -X {method}", '-H "Authorization: Bearer $TOKEN"']
    if body and any(field.get("format") == "binary" for field in body["properties"].values()):
        return " ".join([*asking, "-F file=@report.pdf", shlex.quote(_filled(url))])
    sent = {name: field["examples"][0] for name, field in body["properties"].items()} if body else {}
    if sent:
        asking += ['-H "Content-Type: application/json" \\\n ', "-d", shlex.quote(json.dumps(sent)), "\\\n "]
    return " ".join([*asking, shlex.quote(_filled(url))])


def _filled(url: str) -> str:
    """Return an address with something in its places."""
    return ID.sub("1", url).replace("{emoji}", "🎉").replace("{action}", "count")
