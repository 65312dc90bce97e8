"""The rules of ARCHITECTURE.md, checked on the source: who imports whom, who changes rows, how long things get."""

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = [*ROOT.glob("*.py"), *ROOT.glob("chat/**/*.py"), *ROOT.glob("examples/**/*.py")]

CONTEXTS = (
    "accounts",
    "rooms",
    "files",
    "messages",
    "search",
    "link_previews",
    "notifications",
    "exporting",
    "importing",
    "programs",
    "demo",
)
"""The contexts, from the bottom: each may ask those before it, never one after it."""

FACES = {*CONTEXTS, *(f"{context}.{part}" for context in CONTEXTS for part in ("items", "events"))}
FACES |= {"files.looking", "messages.emoji", "messages.markdown"}
"""What of a context may be imported from outside: its `__init__`, and modules that know no database."""

BELOW = "models chat.errors chat.text chat.counters chat.config chat.storage chat.realtime"
DATA = " ".join(f"chat.{name}" for name in FACES - set(CONTEXTS))

# What of ours, and which libraries, a module or package may import besides its own package. The narrowest rule holds.
MAY_IMPORT = {
    "main": "chat models seed nicegui peewee",
    "seed": "chat.config chat.storage chat.demo peewee",
    "models": "peewee",
    "chat": "",
    "chat.operations": "chat.config chat.storage chat.files chat.exporting chat.importing chat.search",
    "chat.errors": "",
    "chat.counters": "",
    "chat.text": "chat.errors",
    "chat.json_values": "",
    "chat.slack_format": "chat.json_values",
    "chat.config": "chat.__version__ pydantic pydantic_settings",
    "chat.config.origins": "idna starlette",
    "chat.storage": "models chat.errors chat.config peewee playhouse psycopg",
    "chat.storage.objects": "chat.errors obstore",
    "chat.realtime": "chat.storage.transactions",
    "chat.realtime.codec": "chat.realtime chat.accounts.events chat.rooms.events chat.messages.events"
    " chat.notifications.events pydantic",
    "chat.realtime.redis_transport": "chat.realtime chat.accounts.events redis",
    "chat.realtime.redis_errors": "redis",
    "chat.realtime.redis_limits": "chat.realtime redis",
    "chat.accounts": f"{BELOW} peewee argon2 zxcvbn PIL aiosmtplib grapheme",
    "chat.files.looking": "PIL pypdfium2 pillow_heif",
    "chat.rooms": f"{BELOW} chat.accounts peewee",
    "chat.files": f"{BELOW} chat.accounts chat.rooms peewee",
    "chat.live": "chat.errors nh3 markupsafe",
    "chat.messages": f"{BELOW} chat.accounts chat.rooms chat.files chat.live peewee markupsafe",
    "chat.messages.markdown": "chat.messages.items chat.messages.mention_text chat.accounts.items markdown_it pygments"
    " nh3 markupsafe",
    "chat.messages.markdown.web_addresses": "idna",
    "chat.importing": f"{BELOW} chat.json_values chat.slack_format chat.accounts chat.rooms chat.files chat.messages"
    " chat.outgoing httpx peewee",
    "chat.search": f"{BELOW} chat.accounts chat.rooms chat.messages peewee",
    "chat.outgoing": "httpx",
    "chat.link_previews": f"{BELOW} chat.outgoing chat.accounts chat.files.looking chat.messages httpx",
    "chat.notifications": f"{BELOW} chat.outgoing chat.accounts chat.rooms chat.files chat.messages peewee cryptography"
    " http_ece httpx",
    "chat.exporting": f"{BELOW} chat.accounts chat.rooms chat.files chat.messages peewee",
    "chat.exporting.pages": "chat.exporting.items chat.files.items chat.messages.items jinja2 markupsafe",
    "chat.programs": f"{BELOW} chat.json_values chat.slack_format chat.outgoing chat.accounts chat.rooms"
    " chat.messages httpx peewee",
    "chat.programs.payloads": "chat.errors chat.text chat.json_values chat.slack_format chat.messages.emoji",
    "chat.demo": f"{BELOW} chat.accounts chat.rooms chat.messages faker peewee",
    "chat.elements": "nicegui",
    "chat.desktop": "nicegui pydantic segno webview qtpy",
    "chat.web": f"{BELOW} chat.elements chat.desktop chat.accounts chat.rooms chat.files chat.messages"
    " chat.search chat.link_previews chat.notifications chat.exporting chat.programs chat.demo nicegui fastapi"
    " starlette pydantic"
    " itsdangerous",
    "chat.web.files": "chat.web chat.exporting chat.files chat.accounts.items chat.storage chat.errors chat.text"
    " starlette python_multipart",
    "chat.web.components": f"chat.web.components chat.live chat.elements chat.errors chat.text {DATA} nicegui jinja2"
    " markupsafe grapheme",
    "chat.web.components.shared.assets": "chat.web.components.shared nicegui fastapi",
    "chat.web.components.shared.scripts": "nicegui fastapi",
    "chat.web.pages": f"{BELOW} chat.web chat.live chat.elements chat.desktop chat.accounts chat.rooms chat.files"
    " chat.messages chat.search chat.link_previews chat.notifications chat.exporting chat.programs chat.demo nicegui"
    " fastapi starlette pydantic prometheus_client peewee",
    "chat.web.mcp": f"{BELOW} chat.__version__ chat.web.api chat.web.server chat.accounts chat.messages nicegui"
    " starlette pydantic mcp mcp_types",
    "chat.web.server": "chat.web.server chat.web.auth chat.errors chat.counters chat.realtime chat.elements"
    " chat.config nicegui fastapi starlette python_multipart",
    "chat.web.server.metrics": "chat.counters chat.realtime chat.elements nicegui prometheus_client",
    "chat.web.server.patches": "chat.web.server chat.web.auth chat.errors nicegui starlette jinja2 engineio socketio"
    " uvicorn wsproto httptools",
    "examples": "chat.elements nicegui httpx",
    "examples.listener": "httpx",
}

