"""Which kinds there are: those that are shipped, and those of the administrator's plugins."""

import importlib.util
import logging
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from traceback import walk_tb
from types import ModuleType

from chat.live.declared import fault_of, names_in
from chat.live.kind import Kind
from chat.live.running import OutOfTimeError, run_within_budget
from chat.live.shipped import SHIPPED
from chat.live.states import whole

logger = logging.getLogger(__name__)

LOADING = 5.0
"""Seconds of a processor that a plugin may take to be loaded."""

LONGEST = 300
"""Characters of what an error says: it may quote a whole file."""

kinds: dict[str, Kind] = {}
"""By their names."""

broken: dict[str, str] = {}
"""Kinds that could not be loaded, by their names and those of their files, and why."""


@dataclass(frozen=True, slots=True)
class Plugin:
    """A file of the administrator's: the names of the kinds in it that are used, and what is wrong with it."""

    file: str
    kinds: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


plugins: dict[Path, Plugin] = {}
"""All that there were when the program started."""


def _use_shipped() -> None:
    for each in (kinds, broken, plugins):
        each.clear()
    kinds.update({kind.name: kind() for kind in SHIPPED})


def load_plugins(folder: Path) -> None:
    """Add the kinds of all plugins in a folder, in place of those of another one; what fails is logged."""
    _use_shipped()
    for path in sorted(folder.absolute().glob("*.py")):  # as Python names it in tracebacks
        plugins[path] = Plugin(whole(path.name))
        try:
            found = run_within_budget(lambda path=path: _load(path), LOADING)  # type: ignore[misc]
            _add(found, path)
        except OutOfTimeError:
            _note(path, "it took too long to load")
        except Exception as error:
            logger.exception("plugin %s could not be loaded", path.name)
            _keep(path, _told(error, path))


def plugin_kinds() -> list[Kind]:
    """List the kinds of plugins."""
    shipped = {kind.name for kind in SHIPPED}
    return [kind for kind in kinds.values() if kind.name not in shipped]


def _keep(path: Path, reason: str, *names: str) -> None:
    """Note why kinds are not there: those of these names or, without any, all that a file says that it has."""
    source, reason = "", whole(reason)
    with suppress(OSError):
        source = path.read_text(errors="replace")
    broken.update(dict.fromkeys((path.stem, *(names or names_in(source))), reason))
    plugins[path].faults.append(reason)


def _told(error: Exception, path: Path) -> str:
    """Return what went wrong, and in which line of the file, if it was there."""
    at = [line for frame, line in walk_tb(error.__traceback__) if frame.f_code.co_filename == str(path)]
    where = f" (line {at[-1]})" if at else ""
    try:
        said = f"{type(error).__name__}: {error}"
    except Exception:  # the error is the plugin's, like all else
        said = type(error).__name__
    return f"{said[:LONGEST]}…{where}" if len(said) > LONGEST else f"{said}{where}"


def _note(path: Path, reason: str, *names: str) -> None:
    _keep(path, reason, *names)
    logger.error("plugin %s: %s", path.name, reason)


def _load(path: Path) -> list[Kind]:
    name = f"streamchat_plugin_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError("it is no Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return [found() for found in _kinds_in(module)]


def _kinds_in(module: ModuleType) -> Iterable[type[Kind]]:
    for value in vars(module).values():
        if isinstance(value, type) and issubclass(value, Kind) and value.__module__ == module.__name__:
            yield value


def _add(found: list[Kind], path: Path) -> None:
    if not found:
        _note(path, "there is no class of a Kind in it")
    for kind in found:
        is_there = isinstance(kind.name, str) and kind.name in kinds
        if why := f"there is a kind {kind.name!r} already" if is_there else fault_of(kind):
            _note(path, why, str(kind.name))
        else:
            kinds[kind.name] = kind
            plugins[path].kinds.append(kind.name)
            logger.info("plugin %s: /%s", path.name, kind.name)


_use_shipped()
