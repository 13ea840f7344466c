"""Word that something is different now, for whoever waits for it or shows it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Changes:
    """Tells those who listen after every change, and waits for conditions."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[], None]] = []

    def happened(self) -> None:
        """Wake whoever waits for a change."""
        for listener in list(self._listeners):
            listener()

    def on_change(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call this after every change, until the function that it gives is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def until(self, condition: Callable[[], object], timeout: float = 10.0) -> None:
        """Come back when the condition holds; looked at after every change."""
        changed = asyncio.Event()
        ignore = self.on_change(changed.set)
        try:
            async with asyncio.timeout(timeout):
                while not condition():
                    await changed.wait()
                    changed.clear()
        finally:
            ignore()