CHANGES = {
    *("create", "save", "update", "insert", "insert_many", "insert_from", "replace", "replace_many", "delete"),
    *("delete_instance", "delete_by_id", "set_by_id", "get_or_create", "bulk_create", "bulk_update"),
}
"""What changes rows, in peewee's words."""

QUARANTINE = {
    *("chat.web.server.patches", "chat.elements.socket_rooms"),
    *("chat.storage.engines.connection", "chat.storage.prepared"),
}
"""Where private parts of other libraries are used: chat/web/server/patches/README.md."""

DOCUMENTED = {"_current_frames", "_exit", "_meta", "_replace"}
"""Attributes of the standard library and of peewee's models that are public in spite of their underscore."""

LONGEST_FILE, LONGEST_FUNCTION = 250, 40
LONG_FILES = {
    "chat/elements/stream.py",  # one element with its whole contract
    "models.py",  # all tables, side by side
}
LONG_FUNCTIONS = {"chat/elements/stream.py __init__"}  # that contract's options, one a line


def module_name(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_within(name, package):
    return name == package or name.startswith(f"{package}.")


def context_of(module):
    return next((context for context in CONTEXTS if is_within(module, f"chat.{context}")), None)


def is_command(module):
    """Whether a module may change rows and publish."""
    return any(is_within(module, f"chat.{context}.commands") for context in CONTEXTS)


def rule_for(module):
    """Find the narrowest rule that names a module or a package around it."""
    around = [rule for rule in MAY_IMPORT if is_within(module, rule) and (rule != "chat" or module == "chat")]
    assert around, f"{module} is new: say in MAY_IMPORT what it may import"
    narrowest = max(around, key=len)
    return [*MAY_IMPORT[narrowest].split(), *([narrowest] if narrowest != "chat" else [])]


def imports(module, tree):
    """Go through the names of all modules that are imported."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=("chat" | "chat.web") as package, names=names):
                yield from (f"{package}.{name.name}" for name in names)
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
    """Find imports from above or beside, and of libraries that are another package's business."""
    allowed = rule_for(module)
    ours_or_library = [name for name in imports(module, tree) if name.split(".")[0] not in sys.stdlib_module_names]
    return [name for name in ours_or_library if not any(is_within(name, package) for package in allowed)]


def inner_imports(module, tree):
    """Find imports of a context's inner modules from outside; only `main`, which puts all together, may have any."""
    if module == "main":
        return []
    contexts = [(name, context_of(name)) for name in imports(module, tree)]
    return [
        name
        for name, context in contexts
        if context and context != context_of(module) and name.removeprefix("chat.") not in FACES
    ]


def changes(module, tree):
    """Find changes of rows outside of commands."""
    helpers = {"chat.storage.unique_names", "chat.storage.prepared"}  # for commands alone
    if is_command(module) or module in helpers or not any(is_within(n, "models") for n in imports(module, tree)):
        return []
    return [f"{owner}.{method}" for owner, method in called_methods(tree) if method in CHANGES]


def publications(module, tree):
    """Find publishing and writing outside of commands, and publishing that waits for no commit."""
    ephemeral = {"typing", "words", "storing_words"}  # nothing could be committed, or it is told before
    if module in {*map("chat.messages.commands.{}".format, ephemeral), "chat.accounts.commands.presence"}:
        return []
    forbidden = {"publish"} if is_command(module) else {"publish", "publish_on_commit", "write", "write_concurrent"}
    owners = {"bus", "database"}
    return [f"{owner}.{method}" for owner, method in called_methods(tree) if method in forbidden and owner in owners]


def subscriptions(module, tree):
    """Find subscriptions of pages that pass by the check of their audience."""
    hearers = {"chat.web.page_subscriptions", "chat.web.broadcasts", "chat.web.api.listening.desk"}
    hearers |= {"chat.web.api.known_callers", "chat.web.known_sessions"}  # what ends tokens and sessions, for no page
    if module in hearers | {"chat.messages.commands.storing_words", "chat.demo.assistant"}:
        return []
    return [f"{owner}.{method}" for owner, method in called_methods(tree) if (owner, method) == ("bus", "subscribe")]


def surroundings(module, tree):
    """Find readings of environment and command line outside of the settings."""
    if module == "chat.config.settings" or is_within(module, "examples"):
        return []
    sources = {"os.environ", "os.getenv", "sys.argv", "os.environb", "os.putenv"}
    found = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)} & sources
    found |= {
        f"{node.module}.{name.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for name in node.names
    } & sources
    allowed = {
        "main": {"sys.argv"},
        "chat.config.program": {"sys.argv"},  # the program's own name there
        "chat.files.looking.drawing": {"sys.argv"},  # a program of its own
        "chat.desktop.availability": {"os.environ"},  # Qt takes its options from nowhere else
    }.get(module, set())
    return sorted(found - allowed)


