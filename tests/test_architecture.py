"""The rules of ARCHITECTURE.md, read off the source: who imports whom, who may change what, how long things get."""

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = [*ROOT.glob("*.py"), *ROOT.glob("chat/**/*.py"), *ROOT.glob("examples/**/*.py")]

# What of ours, and which libraries, a module or package may import.
MAY_IMPORT = {
    "main": "chat models seed nicegui peewee",
    "seed": "models chat.config chat.database chat.name_keys chat.passwords chat.queries faker peewee",
    "models": "peewee",
    "chat": "",
    "chat.errors": "",
    "chat.counts": "",
    "chat.garbage": "",
    "chat.items": "",
    "chat.devices": "",
    "chat.emoji": "",
    "chat.tokens": "",
    "chat.text": "chat.errors",
    "chat.name_keys": "",
    "chat.origins": "idna starlette",
    "chat.setting_kinds": "chat.origins pydantic pydantic_settings",
    "chat.addresses": "idna",
    "chat.directions": "",
    "chat.links": "chat.addresses markupsafe",
    "chat.orders": "",
    "chat.lan": "",
    "chat.port": "",
    "chat.qr": "segno",
    "chat.setting_names": "",
    "chat.command_line": "chat.orders chat.setting_names pydantic",
    "chat.config": "chat.command_line chat.lan chat.orders chat.private_files chat.setting_kinds chat.setting_names"
    " pydantic pydantic_settings",
    "chat.private_files": "",
    "chat.passwords": "chat.errors argon2 zxcvbn",
    "chat.pictures": "chat.errors PIL",
    "chat.mail": "aiosmtplib",
    "chat.migrations": "chat.name_keys peewee playhouse",
    "chat.schema": "models peewee playhouse",
    "chat.events": "chat.items",
    "chat.bus": "chat.events",
    "chat.event_codec": "chat.events pydantic",
    "chat.redis_transport": "chat.bus chat.event_codec chat.events chat.redis_peers chat.redis_troubles redis",
    "chat.redis_peers": "",
    "chat.redis_troubles": "redis",
    "chat.redis_limits": "chat.redis_transport",
    "chat.engines": "",
    "chat.engines.attempts": "models chat.engines chat.errors peewee psycopg",
    "chat.engines.connection": "peewee psycopg",
    "chat.engines.locks": "models peewee",
    "chat.engines.outages": "chat.errors",
    "chat.engines.postgres": "models chat.engines chat.errors chat.schema peewee playhouse",
    "chat.engines.probe": "models chat.engines chat.errors",
    "chat.engines.server_lock": "chat.engines playhouse",
    "chat.engines.threads": "models",
    "chat.engines.sqlite": "models chat.engines chat.errors chat.schema peewee playhouse",
    "chat.database": "models chat.engines chat.errors chat.schema peewee",
    "chat.operations": "models chat.operations chat.orders chat.database chat.engines chat.schema peewee playhouse"
    " psycopg",
    "chat.queries": "models chat.queries chat.items chat.errors peewee",
    "chat.commands": "models chat.commands chat.counts chat.queries chat.database chat.bus chat.emoji chat.events"
    " chat.items chat.errors chat.name_keys chat.text chat.tokens chat.passwords chat.pictures peewee",
    "chat.demo_life": "chat.demo_life chat.commands chat.queries chat.database chat.errors chat.items",
    "chat.auth": "models chat.commands chat.queries chat.database chat.devices chat.errors chat.items chat.origins"
    " chat.tokens starlette",
    "chat.known_browsers": "chat.auth itsdangerous starlette",
    "chat.open_pages": "chat.bus chat.database chat.elements chat.events chat.queries chat.wire.websocket_protocol"
    " nicegui",
    "chat.fanout": "chat.bus chat.events chat.open_pages chat.queries chat.database chat.elements"
    " chat.components.message chat.components.sidebar nicegui",
    "chat.metrics": "chat.bus chat.counts chat.elements nicegui prometheus_client",
    "chat.native": "chat.native nicegui pydantic",
    "chat.native.process": "chat.native webview qtpy",
    "chat.elements": "chat.elements nicegui",
    "chat.components": "chat.components chat.elements chat.directions chat.emoji chat.items chat.errors chat.links"
    " chat.text nicegui jinja2 grapheme",
    "chat.pages": "chat.pages chat.components chat.elements chat.commands chat.queries chat.auth chat.bus"
    " chat.database chat.directions chat.errors chat.events chat.items chat.known_browsers chat.open_pages chat.qr"
    " chat.text chat.tokens chat.wire nicegui fastapi starlette pydantic",
    "chat.wire": "chat.wire chat.counts chat.errors chat.origins nicegui starlette fastapi",
    "chat.wire.nonces": "nicegui jinja2",
    "chat.wire.frames": "chat.wire nicegui engineio socketio",
    "chat.wire.protocols": "chat.wire uvicorn httptools",
    "chat.wire.websocket_protocol": "chat.wire nicegui uvicorn wsproto",
    "chat.wire.frame_budget": "wsproto",
    "chat.wire.charset": "chat.wire chat.errors python_multipart starlette",
    "chat.wire.readers": "chat.counts chat.wire nicegui",
    "chat.wire.sockets": "chat.auth chat.errors chat.wire nicegui socketio starlette",
    "chat.pages.avatars": "chat.pages chat.commands chat.queries chat.auth chat.database chat.errors chat.pictures"
    " chat.wire nicegui fastapi starlette",
    "chat.pages.metrics": "chat.auth chat.wire chat.errors chat.metrics nicegui fastapi prometheus_client",
    "chat.pages.health": "chat.bus chat.queries chat.database chat.errors chat.wire nicegui fastapi peewee",
    "chat.api": "models chat.api chat.commands chat.queries chat.database chat.errors chat.items chat.text chat.tokens"
    " chat.wire chat.components.assets chat.components.templates nicegui fastapi starlette pydantic",
    "examples": "chat.elements nicegui",
}

