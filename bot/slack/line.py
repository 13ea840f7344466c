"""One connection of Socket Mode, from its hello to its end."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from aiohttp import WSMsgType
from slack_bolt.response import BoltResponse

from .payload import Headers, Payload

Take = Callable[[Payload, Headers], Awaitable[BoltResponse]]

_OVER = (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR)
_REMEDIES = {
    "link_disabled": "Socket Mode is switched off: turn it on in the settings of the app",
    "too_many_websockets": "Slack allows 10 connections of an app: stop other copies of it",
}

log = logging.getLogger(__name__)


class Line:
    """Reads what comes, has it taken, acknowledges it.

    `silence`: the seconds without anything of Slack's own after which it is dead.
    """

    def __init__(
        self, socket: aiohttp.ClientWebSocketResponse, take: Take, silence: float
    ) -> None:
        self.why = ""  # it has to be renewed
        self._socket, self._take, self._silence = socket, take, silence
        self._born = time.monotonic()
        self._life: float | None = None  # seconds, as Slack announces
        self._greeted, self._leaving = asyncio.Event(), asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    @property
    def open(self) -> bool:
        """Whether payloads may come by it."""
        return self._greeted.is_set() and not self._reading.done()

    async def greeted(self) -> None:
        """Come back when Slack has said hello. Raises ConnectionError if it does not."""
        waiting = [
            asyncio.create_task(one.wait()) for one in (self._greeted, self._leaving)
        ]
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waiting:
                one.cancel()
        if not self._greeted.is_set():
            raise ConnectionError(self.why)

    async def serves(self, share: float) -> float:
        """Come back when it has to be renewed; the seconds that it has lived.

        That is when Slack says so, when it breaks off or falls silent, and at the latest
        after this share of the life that Slack has announced.
        """
        life = self._life and max(0.0, self._life * share - self._age())
        try:
            async with asyncio.timeout(life):
                await self._leaving.wait()
        except TimeoutError:
            self._leave("its time is over")
        return self._age()

    async def close(self) -> None:
        """Read no more, and say goodbye."""
        self._reading.cancel()
        await asyncio.wait([self._reading])
        if not self._reading.cancelled() and (fault := self._reading.exception()):
            log.error("a connection to Slack failed", exc_info=fault)
        await self._socket.close()

    def _age(self) -> float:
        return time.monotonic() - self._born

    def _leave(self, why: str) -> None:
        self.why = self.why or why
        self._leaving.set()

    async def _read(self) -> None:
        try:
            async with asyncio.timeout(self._silence) as limit:
                while (frame := await self._socket.receive()).type not in _OVER:
                    if frame.type is not WSMsgType.PONG:  # that only echoes us
                        self._put_off(limit)
                    if frame.type is WSMsgType.TEXT:
                        await self._heard(json.loads(frame.data))
                    elif frame.type is WSMsgType.PING:
                        await self._socket.pong(frame.data)
        except TimeoutError:
            self._leave("it fell silent")
        except (ConnectionError, ValueError) as fault:
            self._leave(f"it broke ({type(fault).__name__})")
        finally:
            self._leave(f"it ended ({self._socket.exception() or self._socket.close_code})")

    def _put_off(self, limit: asyncio.Timeout) -> None:
        """Something was heard. A timer anew for each would cost more than it is worth."""
        due = asyncio.get_running_loop().time() + self._silence
        if due - (limit.when() or 0.0) > self._silence / 10:
            limit.reschedule(due)

    async def _heard(self, message: Any) -> None:
        if not isinstance(message, dict):
            raise ValueError("no object")
        match message.get("type"):
            case "hello":
                self._life = _life(message.get("debug_info"))
                self._greeted.set()
            case "disconnect":
                reason = str(message.get("reason", ""))
                if remedy := _REMEDIES.get(reason):
                    log.warning("%s: %s", reason, remedy)
                self._leave(f"Slack says {reason}")
            case _ if "envelope_id" in message:
                await self._pass_on(message)

    async def _pass_on(self, envelope: dict[str, Any]) -> None:
        """What is not acknowledged Slack sends again: no use where nobody can read it."""
        retry = envelope.get("retry_attempt")
        headers = {} if retry is None else {"x-slack-retry-num": [str(retry)]}
        told = await self._take(envelope.get("payload") or {}, headers)
        if told.status < 500:
            answer: dict[str, Any] = {"envelope_id": envelope["envelope_id"]}
            if told.body:
                answer["payload"] = json.loads(told.body)
            await self._socket.send_str(json.dumps(answer))


def _life(announced: Any) -> float | None:
    """Seconds that a connection will last; None where Slack does not say."""
    told = announced if isinstance(announced, dict) else {}
    seconds = told.get("approximate_connection_time")
    return seconds if isinstance(seconds, int | float) and seconds > 0 else None