def reach_ins(module, tree):
    """Find uses of what other libraries keep to themselves, outside of the modules that are there for it."""
    if any(is_within(module, quarantine) for quarantine in QUARANTINE):
        return []
    private = re.compile(r"_[a-z]\w*", re.IGNORECASE)
    own = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and is_self(node.value)}
    own |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    used = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and private.fullmatch(node.attr)]
    found = [ast.unparse(node) for node in used if not is_self(node.value) and node.attr not in own | DOCUMENTED]
    imported = [
        f"{node.module}.{name.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for name in node.names
    ]
    found += [name for name in imported if any(map(private.fullmatch, name.split(".")))]
    return found + [name for name in imported if name == "nicegui.core"]


def is_self(node):
    """Whether an expression is the object or class whose method this is."""
    return isinstance(node, ast.Name) and node.id in {"self", "cls"}


def unsafe_html(_module, tree):
    """Find HTML that is not escaped and does not come from a template, where everything is."""
    raw = [
        call
        for call in calls(tree)
        if any(k.arg == "sanitize" and ast.unparse(k.value) == "False" for k in call.keywords)
    ]
    return [ast.unparse(call) for call in raw if not ast.unparse(call.args[0]).startswith(("render(", "render_once("))]


RULES = [foreign_imports, inner_imports, changes, publications, subscriptions, surroundings, reach_ins, unsafe_html]


