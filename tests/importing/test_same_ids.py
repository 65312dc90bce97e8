"""Messages that share an id in the export: nothing that somebody said is lost, and nothing comes twice."""

import pytest

from chat.importing.items import TWICE, Report
from chat.importing.waiting import SAME_ID
from models import Message
from tests.importing.exports import slack, write_zip
from tests.importing.test_slack import bring


@pytest.fixture
def place(opened, tmp_path):
    return tmp_path


def with_day(place, *texts) -> Report:
    day = [{"type": "message", "user": "U1", "ts": "1600000900.1", "text": text} for text in texts]
    return bring(write_zip(place / "e.zip", slack() | {"general/2020-09-14.json": day}))


def bodies() -> list[str]:
    return [row.body for row in Message.select().where(Message.created_at == 1600000900100).order_by(Message.id)]


def test_what_says_nothing_takes_no_place(place):
    report = with_day(place, "", "Here", "Here")
    assert bodies() == ["Here"]
    assert report.problems[TWICE] == (
        2,
        ["general/2020-09-14.json, entry 3: Here", "general/2020-09-14.json, entry 1: "],
    )


def test_different_texts_of_one_time_both_come_and_only_once(place):
    report = with_day(place, "One", "Two", "One")
    assert bodies() == ["One", "Two"]
    assert report.problems[SAME_ID] == (1, ["general/2020-09-14.json, entry 2: Two"])
    with_day(place, "One", "Two", "One")
    assert bodies() == ["One", "Two"]
