"""A network between a browser and the server that is slow, goes silent or breaks: a TCP proxy."""

import asyncio
from contextlib import suppress
from threading import Thread


class FaultyNetwork:
    """Passes bytes on between a port of its own and the server's, in a thread of its own; on loopback only."""

    def __init__(self, server_port: int) -> None:
        """Listen on a free port; `url` has it."""
        self._server_port = server_port
        self._delay = 0.0  # seconds
        self._is_dropped = False
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="faulty network", daemon=True)
        self._thread.start()
        self._run(self._listen())
        self.url = f"http://127.0.0.1:{self.port}"

    def delay(self, milliseconds: float) -> None:
        """Deliver everything so much later, in each direction."""
        self._call(setattr, self, "_delay", milliseconds / 1000)

    def go_silent(self) -> None:
        """Deliver nothing more, in neither direction, and close nothing: as where packets vanish."""
        self._call(self._requests.clear)
        self._call(self._answers.clear)

    def lose_answers(self) -> None:
        """Deliver nothing more to the browser; what it sends still arrives."""
        self._call(self._answers.clear)

    def drop(self) -> None:
        """Reset all connections, and each new one."""
        self._call(self._reset_all)

    def restore(self, *, with_old_connections: bool = True) -> None:
        """Deliver without faults, first what was sent meanwhile, as TCP does once packets arrive again.

        Without the old connections those stay silent for ever, as after a change of network.
        """
        self._call(self._restore, with_old_connections)

    def close(self) -> None:
        """Reset all connections, and end."""
        self._run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _call(self, function, *args: object) -> None:
        """Call a function in the thread, and wait until it has returned."""

        async def called() -> None:
            function(*args)

        self._run(called())

    def _run(self, coroutine) -> None:
        asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(timeout=10)

    async def _listen(self) -> None:
        self._new_gates()
        self._listener = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = int(self._listener.sockets[0].getsockname()[1])

    async def _end(self) -> None:
        self._listener.close()
        self._reset_all()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _new_gates(self) -> None:
        """Have two events which are set while bytes may pass; each connection keeps those that it began with."""
        self._requests, self._answers = asyncio.Event(), asyncio.Event()
        self._requests.set()
        self._answers.set()

    def _reset_all(self) -> None:
        self._is_dropped = True
        for writer in self._writers:
            writer.transport.abort()

    def _restore(self, with_old_connections: bool) -> None:
        self._delay, self._is_dropped = 0.0, False
        if with_old_connections:
            self._requests.set()
            self._answers.set()
        else:
            self._new_gates()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_dropped:
            writer.transport.abort()
        else:
            self._tasks.add(task := asyncio.create_task(self._connect(reader, writer)))
            task.add_done_callback(self._tasks.discard)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        requests, answers = self._requests, self._answers
        self._writers.add(writer)
        server_reader, server_writer = await asyncio.open_connection("127.0.0.1", self._server_port)
        self._writers.add(server_writer)
        await asyncio.gather(
            self._pass_on(reader, server_writer, requests),
            self._pass_on(server_reader, writer, answers),
        )
        self._writers -= {writer, server_writer}

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, gate: asyncio.Event) -> None:
        chunks: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        delivering = asyncio.create_task(self._deliver(chunks, writer, gate))
        data = b"-"
        while data:
            try:
                data = await reader.read(65536)
            except ConnectionError:
                data = b""
            chunks.put_nowait((self._loop.time() + self._delay, data))
        await delivering

    async def _deliver(
        self, chunks: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter, gate: asyncio.Event
    ) -> None:
        """Write chunks when they are due, until an empty one, which stands for the end of the connection."""
        with suppress(ConnectionError):
            while True:
                due, data = await chunks.get()
                await asyncio.sleep(max(0, due - self._loop.time()))
                await gate.wait()
                if not data:
                    break
                writer.write(data)
                await writer.drain()
        writer.close()
