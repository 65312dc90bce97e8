"""What StreamChat keeps in its data folder, made readable for its owner alone, however it was made."""

import logging
import re
import stat
from pathlib import Path

log = logging.getLogger(__name__)

OURS = re.compile(r"\.?streamchat\.db([.-].*)?|window(\.json)?")
"""Names of what we make there: the database, what SQLite puts beside it, the window's place and storage."""

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def make_private(folder: Path) -> None:
    """Take from all others the right to read a data folder and what is ours in it.

    A folder that holds other things too, such as a home folder, stays as it is: only our files in it are changed.
    """
    entries = list(folder.iterdir())
    ours = [entry for entry in entries if OURS.fullmatch(entry.name)]
    shared = len(ours) < len(entries) or bool(folder.stat().st_mode & stat.S_ISVTX)  # as /tmp has it
    for path in [*ours, *([] if shared else [folder])]:
        _close_to_others(path)


def _close_to_others(path: Path) -> None:
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & OTHERS:
            path.chmod(mode & ~OTHERS)
    except FileNotFoundError:  # of SQLite's files, which come and go
        return
    except OSError as error:
        log.warning('others on this machine can read "%s": %s', path, error.strerror)
