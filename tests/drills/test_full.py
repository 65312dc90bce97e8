"""The disk is full, and later it is not."""

import os
import shutil
import subprocess
from contextlib import suppress
from itertools import count

import httpx
import pytest

pytestmark = pytest.mark.drill

SIZE = 8_000_000


@pytest.fixture
def small_disk(tmp_path):
    """A disk of a few megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0700", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a disk that is small enough to fill")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(path):
    """Write until there is no room left."""
    with path.open("wb", buffering=0) as ballast, suppress(OSError):
        while True:
            os.write(ballast.fileno(), bytes(4096))
    assert shutil.disk_usage(path).free == 0


def test_what_cannot_be_stored_is_refused_and_goes_through_when_there_is_room(small_disk, open_place):
    place = open_place(small_disk)
    writer = place.writer(2)
    writer.say("while there is room")
    fill(small_disk / "ballast")
    for number in count():
        answer = writer.post(f"{number}" * 1000, f"too-much-{number}")
        if answer.status_code != 201:
            break
        writer.acknowledged[f"too-much-{number}"] = (answer.json()["id"], f"{number}" * 1000)
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "unavailable")
    assert "full" in answer.json()["error"]["message"]

    assert place.server.process.poll() is None
    assert httpx.get(f"{place.server.url}/healthz").status_code == 200
    place.check(writer)
    assert not writer.attempt(f"{number}" * 1000, f"too-much-{number}")

    (small_disk / "ballast").unlink()
    assert writer.attempt(f"{number}" * 1000, f"too-much-{number}")
    writer.say("there is room again")
    place.check(writer)
