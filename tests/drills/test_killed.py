"""The process is killed in the middle of writing, twenty times."""

import random
import signal

import pytest

pytestmark = pytest.mark.drill

KILLS = 20


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
