import asyncio

import pytest

from chat.web.server.doors import Door


class Guests:
    """Those who go through a door, and who of them is inside."""

    def __init__(self, door):
        self.door, self.inside, self.so_far = door, [], []
        self.may_leave = {}

    def come(self, *names):
        return [asyncio.create_task(self._stay(name)) for name in names]

    async def _stay(self, name):
        self.may_leave[name] = asyncio.Event()
        async with self.door:
            self.inside.append(name)
            self.so_far.append(name)
            await self.may_leave[name].wait()
            self.inside.remove(name)


async def settled():
    for _ in range(10):
        await asyncio.sleep(0)


async def test_so_many_are_inside_and_the_others_wait_in_line():
    guests = Guests(Door(2, 0))
    tasks = guests.come(*"abcd")
    await settled()
    assert guests.inside == ["a", "b"]
    guests.may_leave["b"].set()
    await settled()
    assert guests.inside == ["a", "c"]
    for name in "acd":
        guests.may_leave[name].set()
    await asyncio.gather(*tasks)
    assert guests.so_far == [*"abcd"]


async def test_who_gives_up_keeps_nobody_out():
    door = Door(1, 0)
    await door.__aenter__()
    gives_up, is_let_in, last = (asyncio.create_task(door.__aenter__()) for _ in range(3))
    await settled()
    gives_up.cancel()
    door._let_in_next()
    is_let_in.cancel()  # it has its turn, and does not know yet
    await settled()
    assert (last.done(), is_let_in.cancelled(), gives_up.cancelled()) == (True, True, True)
    door._let_in_next()
    async with door:
        pass


async def test_who_fails_inside_lets_the_next_one_in():
    door = Door(1, 0)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            async with door:
                raise ZeroDivisionError


async def test_a_place_is_free_again_after_a_pause(monkeypatch):
    pauses = []
    loop = asyncio.get_running_loop()
    monkeypatch.setattr(loop, "call_later", lambda seconds, do: pauses.append((seconds, do)))
    guests = Guests(Door(1, 7))
    tasks = guests.come("a", "b")
    await settled()
    guests.may_leave["a"].set()
    await settled()
    assert guests.inside == []
    [(seconds, pass_on)] = pauses
    pass_on()
    await settled()
    assert (seconds, guests.inside) == (7, ["b"])
    tasks[1].cancel()
