import asyncio
import sys
from collections import deque

import pytest

from chat.web.server.short_queues import Line, ShortEvent, ShortQueue


async def test_a_short_queue_is_a_queue():
    queue = ShortQueue()
    first, second = asyncio.create_task(queue.get()), asyncio.create_task(queue.get())
    await asyncio.sleep(0)
    for number in range(5):
        queue.put_nowait(number)
    assert await asyncio.gather(first, second) == [0, 1]
    second = asyncio.create_task(queue.join())
    assert [queue.get_nowait() for _ in range(queue.qsize())] == [2, 3, 4]
    for _ in range(5):
        queue.task_done()
    await second
    with pytest.raises(asyncio.QueueEmpty):
        queue.get_nowait()


async def test_who_gives_up_waiting_leaves_nothing_in_a_short_queue():
    queue = ShortQueue()
    waiting = asyncio.create_task(queue.get())
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait({waiting})
    queue.put_nowait("kept")
    assert await queue.get() == "kept"


async def test_a_short_event_wakes_all_who_wait():
    event = ShortEvent()
    waiting = [asyncio.create_task(event.wait()) for _ in range(3)]
    await asyncio.sleep(0)
    event.set()
    assert await asyncio.gather(*waiting) == [True] * 3


def test_they_hold_no_deque_any_more():
    queue, event = ShortQueue(), ShortEvent()
    held = [*vars(queue).values(), *vars(event).values(), *vars(queue._finished).values()]
    assert not any(isinstance(value, deque) for value in held)
    assert sys.getsizeof(Line()) < sys.getsizeof(deque()) / 5
