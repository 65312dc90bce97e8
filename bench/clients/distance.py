"""A way to a server that takes time, also for what goes through a socket, which DevTools do not slow."""

import asyncio
import threading
from contextlib import suppress


class Distance:
    """A relay on a port of its own, so many seconds of round trip before a server; ends with the `with` block."""

    def __init__(self, port: int, round_trip: float, own_port: int = 0) -> None:
        self._port, self._delay, self._own_port = port, round_trip / 2, own_port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._tasks: set[asyncio.Task[None]] = set()

    def __enter__(self) -> str:
        """Begin, and return the address."""
        self._thread.start()
        server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        return f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        """Stop, and drop what is on its way."""
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _listen(self) -> asyncio.Server:
        return await asyncio.start_server(self._connect, "127.0.0.1", self._own_port)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, to_there = await asyncio.open_connection("127.0.0.1", self._port)
        for source, target in ((reader, to_there), (there, writer)):
            task = self._loop.create_task(self._carry(source, target))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _carry(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await source.read(65536):
                self._loop.call_later(self._delay, target.write, data)  # in order: due later than what came before
        self._loop.call_later(self._delay, target.close)
