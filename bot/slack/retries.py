"""Calls made again after a failure: those where that does no harm, and not for ever."""

from __future__ import annotations

import math
import random
from collections.abc import Awaitable, Callable
from typing import Any

from .calls import Call, Fate, Undelivered
from .pace import LONGEST_WAIT, Clock, Sleep, Wakeable

PAUSES = (0.5, 2.0, 5.0)  # seconds before each further try of a call that broke off
MOST_WAITS = 5  # for Slack to take a call that it turned away as too many
LONGEST_TO_READ = 10.0  # seconds for a look-up: where Slack says longer, it cannot be had

_UNTOUCHED = frozenset({Fate.UNSENT})
_FALTERED = frozenset({Fate.UNKNOWN})
_BROKEN_OFF = frozenset({Fate.UNSENT, Fate.UNKNOWN})


class Retries:
    """Makes calls with patience. `attempt` makes one and raises Undelivered.

    `limit` names what Slack counts together: the calls of a method in the workspace. All
    of them wait where one was turned away. Each method raises what the last try did.
    """

    def __init__(
        self, attempt: Callable[[Call], Awaitable[Any]], now: Clock, sleep: Sleep
    ) -> None:
        self._attempt, self._now, self._sleep = attempt, now, sleep
        self._held: dict[str, float] = {}  # until when a limit stands
        self._wait, self._end = Wakeable(sleep), math.inf  # until when anybody may wait

    def __len__(self) -> int:
        """How many limits are remembered: those that stand, or stood at the last 429."""
        return len(self._held)

    async def once(self, limit: str, call: Call) -> Any:
        """Again only while Slack has certainly not done it."""
        return await self._made(limit, call, _UNTOUCHED, LONGEST_WAIT)

    async def surely(self, limit: str, call: Call) -> Any:
        """Again whatever became of it: for what done twice is as if done once."""
        return await self._made(limit, call, _BROKEN_OFF, LONGEST_WAIT)

    async def read(self, limit: str, call: Call) -> Any:
        """Again whatever became of it, but soon: somebody waits for what is read."""
        return await self._made(limit, call, _BROKEN_OFF, LONGEST_TO_READ)

    async def reached(self, limit: str, call: Call) -> Any:
        """Again where Slack falters; where it cannot be reached, nothing changes soon."""
        return await self._made(limit, call, _FALTERED, LONGEST_WAIT)

    async def rest(self, seconds: float) -> None:
        """Pause about that long, so that many do not come back at one moment."""
        await self._sleep(_about(seconds))

    async def linger(self, seconds: float) -> None:
        """Pause about that long for what can be had sooner, but better late."""
        until = self._now() + _about(seconds)
        while (pause := min(until, self._end) - self._now()) > 0:
            await self._wait(pause)

    def let_go(self, seconds: float) -> None:
        """Have nobody linger, nor wait for Slack's limits, longer than that.

        Who would have to wait for a limit longer gets Undelivered.
        """
        self._end = self._now() + seconds
        self._wait.wake()

    async def _made(
        self, limit: str, call: Call, again: frozenset[Fate], longest: float
    ) -> Any:
        pauses, waits = iter(PAUSES), iter(range(MOST_WAITS))
        while True:
            await self._free(limit, longest)
            try:
                return await self._attempt(call)
            except Undelivered as failure:
                if failure.retry_after is not None:
                    self._hold(limit, failure.retry_after)
                    if next(waits, None) is None:
                        raise
                    continue
                pause = next(pauses, None) if failure.fate in again else None
                if pause is None:
                    raise
            await self.rest(pause)

    def _hold(self, limit: str, seconds: float) -> None:
        now = self._now()
        standing = {name: until for name, until in self._held.items() if until > now}
        self._held = {**standing, limit: now + seconds}

    async def _free(self, limit: str, longest: float) -> None:
        """Wait until calls that count together may be made again."""
        while (wait := self._held.get(limit, 0.0) - self._now()) > 0:
            left = self._end - self._now()
            if wait > min(longest, left):
                raise Undelivered("ratelimited", retry_after=wait)
            # Never sooner than Slack said, and not all at one moment.
            await self._wait(wait + random.uniform(0.0, min(wait, 0.5, left - wait)))


def _about(seconds: float) -> float:
    return seconds * random.uniform(0.8, 1.2)
