"""The process is killed in the middle of writing, twenty times, and three times while many write at once."""

import random
import signal
import subprocess
import sys

import pytest

from chat.storage.database import database
from models import Message, Room, User, db
from tests.app_process import ROOT, environment
from tests.people import put_everybody_in

pytestmark = pytest.mark.drill

KILLS = 20
BURSTS = 3


def test_twenty_times_killed_and_nothing_is_lost(tmp_path, open_place):
    place = open_place(tmp_path)
    writers = [place.writer(person) for person in (1, 2, 3, 4)]
    for writer in writers:
        writer.start()
    chance = random.Random(20)
    for _ in range(KILLS):
        for _ in range(chance.randint(1, 8)):
            chance.choice(writers).on_acknowledged.acquire()
        place.server.stop(signal.SIGKILL)
        place.server.start()
    for writer in writers:
        writer.stop()
    place.check(*writers)
    assert sum(len(writer.acknowledged) for writer in writers) > KILLS


def test_killed_while_many_write_and_nothing_is_lost(tmp_path):
    """What waits is committed together, and nobody is told before it is stored."""
    url = f"sqlite:///{tmp_path}/streamchat.db"
    database.open(url)
    User.create(name="Ada", email="ada@example.com", password_hash="-")
    put_everybody_in(Room.create(name="kitchen"))
    database.close()
    db.close()
    told: set[int] = set()
    for number in range(BURSTS):
        command = [sys.executable, "-m", "tests.drills.burst", url]
        process = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True)
        assert process.stdout
        for line, _ in zip(process.stdout, range(100 + 37 * number), strict=False):
            told.add(int(line))
        process.kill()
        told |= {int(line) for line in process.stdout if line.endswith("\n")}
        process.communicate()
        database.open(url)
        stored = {row.id: row.revision for row in Message.select()}
        assert told <= stored.keys()
        assert sorted(stored.values()) == [*range(1, len(stored) + 1)]
        assert Room.get().revision == len(stored)
        database.close()
        db.close()
    assert len(told) > 100 * BURSTS
