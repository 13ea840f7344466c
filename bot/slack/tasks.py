"""Work that goes on after Slack has its acknowledgement, so that a stop can wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

Work = Callable[[], Coroutine[Any, Any, None]]  # what is still to be begun

# Each holds some 20 kB. At 100 connections and 3 s a call, which is a very slow Slack,
# the last of them is answered within 15 s.
MOST = 500


class Tasks:
    """Every answer in the making. Each is held by reference until it is done."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._running: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._running)

    @property
    def full(self) -> bool:
        """Whether no more should be begun. It is for the caller to see to that."""
        return len(self._running) >= self._most

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Let `work` go on by itself."""
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def idle(self) -> None:
        """Come back when nothing is in the making, work started meanwhile included."""
        while self._running:
            await asyncio.wait(self._running)

    async def drain(self, seconds: float) -> bool:
        """Wait that long at most until nothing is in the making; whether it is so."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.idle()
        return not self._running

    async def cancel(self, seconds: float) -> int:
        """Cancel all that is in the making, and give how much that was.

        It has so many seconds to tell whoever waits for it, and is then cut off in that.
        """
        late = len(self._running)
        while self._running:
            for task in self._running:
                task.cancel()
            await asyncio.wait(self._running, timeout=seconds)
            seconds = 0.0
        return late
