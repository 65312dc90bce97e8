"""Makes StreamChat's files in the data folder readable by their owner only."""

import logging
import re
import stat
from pathlib import Path

log = logging.getLogger(__name__)

OURS = re.compile(r"\.?streamchat\.db([.-].*)?|window(\.json)?|files|incoming")
"""Names of our files: the database, SQLite's files beside it, the window's position and storage,
the folders of files and of those that are not complete yet."""

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def make_private(folder: Path) -> None:
    """Remove the permissions of other users on a data folder and our files in it.

    A folder that contains other files too, such as a home folder, stays as it is: only our files in it are changed.
    """
    entries = list(folder.iterdir())
    ours = [entry for entry in entries if OURS.fullmatch(entry.name)]
    shared = len(ours) < len(entries) or bool(folder.stat().st_mode & stat.S_ISVTX)  # as /tmp has it
    for path in [*ours, *([] if shared else [folder])]:
        _remove_permissions(path)


def _remove_permissions(path: Path) -> None:
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & OTHERS:
            path.chmod(mode & ~OTHERS)
    except FileNotFoundError:  # of SQLite's files, which come and go
        return
    except OSError as error:
        log.warning('others on this machine can read "%s": %s', path, error.strerror)