CHANGES = {
    *("create", "save", "update", "insert", "insert_many", "insert_from", "replace", "replace_many", "delete"),
    *("delete_instance", "delete_by_id", "set_by_id", "get_or_create", "bulk_create", "bulk_update"),
}
"""What changes rows, in peewee's words."""

LONGEST_FILE, LONGEST_FUNCTION = 250, 40
LONG_FILES = {"chat/elements/stream.py"}  # one element with its whole contract
LONG_FUNCTIONS = {"chat/elements/stream.py __init__"}  # that contract's options, one a line


def module_name(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_within(name, package):
    return name == package or name.startswith(f"{package}.")


def rule_for(module):
    """Find the narrowest rule that names a module or a package around it."""
    around = [rule for rule in MAY_IMPORT if is_within(module, rule) and (rule != "chat" or module == "chat")]
    assert around, f"{module} is new: say in MAY_IMPORT what it may import"
    return MAY_IMPORT[max(around, key=len)].split()


def imports(module, tree):
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module="chat", names=names):
                yield from (f"chat.{name.name}" for name in names)
            case ast.ImportFrom(module=name, level=0):
                yield name
            case ast.ImportFrom(module=name, level=level):
                yield f"{module.rsplit('.', level)[0]}.{name}"


def calls(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def called_methods(tree):
    return {
        (ast.unparse(call.func.value), call.func.attr) for call in calls(tree) if isinstance(call.func, ast.Attribute)
    }


def foreign_imports(module, tree):
    allowed = rule_for(module)
    ours_or_library = [name for name in imports(module, tree) if name.split(".")[0] not in sys.stdlib_module_names]
    return [name for name in ours_or_library if not any(is_within(name, package) for package in allowed)]


def changes(module, tree):
    """Find changes of rows by whoever knows the tables and is not in charge of changing them."""
    if (
        is_within(module, "chat.commands")
        or module == "seed"
        or not any(is_within(name, "models") for name in imports(module, tree))
    ):
        return []
    return [f"{owner}.{method}" for owner, method in called_methods(tree) if method in CHANGES]


def publications(module, tree):
    """Find what only commands may do: publish, and write."""
    if is_within(module, "chat.commands"):
        return []
    forbidden = {"publish"} if is_within(module, "chat.database") else {"publish", "write", "write_beside"}
    owners = {"bus", "database"}
    return [f"{owner}.{method}" for owner, method in called_methods(tree) if method in forbidden and owner in owners]


def surroundings(module, tree):
    """Find readings of environment and command line, which are for the settings."""
    if module == "chat.config" or is_within(module, "examples"):
        return []
    told = {"os.environ", "os.getenv", "sys.argv", "os.environb", "os.putenv"}
    found = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)} & told
    found |= {
        f"{node.module}.{name.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for name in node.names
    } & told
    # What Qt wants to know it takes from the environment alone.
    allowed = {"main": {"sys.argv"}, "chat.native.engine": {"os.environ"}}.get(module, set())
    return sorted(found - allowed)


