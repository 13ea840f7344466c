"""How fast posts may follow one another: in each channel, and after Slack has said wait.

Slack takes about one post a second in a channel, and a few at once now and then
(https://docs.slack.dev/apis/web-api/rate-limits, “Posting messages”). The rate is kept
by GCRA, the leaky bucket as one moment in time: https://en.wikipedia.org/wiki/GCRA.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from .calls import Undelivered

BURST = 3  # posts that may go at once where none went lately
INTERVAL = 1.05  # seconds; what leaves here a second apart may arrive a little closer
LONGEST_WAIT = 180.0  # seconds; nobody waits longer for an answer
FEW_LANES = 100
SAVED = (BURST - 1) * INTERVAL

Clock = Callable[[], float]
Sleep = Callable[[float], Awaitable[None]]


@dataclass(slots=True)
class Lane:
    """The posts of one channel. `due`: when the next may go, were none saved up."""

    due: float = 0.0
    first: asyncio.Lock = field(default_factory=asyncio.Lock)  # who is next; it is fair


class Pace:
    """Lets the posts of each channel go in turn. `now` is a clock that never goes back."""

    def __init__(self, now: Clock = time.monotonic, sleep: Sleep = asyncio.sleep) -> None:
        self._now, self._sleep = now, sleep
        self._lanes: dict[str, Lane] = {}
        self._full = FEW_LANES  # how many lanes are too many to keep without a look
        self._last_hold = ("", 0.0)  # which channel, until when
        self._closed = 0.0  # until when nothing may go anywhere

    def __len__(self) -> int:
        """How many channels are remembered: hardly more than had a post a moment ago."""
        return len(self._lanes)

    async def turn(self, channel: str, before: float = math.inf) -> None:
        """Come back when a post may go there, first come, first served.

        Raises Undelivered if that would be later than the moment `before`, or if Slack
        takes nothing there for longer than anybody waits.
        """
        lane = self._lane(channel)
        async with lane.first:
            while (start := self._start(lane)) > self._now():
                self._in_time(start, before)
                await self._sleep(start - self._now())
            self._in_time(self._now(), before)
            lane.due = max(lane.due, self._now()) + INTERVAL

    async def hold(self, channel: str, seconds: float, before: float = math.inf) -> None:
        """Nothing goes there for so long, and then first the post that was turned away.

        Slack does not say whether the channel has had too much or the whole workspace.
        Two channels turned away at once are the workspace: then no post goes anywhere.
        """
        lane, until = self._lane(channel), self._now() + seconds
        other, others_until = self._last_hold
        if other not in ("", channel) and others_until > self._now():
            self._closed = max(self._closed, min(until, others_until))
        self._last_hold = (channel, until)
        slot = max(lane.due - SAVED, until)
        lane.due = slot + SAVED  # with nothing saved up
        self._in_time(slot, before)
        lane.due += INTERVAL
        while (start := max(slot, self._closed)) > self._now():
            await self._sleep(start - self._now())

    def _start(self, lane: Lane) -> float:
        return max(lane.due - SAVED, self._closed)

    def _in_time(self, moment: float, before: float) -> None:
        wait = moment - self._now()
        if moment > before:
            raise Undelivered("too late", retry_after=wait)
        if wait > LONGEST_WAIT:
            raise Undelivered("ratelimited", retry_after=wait)

    def _lane(self, channel: str) -> Lane:
        if len(self._lanes) >= self._full:
            self._forget()
            self._full = 2 * max(len(self._lanes), FEW_LANES)
        return self._lanes.setdefault(channel, Lane())

    def _forget(self) -> None:
        """Drop the channels that are as good as new."""
        self._lanes = {
            channel: lane
            for channel, lane in self._lanes.items()
            if lane.first.locked() or lane.due > self._now()
        }