@pytest.fixture(scope="module")
def trees():
    return {module_name(path): ast.parse(path.read_text()) for path in SOURCES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_module_keeps_the_rules(trees, rule):
    found = {module: list(rule(module, tree)) for module, tree in trees.items()}
    assert {module: names for module, names in found.items() if names} == {}


@pytest.mark.parametrize("context", CONTEXTS)
def test_contexts_are_alike_inside(trees, context):
    inside = {module.split(".")[2] for module in trees if module.startswith(f"chat.{context}.")}
    assert inside >= {"commands", "queries"}
    if context != "demo":
        of_others = {
            "link_previews",
            "files",
            "exporting",
            "importing",
            "search",
            "programs",
        }  # those of messages, or none
        assert inside >= ({"items"} if context in of_others else {"items", "events"})


@pytest.mark.parametrize(
    ("module", "source", "rule"),
    [
        ("chat.messages.commands", "from nicegui import ui", foreign_imports),
        ("chat.messages.commands", "def f():\n    from nicegui.element import Element", foreign_imports),
        ("models", "from chat.accounts import items", foreign_imports),
        ("chat.realtime.bus", "import chat.web.broadcasts", foreign_imports),
        ("chat.realtime.bus", "from chat.messages.events import MessageCreated", foreign_imports),
        ("chat.accounts.queries", "from chat import rooms", foreign_imports),
        ("chat.rooms.commands", "from chat.messages import send_message", foreign_imports),
        ("chat.messages.queries", "from chat.web import auth", foreign_imports),
        ("chat.elements.stream", "from chat.messages.items import MessageItem", foreign_imports),
        ("chat.elements.stream", "from ..messages.items import MessageItem", foreign_imports),
        ("chat.web.components.sidebar.sidebar", "from chat.storage.database import database", foreign_imports),
        ("chat.web.components.sidebar.sidebar", "from chat import rooms", foreign_imports),
        ("chat.web.server.limits", "from chat.web.pages import forms", foreign_imports),
        ("chat.web.api.rooms", "import peewee", foreign_imports),
        ("chat.web.pages.rooms", "from chat.messages.queries import newest_messages", inner_imports),
        ("chat.messages.commands", "from chat.accounts.guards import active", inner_imports),
        ("chat.rooms.queries", "from models import Message\nMessage.delete().execute()", changes),
        ("chat.rooms.queries", "from models import Message\nrow.save()", changes),
        ("main", "import models\nmodels.Room.create(name='x')", changes),
        ("chat.web.pages.rooms", "bus.publish(event)", publications),
        ("chat.web.pages.rooms", "async def f():\n    await database.write(change)", publications),
        ("chat.web.broadcasts", "bus.publish(event)", publications),
        ("chat.web.pages.rooms.page", "bus.subscribe(topic, handler)", subscriptions),
        ("chat.web.broadcasts", "bus.publish_on_commit(event)", publications),
        ("chat.rooms.commands", "bus.publish(event)", publications),
        ("chat.storage.database", "import os\nos.environ['HOME']", surroundings),
        ("chat.web.auth", "from os import environ", surroundings),
        ("seed", "import sys\nprint(sys.argv)", surroundings),
        ("chat.web.pages.rooms", "ui.html(message.body, sanitize=False)", unsafe_html),
        ("chat.web.server.slow_clients", "for sid in client._socket_to_document_id: ...", reach_ins),
        ("chat.web.server.logs", "from uvicorn._types import Scope", reach_ins),
        ("chat.web.auth", "from nicegui import core", reach_ins),
    ],
)
def test_the_rules_notice_what_breaks_them(module, source, rule):
    assert list(rule(module, ast.parse(source)))


def test_a_module_without_a_rule_is_noticed():
    with pytest.raises(AssertionError, match=r"chat\.novelty is new"):
        foreign_imports("chat.novelty", ast.parse(""))


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


def test_functions_stay_short(trees):
    long = {
        f"{path.relative_to(ROOT).as_posix()} {node.name}"
        for path in SOURCES
        for node in ast.walk(trees[module_name(path)])
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and lines_of(node) > LONGEST_FUNCTION
    }
    assert long == LONG_FUNCTIONS


def test_every_listener_for_keys_leaves_input_methods_alone():
    scripts = list(ROOT.glob("chat/**/*.js"))
    listeners = {path.name for path in scripts if re.search(r"keydown|keyup|keypress|onkey", path.read_text())}
    assert listeners == {"keyboard.js", "stream_events.js"}  # the latter is the stream's own, which can be taken along
    assert all("isComposing" in path.read_text() for path in scripts if path.name in listeners)
