"""One soak, from its beginning to its verdict."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.playground.weather import Weather

from . import words
from .clerk import AT_THE_END, Clerk
from .crowd import Crowd
from .ledger import Ledger
from .misfortune import CALM, CLIMATE, Misfortune, Plan
from .people import People
from .process import Process
from .table import MEGA, Figures
from .town import Town

EVENTS_A_SECOND = 31.0  # 100 000 and more in an hour
SECONDS_TO_SETTLE = 120.0
SECONDS_BETWEEN_WEIGHINGS = 2.0
WARM_UP = 0.25  # of the life of a process
MOST_GROWN = 48 * MEGA  # afterwards: its memory of a day may fill up, and no more


@dataclass(frozen=True, slots=True)
class Options:
    """How long, by which transports, with which seed and how many restarts."""

    seconds: float
    seed: int
    transports: tuple[str, ...]
    plan: Plan
    rate: float = EVENTS_A_SECOND


@dataclass(frozen=True, slots=True)
class Outcome:
    """The figures, each broken promise in a line, and the stories of the first of them."""

    figures: Figures
    broken: list[str]
    stories: list[str]
    complaints: list[str]


class Scales:
    """Weighs the process that lives now, from time to time."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._weights: list[tuple[float, int]] = []
        self._life = 0

    async def weigh(self) -> None:
        """Go on until cancelled."""
        while True:
            if self._life != len(self._process.started):
                self._life, self._weights = len(self._process.started), []
            if weight := self._process.bytes:
                self._weights.append((time.monotonic(), weight))
            await asyncio.sleep(SECONDS_BETWEEN_WEIGHINGS)

    @property
    def memory(self) -> tuple[int, int]:
        """What the last process held after its warm-up and at the end: medians of three."""
        if len(self._weights) < 8:
            return (0, 0)
        weights = [weight for _, weight in self._weights]
        warm = int(len(weights) * WARM_UP)
        return sorted(weights[warm : warm + 3])[1], sorted(weights[-3:])[1]


async def soak(options: Options) -> Outcome:
    """Live for that long, settle, and judge."""
    with tempfile.TemporaryDirectory() as folder:
        glossary = Path(folder) / "glossary.yaml"
        known = words.words(options.seed, glossary)
        async with Town(Ledger()) as town:
            process = Process(town, glossary)
            crowd = Crowd(town, options.seed)
            people = People(crowd, known)
            clerk = Clerk(town, process, crowd.rested)
            misfortune = Misfortune(town, process, known.names, glossary, options.seed)
            try:
                return await _lived(options, town, process, people, clerk, misfortune)
            finally:
                await process.end()


async def _lived(
    options: Options,
    town: Town,
    process: Process,
    people: People,
    clerk: Clerk,
    misfortune: Misfortune,
) -> Outcome:
    await process.start(options.transports[0])
    town.weather = Weather(CLIMATE, options.seed)
    scales = Scales(process)
    async with asyncio.TaskGroup() as group:
        beside = [group.create_task(work) for work in (clerk.work(), scales.weigh())]
        befalling = group.create_task(
            misfortune.befall(options.seconds, options.plan, [*options.transports])
        )
        await people.live(options.seconds, options.rate)
        await befalling
        memory = scales.memory
        town.weather.climate = CALM
        await _settle(town, clerk)
        for task in beside:
            task.cancel()
    clerk.look()
    figures = Figures(
        seed=options.seed,
        seconds=options.seconds,
        transports=" and ".join(options.transports),
        events=town.delivered,
        attempts=town.wire.attempts,
        faults=Counter({str(kind): n for kind, n in town.weather.counts.items()}),
        edits=misfortune.edits,
        verdicts=clerk.verdicts,
        stops=len(process.stopped),
        kills=len(process.killed),
        memory=memory,
        errors=process.errors,
    )
    return Outcome(
        figures,
        _broken(figures, town, process, clerk),
        clerk.stories,
        [*process.complaints],
    )


async def _settle(town: Town, clerk: Clerk) -> None:
    """Wait until everything has come to rest, for a bounded time."""
    clerk.patience = AT_THE_END
    with suppress(TimeoutError):
        async with asyncio.timeout(SECONDS_TO_SETTLE):
            while town.going_on or clerk.open:
                await asyncio.sleep(0.5)


def _broken(figures: Figures, town: Town, process: Process, clerk: Clerk) -> list[str]:
    told = [f"{number} {found}" for found, number in clerk.broken().items() if number]
    told += [*process.faults, *town.faults]
    if clerk.open:
        told.append(f"{clerk.open} things did not come to rest")
    if town.pinged:
        told.append(f"{len(town.pinged)} messages would have notified somebody")
    if figures.grown > MOST_GROWN:
        told.append(f"memory grew by {figures.grown:,} bytes after the warm-up")
    return told
