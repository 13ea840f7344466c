"""What befalls the bot: restarts, edits of the glossary, sockets that fail, bad weather."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.playground.weather import Climate, Fault

from . import words
from .process import Process
from .town import Town

CLIMATE = Climate(
    calls={
        Fault.SLOW: 0.02,
        Fault.RATE: 0.02,
        Fault.FAILED: 0.01,
        Fault.FAILED_AFTER: 0.01,
        Fault.DROPPED: 0.01,
        Fault.DROPPED_AFTER: 0.01,
    },
    deliveries={
        Fault.HELD: 0.015,
        Fault.CUT: 0.01,
        Fault.UNHEARD: 0.015,
        Fault.TWICE: 0.015,
    },
    delay=0.05,
    burst=4,
    # Slack's own are at once, after a minute, after five, and as “delayed events” hourly.
    retries=(0.0, 5.0, 25.0, *[20.0] * 5),
    refusals=0.2,
)
CALM = Climate(retries=CLIMATE.retries)
RESTARTS_FROM, RESTARTS_TO = 0.08, 0.7  # of the time; the rest shows how memory settles
SECONDS_BETWEEN_RESTARTS = 8.0
SECONDS_BETWEEN_EDITS = 9.0
SECONDS_BETWEEN_SOCKET_FAULTS = 7.0
SECONDS_WARNED = 3.0  # Slack's are some ten


@dataclass(frozen=True, slots=True)
class Plan:
    """How often the bot is told to stop, and how often it is killed."""

    stops: int
    kills: int


class Misfortune:
    """Everything but the weather, in an order that follows from the seed."""

    def __init__(
        self, town: Town, process: Process, names: list[str], glossary: Path, seed: int
    ) -> None:
        self._town, self._process = town, process
        self._names, self._glossary, self._seed = names, glossary, seed
        self._chance = random.Random(f"{seed} misfortune")
        self._quiet = asyncio.Lock()  # nobody restarts a bot upon a faulty glossary
        self._edition = 0
        self.edits: Counter[str] = Counter()

    async def befall(self, seconds: float, plan: Plan, transports: list[str]) -> None:
        """Let everything happen that is planned, within that many seconds."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._restarts(seconds, plan, transports))
            for work in (self._edits(), self._socket_faults(), self._revivals()):
                group.create_task(_for(seconds, work))

    async def _restarts(self, seconds: float, plan: Plan, transports: list[str]) -> None:
        kinds = ["stop"] * plan.stops + ["kill"] * plan.kills
        self._chance.shuffle(kinds)
        loop = asyncio.get_running_loop()
        began, step = loop.time(), (RESTARTS_TO - RESTARTS_FROM) / max(len(kinds), 1)
        for number, kind in enumerate(kinds):
            share = RESTARTS_FROM + step * (number + self._chance.uniform(0.1, 0.9))
            await asyncio.sleep(max(began + share * seconds - loop.time(), 0))
            async with self._quiet:
                await (self._process.stop() if kind == "stop" else self._process.kill())
                await self._process.start(transports[(number + 1) % len(transports)])
            await asyncio.sleep(SECONDS_BETWEEN_RESTARTS)

    async def _revivals(self) -> None:
        while True:
            await asyncio.sleep(0.5)
            async with self._quiet:
                await self._process.revive()

    async def _edits(self) -> None:
        while True:
            await asyncio.sleep(self._chance.expovariate(1 / SECONDS_BETWEEN_EDITS))
            async with self._quiet:
                await self._edit(self._chance.choice(("renamed", "in place", "faulty")))

    async def _edit(self, kind: str) -> None:
        self.edits[kind] += 1
        self._edition += 1
        text = words.text(self._names, self._seed, self._edition)
        if kind == "in place":
            await self._in_place(text)
        if kind == "faulty":
            spoiled = text.replace("terms:", "terms: [", 1)
            other = text.replace("related: [", 'related: ["No such term", ', 1)
            await self._in_place(self._chance.choice((spoiled, other, "")))
            await asyncio.sleep(2.5)  # so that the bot looks at it
        if kind != "in place":
            words.write(self._glossary, self._names, self._seed, self._edition)

    async def _in_place(self, text: str) -> None:
        """Write as an editor does that has no care: the file is half there for a moment."""
        at = self._chance.randrange(len(text) + 1)
        with self._glossary.open("w", encoding="utf-8") as file:
            file.write(text[:at])
            file.flush()
            await asyncio.sleep(0.01)
            file.write(text[at:])

    async def _socket_faults(self) -> None:
        wire = self._town.wire
        async with asyncio.TaskGroup() as group:
            while True:
                pause = 1 / SECONDS_BETWEEN_SOCKET_FAULTS
                await asyncio.sleep(self._chance.expovariate(pause))
                whole = [one for one in wire.sockets if one not in wire.half_open]
                if not whole:
                    continue
                socket = self._chance.choice(whole)
                kind = self._chance.choice(("silent", "warn", "refresh", "break"))
                if kind == "silent":
                    wire.fall_silent(socket)
                elif kind == "warn":
                    group.create_task(wire.warn(socket, SECONDS_WARNED))
                elif kind == "refresh":
                    await wire.refresh(socket)
                else:
                    wire.break_off(socket)


async def _for(seconds: float, work: Coroutine[Any, Any, None]) -> None:
    """Let it go on for that long."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await work
