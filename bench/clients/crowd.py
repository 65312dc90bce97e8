"""Many scripted viewers in a process of their own, so that their work is not counted as the server's.

`Crowd` is the driver's end; `python -m bench.clients.crowd` is the process, which takes one JSON command a line.
"""

import asyncio
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from itertools import count
from typing import Any

from bench.clients.viewer import Viewer
from bench.server import ROOT, cpu_seconds

AT_ONCE = 5
"""How many viewers open their page at the same time."""


class Crowd:
    """A process of viewers of one server; `module` carries out their commands, and gets the arguments."""

    def __init__(self, *args: str, module: str = "bench.clients.crowd") -> None:
        command = [sys.executable, "-m", module, *args]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> "Crowd":
        """Use it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Have the viewers leave."""
        assert self._process.stdin
        self._process.stdin.close()  # at the end of its input it leaves
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        assert self._process.stdout
        self._process.stdout.close()

    def cpu(self) -> float:
        """Return the CPU seconds that it has taken so far."""
        return cpu_seconds(self._process.pid)

    def ask(self, command: str, **args: Any) -> Any:
        """Have a command carried out and return its answer."""
        self.begin(command, **args)
        return self.end(command)

    def begin(self, command: str, **args: Any) -> None:
        """Have a command carried out, and go on."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps([command, args]) + "\n")
        self._process.stdin.flush()

    def end(self, command: str) -> Any:
        """Wait for the answer of what was begun."""
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the viewers ended with {self._process.wait()} while asked to {command}")
        return json.loads(line)


class Viewers:
    """The commands, as they are carried out in the process."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._numbers = count()
        self._viewers: list[Viewer] = []

    async def open(
        self,
        room: int,
        viewers: int,
        follow: bool = True,
        deflate: bool = True,
        rows: int = 0,
        tokens: Sequence[str] = (),
    ) -> Any:
        """Open the room so many times, also by those who have these tokens, and page back to so many rows."""
        limit = asyncio.Semaphore(AT_ONCE)

        async def one(viewer: Viewer) -> int:
            async with limit:
                await viewer.open(room, follow=follow, deflate=deflate)
                return await viewer.page_back(rows)

        new = [Viewer(self._url, next(self._numbers), token) for token in tokens or [""] * viewers]
        shown = await asyncio.gather(*map(one, new))
        self._viewers += new
        return {"rows": sorted(set(shown)), "deflated": sum(viewer.socket.is_deflated for viewer in new)}

    async def send(self, first: int, messages: int, interval: float, viewer: int = 0) -> Any:
        """Have one viewer send, and return when, once all is acknowledged."""
        sender = self._viewers[viewer]
        sender.forget()
        sent = await sender.send(range(first, first + messages), interval)
        await until(lambda: sender.acknowledged >= messages)
        return sent

    async def send_all(self, messages: int, interval: float, first: int = 1) -> Any:
        """Have all send side by side, in turn, numbers of their own; return when each was sent."""
        stagger = interval / len(self._viewers)

        async def one(place: int, sender: Viewer) -> list[tuple[int, int]]:
            await asyncio.sleep(place * stagger)
            numbers = range(first + place * messages, first + (place + 1) * messages)
            return list(zip(numbers, await sender.send(numbers, interval), strict=True))

        await self.forget()
        sent = await asyncio.gather(*(one(place, sender) for place, sender in enumerate(self._viewers)))
        await until(lambda: all(sender.acknowledged >= messages for sender in self._viewers))
        return [each for some in sent for each in some]

    async def send_rooms(self, messages: int, interval: float, first: int) -> Any:
        """Have the first viewer of each room send, as `send_all` does; numbers go on from room to room."""
        everybody, speakers = self._viewers, {viewer.room: viewer for viewer in reversed(self._viewers)}
        await self.forget()
        self._viewers = [speakers[room] for room in sorted(speakers)]
        try:
            return await self.send_all(messages, interval, first)
        finally:
            self._viewers = everybody

    async def forget(self) -> Any:
        """Have all viewers begin new notes."""
        for viewer in self._viewers:
            viewer.forget()

    async def wait(self, messages: int) -> Any:
        """Wait until everybody has heard of so many changes, or it takes too long."""
        await until(lambda: all(viewer.delivered >= messages for viewer in self._viewers))

    async def notes(self) -> Any:
        """Return everybody's notes."""
        return [viewer.notes() for viewer in self._viewers]

    async def troubles(self) -> Any:
        """Tell which connections were lost and what else was heard."""
        lost = [viewer.socket.lost for viewer in self._viewers if viewer.socket.lost]
        return {"lost": lost, "others": sum((viewer.others for viewer in self._viewers), Counter[str]())}

    async def close(self) -> Any:
        """Close all tabs."""
        await asyncio.gather(*(viewer.socket.close() for viewer in self._viewers))
        self._viewers.clear()


async def until(is_done: Callable[[], bool], patience: float = 30.0) -> None:
    """Wait until something is so, or it takes too long."""
    for _ in range(int(patience / 0.02)):
        if is_done():
            return
        await asyncio.sleep(0.02)


async def serve(viewers: object) -> None:
    """Carry out the commands that come in, until there are no more."""
    while line := await asyncio.to_thread(sys.stdin.readline):
        command, args = json.loads(line)
        carry_out: Callable[..., Awaitable[Any]] = getattr(viewers, command)
        print(json.dumps(await carry_out(**args)), flush=True)


if __name__ == "__main__":
    asyncio.run(serve(Viewers(sys.argv[1])))
