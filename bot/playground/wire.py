"""How the workspace reaches the bot: signed HTTP, or Socket Mode over WebSockets.

https://docs.slack.dev/authentication/verifying-requests-from-slack and
https://docs.slack.dev/apis/events-api/using-socket-mode.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession, ClientTimeout, WSMsgType, web

SECONDS_TO_ACK = 3.0
Acknowledgement = asyncio.Future[dict[str, Any]]

_TYPES = {"event": "events_api", "command": "slash_commands", "interaction": "interactive"}


@dataclass
class Delivery:
    """One payload on its way: `kind` is event, command or interaction.

    status: 200 once acknowledged, 0 if nobody did in time; body: what was answered
    """

    kind: str
    payload: dict[str, Any]
    status: int = 0
    body: str = ""
    retry_num: int = 0
    retry_reason: str = ""
    id: str = field(default="")

    @property
    def acked(self) -> bool:
        """Whether the bot took it."""
        return self.status == 200


class Wire:
    """Delivers over the open WebSockets in turn if there are any, else by HTTP."""

    def __init__(self, signing_secret: str) -> None:
        self.address = ""
        self.own_url = ""
        self.sockets: list[web.WebSocketResponse] = []
        self.deliveries: list[Delivery] = []
        self._secret = signing_secret
        self._session: ClientSession | None = None
        self._tickets: set[str] = set()
        self._waiting: dict[str, tuple[web.WebSocketResponse, Acknowledgement]] = {}
        self._numbers = itertools.count(1)
        self._changed = asyncio.Condition()

    async def close(self) -> None:
        """End every connection."""
        for socket in list(self.sockets):
            await socket.close()
        if self._session:
            await self._session.close()

    def ticket(self) -> str:
        """An address that one Socket Mode connection may be opened at, once."""
        ticket = str(next(self._numbers))
        self._tickets.add(ticket)
        return f"{self.own_url.replace('http', 'ws', 1)}/link?ticket={ticket}"

    async def deliver(self, delivery: Delivery) -> Delivery:
        """Hand a payload to the bot and wait until it was acknowledged, or was not."""
        self.deliveries.append(delivery)
        if self.sockets:
            await self._over_socket(delivery)
        elif self.address:
            await self._over_http(delivery)
        return delivery

    def signed(self, body: bytes, at: float | None = None) -> dict[str, str]:
        """The headers that prove a body to be Slack's."""
        stamp = str(int(time.time() if at is None else at))
        base = b"v0:" + stamp.encode() + b":" + body
        digest = hmac.new(self._secret.encode(), base, hashlib.sha256).hexdigest()
        return {"x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={digest}"}

    async def _over_http(self, delivery: Delivery) -> None:
        if self._session is None:
            self._session = ClientSession(timeout=ClientTimeout(total=SECONDS_TO_ACK))
        body, content_type = _encoded(delivery)
        headers = {**self.signed(body), "content-type": content_type}
        if delivery.retry_num:
            headers["x-slack-retry-num"] = str(delivery.retry_num)
            headers["x-slack-retry-reason"] = delivery.retry_reason
        try:
            async with self._session.post(
                self.address, data=body, headers=headers
            ) as answer:
                delivery.body = await answer.text()
                delivery.status = answer.status
        except (ClientError, TimeoutError) as error:
            delivery.body = repr(error)

    async def _over_socket(self, delivery: Delivery) -> None:
        socket = self.sockets.pop(0)
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
            await socket.send_json(message)
            answer = await asyncio.wait_for(acked, SECONDS_TO_ACK)
            delivery.status, delivery.body = 200, json.dumps(answer.get("payload") or "")
        except (ConnectionError, TimeoutError) as error:
            delivery.body = repr(error)
        finally:
            del self._waiting[envelope]

    async def accept(self, request: web.Request) -> web.StreamResponse:
        """One Socket Mode connection of the bot, from its hello to its end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            raise web.HTTPNotFound(text="no such ticket, or it was used")
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        await socket.send_json(
            {
                "type": "hello",
                "num_connections": len(self.sockets) + 1,
                "debug_info": {"host": "playground"},
                "connection_info": {"app_id": "A0PLAY"},
            }
        )
        await self._joined(socket)
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._acknowledged(json.loads(message.data))
        finally:
            self._left(socket)
        return socket

    async def connected(self, connections: int = 1) -> None:
        """Come back when the bot holds this many connections."""
        async with self._changed:
            await self._changed.wait_for(lambda: len(self.sockets) >= connections)

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask every connection to be renewed, and end it."""
        for socket in list(self.sockets):
            await socket.send_json({"type": "disconnect", "reason": reason})
            await socket.close()

    async def _joined(self, socket: web.WebSocketResponse) -> None:
        async with self._changed:
            self.sockets.append(socket)
            self._changed.notify_all()

    def _left(self, socket: web.WebSocketResponse) -> None:
        """Forget a connection; what it was sent and did not acknowledge has failed."""
        self.sockets.remove(socket)
        for at, acked in self._waiting.values():
            if at is socket and not acked.done():
                acked.set_exception(ConnectionResetError("the socket was closed"))

    def _acknowledged(self, answer: dict[str, Any]) -> None:
        _, acked = self._waiting.get(answer.get("envelope_id", ""), (None, None))
        if acked and not acked.done():
            acked.set_result(answer)


def _encoded(delivery: Delivery) -> tuple[bytes, str]:
    form = "application/x-www-form-urlencoded"
    if delivery.kind == "event":
        return json.dumps(delivery.payload).encode(), "application/json"
    if delivery.kind == "command":
        return urlencode(delivery.payload).encode(), form
    return urlencode({"payload": json.dumps(delivery.payload)}).encode(), form
