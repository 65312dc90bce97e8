from collections import deque
from types import SimpleNamespace

import pytest
from nicegui.outbox import Outbox

from chat.web.server.patches.message_replay import rewind


@pytest.fixture
def outbox():
    """Six messages sent, then a browser came back that had only seen the first two."""
    box = object.__new__(Outbox)
    box.messages = deque()
    box.message_history = deque((number, 0.0, ("page", "notify", {"number": number})) for number in range(6))
    box.next_message_id, box._enqueue_event = 6, None
    box.loads = []
    box._client = lambda: SimpleNamespace(run_javascript=box.loads.append, has_socket_connection=False)
    rewind(box, 2)
    return box


def waiting(outbox):
    return [data["number"] for _, _, data in outbox.messages]


def test_what_a_browser_missed_is_sent_again(outbox):
    assert (waiting(outbox), outbox.next_message_id) == ([2, 3, 4, 5], 2)


def test_a_browser_that_has_seen_more_meanwhile_is_not_loaded_anew(outbox):
    for wanted in (4, 6):
        rewind(outbox, wanted)
        assert (waiting(outbox), outbox.next_message_id) == ([2, 3, 4, 5], 2)  # it ignores what it has had
    assert outbox.loads == []


def test_so_is_one_for_whom_all_is_being_sent_just_now(outbox):
    outbox.messages.clear()  # NiceGUI's loop has taken them
    rewind(outbox, 5)
    assert outbox.loads == []


@pytest.mark.parametrize("wanted", [1, 7, -1])
def test_what_nobody_has_any_more_takes_a_new_page(outbox, wanted):
    rewind(outbox, wanted)
    assert len(outbox.loads) == 1
