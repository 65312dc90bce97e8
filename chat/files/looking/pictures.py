"""Small pictures of files, drawn by a process beside the server: see `drawing.py` for why."""

import json
import logging
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from chat.files.looking import drawing

log = logging.getLogger(__name__)

TIMEOUT = 10.0
"""Seconds after which the process is ended; it ends itself after 5 seconds of work."""

LONGEST = 4 * 1024 * 1024
"""Bytes of what it may answer."""

LARGEST_SIDE = 1_000_000


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a picture is like, as it is seen: its size, whether it moves, and small ones, if it could be drawn."""

    width: int
    height: int
    is_animated: bool
    pictures: tuple[bytes, ...]


def draw(path: Path) -> Drawn | None:
    """Draw small pictures of a file; None if it cannot be read, or not within the limits. For threads: it waits."""
    if getattr(sys, "frozen", False):  # a program of one file is no Python that could run another
        return _within_this_process(path)
    command = [sys.executable, "-I", "-B", drawing.__file__, str(path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=TIMEOUT, check=True, stdin=subprocess.DEVNULL)  # noqa: S603
        return _read(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError, KeyError, TypeError) as error:
        log.info("a file could not be drawn: %s", type(error).__name__)
        return None


def _within_this_process(path: Path) -> Drawn | None:
    try:
        about, pictures = drawing.draw(path)
        return _read(
            json.dumps(about | {"lengths": [len(each) for each in pictures]}).encode() + b"\n" + b"".join(pictures)
        )
    except Exception as error:  # decoders raise all kinds of errors
        log.info("a file could not be drawn: %s", type(error).__name__)
        return None


def _read(answer: bytes) -> Drawn:
    """Read what the process says, trusting it as little as the file: only the pictures are kept, as bytes."""
    line, _, rest = answer[:LONGEST].partition(b"\n")
    about = json.loads(line)
    width, height = int(about["width"]), int(about["height"])
    if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE):
        raise ValueError("no size of a picture")
    pictures = []
    for length in about["lengths"]:
        pictures.append(rest[:length])
        rest = rest[length:]
    if any(picture[:4] + picture[8:12] != b"RIFFWEBP" for picture in pictures) or len(pictures) not in {0, 2}:
        raise ValueError("no pictures")
    return Drawn(width, height, bool(about["is_animated"]), tuple(pictures))
