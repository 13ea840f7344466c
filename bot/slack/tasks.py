"""Work that goes on after Slack has its acknowledgement, so that a stop can wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
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

    async def drain(self, seconds: float) -> int:
        """Wait that long at most, then cancel; how many had to be cancelled."""
        try:
            async with asyncio.timeout(seconds):
                await self.idle()
        except TimeoutError:
            late = list(self._running)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
            return len(late)
        return 0
