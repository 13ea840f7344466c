"""The far end of Socket Mode, in a test's hand: each connection does what it is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web


@dataclass
class Connection:
    """One connection, as its far end sees it. It answers pings only while `alive`."""

    socket: web.WebSocketResponse
    alive: bool = True
    acked: list[dict[str, Any]] = field(default_factory=list)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def hello(self, seconds: float | None = None, **more: Any) -> None:
        """Greet, and announce how long it will last."""
        if seconds:
            more = {"debug_info": {"approximate_connection_time": seconds}}
        await self.socket.send_json({"type": "hello", **more})

    async def disconnect(self, reason: str) -> None:
        """Ask for it to be renewed."""
        await self.socket.send_json({"type": "disconnect", "reason": reason})

    async def sends(self, envelope: str, **more: Any) -> None:
        """A payload."""
        payload = {"type": "event_callback"}
        message = {"type": "events_api", "envelope_id": envelope, "payload": payload}
        await self.socket.send_json({**message, **more})

    async def acks(self, count: int = 1) -> list[dict[str, Any]]:
        """What was acknowledged, once it is so many."""
        while len(self.acked) < count:
            self.news.clear()
            await self.news.wait()
        return self.acked

    async def listen(self) -> None:
        """Until it ends."""
        try:
            while not self.socket.closed:
                frame = await self.socket.receive()
                if frame.type is WSMsgType.TEXT:
                    self.acked.append(frame.json())
                    self.news.set()
                elif frame.type is WSMsgType.PING and self.alive:
                    await self.socket.pong(frame.data)
                elif frame.type in (WSMsgType.CLOSED, WSMsgType.ERROR):
                    return
                elif frame.type is WSMsgType.CLOSE:
                    self.over.set()
                    if self.alive:
                        await self.socket.close()
                    else:
                        await asyncio.Event().wait()
        finally:
            self.over.set()


class Switchboard:
    """Accepts connections; `next` gives them one by one."""

    def __init__(self) -> None:
        self.url = ""
        self.dialled = 0
        self.greets = True
        self.hello: dict[str, Any] = {}  # what it tells beside that
        self._came: asyncio.Queue[Connection] = asyncio.Queue()

    async def dial(self) -> str:
        """What `apps.connections.open` would give."""
        self.dialled += 1
        return self.url

    async def next(self) -> Connection:
        """The next connection that comes; it has been greeted."""
        async with asyncio.timeout(10):
            return await self._came.get()

    async def accept(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one."""
        socket = web.WebSocketResponse(autoping=False, autoclose=False)
        await socket.prepare(request)
        connection = Connection(socket)
        if self.greets:
            await connection.hello(**self.hello)
        await self._came.put(connection)
        await connection.listen()
        return socket


@asynccontextmanager
async def switchboard() -> AsyncIterator[Switchboard]:
    """One at work on loopback."""
    board, app = Switchboard(), web.Application()
    app.router.add_get("/link", board.accept)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    board.url = f"http://127.0.0.1:{runner.addresses[0][1]}/link"
    try:
        yield board
    finally:
        await runner.cleanup()
