"""Socket Mode: connections of the bot that come, go, and sometimes only seem to be there.

https://docs.slack.dev/apis/events-api/using-socket-mode.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from contextlib import suppress
from typing import Any

from aiohttp import WSMessage, WSMsgType, web

from .state import Delivery
from .weather import Fault, Weather

SECONDS_BETWEEN_PINGS = 10.0
SECONDS_HALF_OPEN = 30.0  # until a connection that only seems to be one breaks off
Acknowledgement = asyncio.Future[dict[str, Any]]

_TYPES = {"event": "events_api", "command": "slash_commands", "interaction": "interactive"}


class Sockets:
    """The open connections. Payloads go to one of them in turn."""

    def __init__(self) -> None:
        self.own_url = ""
        self.weather = Weather()
        self.sockets: list[web.WebSocketResponse] = []
        self.half_open: set[web.WebSocketResponse] = set()
        self._transports: dict[web.WebSocketResponse, asyncio.Transport] = {}
        self._tickets: set[str] = set()
        self._waiting: dict[str, tuple[web.WebSocketResponse, Acknowledgement]] = {}
        self._numbers = itertools.count(1)
        self._changed = asyncio.Condition()

    def ticket(self) -> str:
        """An address that one Socket Mode connection may be opened at, once."""
        ticket = str(next(self._numbers))
        self._tickets.add(ticket)
        return f"{self.own_url.replace('http', 'ws', 1)}/link?ticket={ticket}"

    async def accept(self, request: web.Request) -> web.StreamResponse:
        """One Socket Mode connection of the bot, from its hello to its end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            raise web.HTTPNotFound(text="no such ticket, or it was used")
        self._tickets.remove(ticket)
        # Pings and goodbyes are answered here: one that is half open answers neither.
        socket = web.WebSocketResponse(autoping=False, autoclose=False)
        await socket.prepare(request)
        if request.transport is None:
            return socket
        self._transports[socket] = request.transport
        try:
            await self._greet(socket)
            if self.weather.over_socket().fault:
                await self._disconnect(socket, "too_many_websockets")
            else:
                await self._serve(socket)
        finally:
            del self._transports[socket]
        return socket

    async def _greet(self, socket: web.WebSocketResponse) -> None:
        await socket.send_json(
            {
                "type": "hello",
                "num_connections": len(self.sockets) + 1,
                "debug_info": {"host": "playground"},
                "connection_info": {"app_id": "A0PLAY"},
            }
        )

    async def _serve(self, socket: web.WebSocketResponse) -> None:
        await self._joined(socket)
        pinging = asyncio.create_task(self._ping(socket))
        try:
            await self._listen(socket)
        finally:
            pinging.cancel()
            await self._left(socket)

    async def connected(self, connections: int = 1) -> None:
        """Come back when the bot holds this many connections."""
        async with self._changed:
            await self._changed.wait_for(lambda: len(self.sockets) >= connections)

    async def gone(self, connections: int = 0) -> None:
        """Come back when the bot holds no more than this many connections."""
        async with self._changed:
            await self._changed.wait_for(lambda: len(self.sockets) <= connections)

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask every connection to be renewed, and end it."""
        for socket in list(self.sockets):
            await self._disconnect(socket, reason)

    async def warn(self, socket: web.WebSocketResponse, seconds: float = 10.0) -> None:
        """Tell of the end of a connection that long before it comes."""
        self.weather.counts[Fault.WARNING] += 1
        with suppress(ConnectionError):
            await self._send(socket, {"type": "disconnect", "reason": "warning"})
        await asyncio.sleep(seconds)
        await self.refresh(socket)

    async def refresh(self, socket: web.WebSocketResponse) -> None:
        """Ask for one connection to be renewed, and end it."""
        self.weather.counts[Fault.REFRESH] += 1
        await self._disconnect(socket, "refresh_requested")

    def break_off(self, socket: web.WebSocketResponse) -> None:
        """End a connection without a word."""
        self.weather.counts[Fault.BROKEN] += 1
        if transport := self._transports.get(socket):
            transport.abort()

    def fall_silent(
        self, socket: web.WebSocketResponse, seconds: float = SECONDS_HALF_OPEN
    ) -> None:
        """Let a connection stay open, and nothing pass through it either way any more.

        To Slack it still is a connection like any other, until it breaks off.
        """
        self.weather.counts[Fault.HALF_OPEN] += 1
        self.half_open.add(socket)
        if transport := self._transports.get(socket):
            asyncio.get_running_loop().call_later(seconds, transport.abort)

    async def over_socket(
        self, delivery: Delivery, before: web.WebSocketResponse | None = None
    ) -> web.WebSocketResponse:
        """Send a payload to the next connection, not to the one before if there is another.

        Comes back with that connection when the payload was acknowledged, or was not.
        """
        socket = next((one for one in self.sockets if one is not before), self.sockets[0])
        self.sockets.remove(socket)
        self.sockets.append(socket)  # the next payload goes to the next connection
        envelope = f"envelope-{next(self._numbers)}"
        message: dict[str, Any] = {
            "envelope_id": envelope,
            "type": _TYPES[delivery.kind],
            "payload": delivery.payload,
            "accepts_response_payload": delivery.kind != "event",
        }
        if delivery.kind == "event":
            message["retry_attempt"] = delivery.retry_num
            message["retry_reason"] = delivery.retry_reason
        acked: Acknowledgement = asyncio.get_running_loop().create_future()
        self._waiting[envelope] = socket, acked
        try:
            if delivery.fault is not Fault.CUT:
                await self._send(socket, message)
            answer = await asyncio.wait_for(acked, self.weather.climate.to_ack)
            delivery.status, delivery.body = 200, json.dumps(answer.get("payload") or "")
        except (ConnectionError, TimeoutError) as error:
            delivery.body = repr(error)
        finally:
            del self._waiting[envelope]
        return socket

    async def _listen(self, socket: web.WebSocketResponse) -> None:
        while not socket.closed:
            message = await socket.receive()
            if message.type in (WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR):
                return
            if socket not in self.half_open:
                await self._heard(socket, message)
            elif message.type is WSMsgType.CLOSE:
                await self._unanswered(socket)
                return

    async def _heard(self, socket: web.WebSocketResponse, message: WSMessage) -> None:
        if message.type is WSMsgType.PING:
            with suppress(ConnectionError):
                await socket.pong(message.data)
        elif message.type is WSMsgType.TEXT:
            self._acknowledged(json.loads(message.data))
        elif message.type is WSMsgType.CLOSE:
            await socket.close()

    async def _unanswered(self, socket: web.WebSocketResponse) -> None:
        """Say no goodbye, until the other side gives up or the connection breaks off."""
        transport = self._transports[socket]
        while not transport.is_closing():
            await asyncio.sleep(0.1)

    async def _ping(self, socket: web.WebSocketResponse) -> None:
        """Show that the connection is alive, as long as it is."""
        with suppress(ConnectionError):
            while not socket.closed:
                await asyncio.sleep(SECONDS_BETWEEN_PINGS)
                if socket not in self.half_open:
                    await socket.ping(b"Ping from playground")

    async def _send(self, socket: web.WebSocketResponse, message: dict[str, Any]) -> None:
        if socket not in self.half_open:
            await socket.send_json(message)

    async def _disconnect(self, socket: web.WebSocketResponse, reason: str) -> None:
        if socket in self.half_open:
            return
        with suppress(ConnectionError):
            await socket.send_json({"type": "disconnect", "reason": reason})
            await socket.close()

    async def _joined(self, socket: web.WebSocketResponse) -> None:
        async with self._changed:
            self.sockets.append(socket)
            self._changed.notify_all()

    async def _left(self, socket: web.WebSocketResponse) -> None:
        """Forget a connection; what it was sent and did not acknowledge has failed."""
        self.sockets.remove(socket)
        self.half_open.discard(socket)
        for at, acked in self._waiting.values():
            if at is socket and not acked.done():
                acked.set_exception(ConnectionResetError("the socket was closed"))
        async with self._changed:
            self._changed.notify_all()

    def _acknowledged(self, answer: dict[str, Any]) -> None:
        _, acked = self._waiting.get(answer.get("envelope_id", ""), (None, None))
        if acked and not acked.done():
            acked.set_result(answer)
