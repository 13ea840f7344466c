"""Work that goes on after Slack has its acknowledgement, so that a stop can wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any


class Tasks:
    """Every answer in the making. Each is held by reference until it is done."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._running)

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
