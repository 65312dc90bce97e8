"""Another program, such as one for backups, keeps the database locked for three seconds."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

pytestmark = pytest.mark.drill

LOCKED_SECONDS = 3


def test_writes_wait_for_the_other_program_and_reads_do_not(tmp_path, open_place):
    place = open_place(tmp_path)
    writers = [place.writer(person) for person in (1, 2, 3)]
    for writer in writers:
        writer.say("before")  # which also notes that the token was used
    with ThreadPoolExecutor(3) as threads, closing(place.database()) as other:
        other.execute("BEGIN IMMEDIATE")
        answers = [threads.submit(writer.post, "meanwhile", f"meanwhile-{n}") for n, writer in enumerate(writers)]
        until = time.monotonic() + LOCKED_SECONDS
        while time.monotonic() < until:
            assert [body for _, body in place.told()[-3:]] == ["before"] * 3
            time.sleep(0.5)  # each look counts for the limit of requests
            assert not any(answer.done() for answer in answers)
        other.rollback()
        assert [answer.result().status_code for answer in answers] == [201] * 3
    place.check(*writers)