def unsafe_html(_module, tree):
    """Find HTML that is shown as it is and does not come from a template, where all is escaped."""
    raw = [
        call
        for call in calls(tree)
        if any(k.arg == "sanitize" and ast.unparse(k.value) == "False" for k in call.keywords)
    ]
    return [ast.unparse(call) for call in raw if not ast.unparse(call.args[0]).startswith("render(")]


RULES = [foreign_imports, changes, publications, surroundings, unsafe_html]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("path", SOURCES, ids=module_name)
def test_every_module_keeps_to_its_room(path, rule):
    assert list(rule(module_name(path), ast.parse(path.read_text()))) == []


@pytest.mark.parametrize(
    ("module", "source", "rule"),
    [
        ("chat.commands", "from nicegui import ui", foreign_imports),
        ("chat.commands", "def f():\n    from nicegui.element import Element", foreign_imports),
        ("models", "from chat import items", foreign_imports),
        ("chat.bus", "import chat.fanout", foreign_imports),
        ("chat.elements.stream", "from chat.items import MessageItem", foreign_imports),
        ("chat.elements.stream", "from ..items import MessageItem", foreign_imports),
        ("chat.components.sidebar", "from chat.database import database", foreign_imports),
        ("chat.components.sidebar", "from chat import queries", foreign_imports),
        ("chat.pages.rooms", "from models import Message", foreign_imports),
        ("chat.pages.rooms", "import peewee", foreign_imports),
        ("chat.queries", "from models import Message\nMessage.delete().execute()", changes),
        ("chat.queries", "from models import Message\nrow.save()", changes),
        ("main", "import models\nmodels.Room.create(name='x')", changes),
        ("chat.pages.rooms", "bus.publish(event)", publications),
        ("chat.pages.rooms", "async def f():\n    await database.write(change)", publications),
        ("chat.fanout", "bus.publish(event)", publications),
        ("chat.database", "import os\nos.environ['HOME']", surroundings),
        ("chat.auth", "from os import environ", surroundings),
        ("seed", "import sys\nprint(sys.argv)", surroundings),
        ("chat.pages.rooms", "ui.html(message.body, sanitize=False)", unsafe_html),
    ],
)
def test_the_rules_notice_what_breaks_them(module, source, rule):
    assert list(rule(module, ast.parse(source)))


def test_a_module_without_a_rule_is_noticed():
    with pytest.raises(AssertionError, match=r"chat\.novelty is new"):
        foreign_imports("chat.novelty", ast.parse(""))


def test_every_listener_for_keys_leaves_input_methods_alone():
    scripts = [path for path in ROOT.glob("chat/**/*.js") if "vendor" not in path.parts]
    listeners = {path.name for path in scripts if re.search(r"keydown|keyup|keypress|onkey", path.read_text())}
    assert listeners == {"keyboard.js"}


def test_templates_escape_everything_but_the_head_we_wrote():
    safe = {
        line.strip() for path in ROOT.glob("chat/**/*.html") for line in path.read_text().splitlines() if "safe" in line
    }
    assert safe == {"{{ head | safe }}"}


def lines_of(function):
    """Count a function's lines without its docstring."""
    first = function.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = first.end_lineno - first.lineno + 1 if documented else 0
    return function.end_lineno - function.lineno + 1 - docstring


def test_files_stay_short():
    lengths = {path.relative_to(ROOT).as_posix(): len(path.read_text().splitlines()) for path in SOURCES}
    assert {name for name, length in lengths.items() if length > LONGEST_FILE} == LONG_FILES


def test_functions_stay_short():
    long = {
        f"{path.relative_to(ROOT).as_posix()} {node.name}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and lines_of(node) > LONGEST_FUNCTION
    }
    assert long == LONG_FUNCTIONS
