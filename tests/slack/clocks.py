"""Time for tests: it goes by when the bot would pause, and no test waits for it."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import selectors
from collections.abc import Callable

Ready = list[tuple[selectors.SelectorKey, int]]


class Hasty:
    """Time that jumps: a pause is over at once. For one thing after the other.

    `paused` holds how long each pause was; `meanwhile` is called in each of them.
    """

    def __init__(self, meanwhile: Callable[[int], None] | None = None) -> None:
        self.time = 1_000.0
        self.paused: list[float] = []
        self.meanwhile = meanwhile

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.time += seconds
        self.paused.append(seconds)
        if self.meanwhile:
            self.meanwhile(len(self.paused))
        await asyncio.sleep(0)


class Simulated:
    """Time that goes on to the next waking whenever everybody sleeps."""

    def __init__(self) -> None:
        self.time = 1_000.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.time + seconds, next(self._numbers), woken))
        await woken

    async def until(self, *work: asyncio.Task[None]) -> None:
        """Let time go by until all of this is done, and no further."""
        while not await self._without_time(work):
            self._wake_next()
        await asyncio.gather(*work)

    async def _without_time(self, work: tuple[asyncio.Task[None], ...]) -> bool:
        """Let everybody go on who can without time; whether all of this is done then."""
        for _ in range(20):
            await asyncio.sleep(0)
        return all(task.done() for task in work)

    def _wake_next(self) -> None:
        while self._sleepers:
            moment, _, woken = heapq.heappop(self._sleepers)
            if not woken.done():  # or it sleeps no more
                self.time = moment
                woken.set_result(None)
                return


class Hurried(asyncio.SelectorEventLoop):
    """A loop whose time jumps to the next waking. For what waits for nothing but time."""

    def __init__(self) -> None:
        self._passing = _Passing()
        super().__init__(self._passing)

    def time(self) -> float:
        return self._passing.time


class _Passing(selectors.DefaultSelector):
    """Lets the time pass that it should wait."""

    time = 1_000.0

    def select(self, timeout: float | None = None) -> Ready:
        self.time += timeout or 0.0
        return super().select(0)
