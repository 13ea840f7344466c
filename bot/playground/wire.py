"""How the workspace reaches the bot: signed HTTP, or Socket Mode over WebSockets.

https://docs.slack.dev/authentication/verifying-requests-from-slack and, for what is sent
again, https://docs.slack.dev/apis/events-api#retries.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from urllib.parse import urlencode, urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from .sockets import Sockets
from .state import Delivery
from .weather import Fault


class Wire(Sockets):
    """Delivers over the open WebSockets in turn if there are any, else by HTTP."""

    def __init__(self, signing_secret: str) -> None:
        super().__init__()
        self.address = ""
        self.deliveries: list[Delivery] = []
        self.attempts = 0
        self._secret = signing_secret
        self._session: ClientSession | None = None

    async def close(self) -> None:
        """End every connection."""
        for socket in list(self.sockets):
            await socket.close()
        if self._session:
            await self._session.close()

    async def deliver(self, delivery: Delivery) -> Delivery:
        """Hand a payload to the bot until it is acknowledged, or Slack would give it up.

        Gives the last attempt. Only events are sent again, and only where the weather
        has Slack's patience: by HTTP at once and after two pauses, by Socket Mode on
        another connection if there is one.
        """
        socket = await self._attempt(delivery)
        if delivery.kind != "event":
            return delivery
        for pause in self.weather.over_retries():
            if delivery.acked:
                break
            await asyncio.sleep(pause)
            delivery = again(delivery, delivery.retry_num + 1)
            socket = await self._attempt(delivery, socket)
        return delivery

    def signed(self, body: bytes, at: float | None = None) -> dict[str, str]:
        """The headers that prove a body to be Slack's."""
        stamp = str(int(time.time() if at is None else at))
        base = b"v0:" + stamp.encode() + b":" + body
        digest = hmac.new(self._secret.encode(), base, hashlib.sha256).hexdigest()
        return {"x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={digest}"}

    async def _attempt(
        self, delivery: Delivery, before: web.WebSocketResponse | None = None
    ) -> web.WebSocketResponse | None:
        """Try once, in whatever weather; by which connection, if it was by one."""
        self.deliveries.append(delivery)
        trouble = self.weather.over_delivery(delivery.kind)
        delivery.fault = trouble.fault
        if trouble.seconds:
            await asyncio.sleep(trouble.seconds)
        if trouble.fault is not Fault.TWICE:
            return await self._sent(delivery, before)
        twin = again(delivery, delivery.retry_num + 1)
        self.deliveries.append(twin)
        socket, _ = await asyncio.gather(self._sent(delivery, before), self._sent(twin))
        return socket

    async def _sent(
        self, delivery: Delivery, before: web.WebSocketResponse | None = None
    ) -> web.WebSocketResponse | None:
        self.attempts += 1
        delivery.began, socket = time.time(), None
        if self.sockets:
            socket = await self.over_socket(delivery, before)
        elif self.address and delivery.fault is Fault.CUT:
            await self._cut_off(delivery)
        elif self.address:
            await self._over_http(delivery)
        if delivery.fault is Fault.UNHEARD and delivery.acked:
            delivery.status, delivery.body = 0, "the acknowledgement was lost"
        delivery.ended = time.time()
        return socket

    def _request(self, delivery: Delivery) -> tuple[bytes, dict[str, str]]:
        body, content_type = _encoded(delivery)
        headers = {**self.signed(body), "content-type": content_type}
        if delivery.retry_num:
            headers["x-slack-retry-num"] = str(delivery.retry_num)
            headers["x-slack-retry-reason"] = delivery.retry_reason
        return body, headers

    async def _over_http(self, delivery: Delivery) -> None:
        if self._session is None:
            self._session = ClientSession()
        body, headers = self._request(delivery)
        timeout = ClientTimeout(total=self.weather.climate.to_ack)
        try:
            async with self._session.post(
                self.address, data=body, headers=headers, timeout=timeout
            ) as answer:
                delivery.body = await answer.text()
                delivery.status = answer.status
        except (ClientError, TimeoutError) as error:
            delivery.body = repr(error)

    async def _cut_off(self, delivery: Delivery) -> None:
        """Send a request but for its last byte, and break off."""
        body, headers = self._request(delivery)
        to = urlsplit(self.address)
        lines = [f"POST {to.path} HTTP/1.1", f"host: {to.netloc}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        head = "\r\n".join([*lines, f"content-length: {len(body)}", "", ""])
        delivery.body = "cut off on its way"
        try:
            _, writer = await asyncio.open_connection(to.hostname, to.port)
            writer.write(head.encode() + body[:-1])
            await writer.drain()
            writer.close()
            await writer.wait_closed()
        except OSError as error:
            delivery.body = repr(error)


def again(delivery: Delivery, number: int, reason: str = "http_timeout") -> Delivery:
    """The same payload to be sent once more."""
    return Delivery(
        delivery.kind,
        delivery.payload,
        retry_num=number,
        retry_reason=reason,
        id=delivery.id,
    )


def _encoded(delivery: Delivery) -> tuple[bytes, str]:
    form = "application/x-www-form-urlencoded"
    if delivery.kind == "event":
        return json.dumps(delivery.payload).encode(), "application/json"
    if delivery.kind == "command":
        return urlencode(delivery.payload).encode(), form
    return urlencode({"payload": json.dumps(delivery.payload)}).encode(), form
