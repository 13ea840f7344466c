"""How fast posts may follow one another: in each channel, and after Slack has said wait.

Slack takes about one post a second in a channel, and a few at once now and then
(https://docs.slack.dev/apis/web-api/rate-limits, “Posting messages”). The rate is kept
by GCRA, the leaky bucket as one moment in time: https://en.wikipedia.org/wiki/GCRA.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from .calls import Undelivered

BURST = 3  # posts that may go at once where none went lately
INTERVAL = 1.05  # seconds; what leaves here a second apart may arrive a little closer
LONGEST_WAIT = 180.0  # seconds; nobody waits longer for an answer
FEW_LANES = 100
SAVED = (BURST - 1) * INTERVAL

Clock = Callable[[], float]
Sleep = Callable[[float], Awaitable[None]]


class Wakeable:
    """A sleep from which everybody can be woken."""

    def __init__(self, sleep: Sleep) -> None:
        self._sleep = sleep
        self._sleeping: set[asyncio.Future[None]] = set()

    async def __call__(self, seconds: float) -> None:
        """Sleep that long, or until woken."""
        sleeping = asyncio.ensure_future(self._sleep(seconds))
        self._sleeping.add(sleeping)
        try:
            await asyncio.wait([sleeping])
        finally:
            self._sleeping.discard(sleeping)
            sleeping.cancel()

    def wake(self) -> None:
        """End every sleep; whoever slept looks whether to go on."""
        for sleeping in self._sleeping:
            sleeping.cancel()


@dataclass(slots=True)
class Lane:
    """The posts of one channel. `due`: when the next may go, were none saved up.

    `held`: until when Slack itself takes nothing there. `queued`: how many want to post.
    """

    due: float = 0.0
    held: float = 0.0
    queued: int = 0
    first: asyncio.Lock = field(default_factory=asyncio.Lock)  # who is next; it is fair


class Pace:
    """Lets the posts of each channel go in turn. `now` is a clock that never goes back."""

    def __init__(self, now: Clock = time.monotonic, sleep: Sleep = asyncio.sleep) -> None:
        self._now, self._sleep = now, Wakeable(sleep)
        self._kept, self._end = True, math.inf  # until when anybody may wait
        self._lanes: dict[str, Lane] = {}
        self._full = FEW_LANES  # how many lanes are too many to keep without a look
        self._last_hold = ("", 0.0)  # which channel, until when
        self._closed = 0.0  # until when nothing may go anywhere

    def __len__(self) -> int:
        """How many channels are remembered: hardly more than had a post a moment ago."""
        return len(self._lanes)

    @contextmanager
    def queue(self, channel: str, before: float = math.inf) -> Iterator[None]:
        """Stand among those who want to post there.

        Raises Undelivered where the turn would come later than the moment `before`, or
        than anybody waits.
        """
        lane = self._lane(channel)
        first = max(max(lane.due, self._now()) - SAVED, lane.held)
        behind_all = first + lane.queued * INTERVAL
        self._in_time(self._start(behind_all, lane.held), before)
        lane.queued += 1
        try:
            yield
        finally:
            lane.queued -= 1

    async def turn(self, channel: str, before: float = math.inf) -> None:
        """Come back when a post may go there, first come, first served.

        Raises Undelivered if that would be later than the moment `before`, or if Slack
        takes nothing there for longer than anybody waits.
        """
        lane = self._lane(channel)
        async with lane.first:
            await self._until(lambda: self._start(lane.due - SAVED, lane.held), before)
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
        lane.held = max(lane.held, until)
        self._in_time(self._start(slot, until), before)
        lane.due += INTERVAL
        await self._until(lambda: self._start(slot, until), before)

    def let_go(self, seconds: float) -> None:
        """Keep the pace no longer: who waits goes, except where Slack itself said wait.

        Whoever would have to wait for that longer than `seconds` gets Undelivered.
        """
        self._kept, self._end = False, self._now() + seconds
        self._sleep.wake()

    async def _until(self, start: Callable[[], float], before: float) -> None:
        """Wait for that moment, which may change meanwhile."""
        while (moment := start()) > self._now():
            self._in_time(moment, before)
            await self._sleep(moment - self._now())

    def _start(self, paced: float, held: float) -> float:
        """When a post may go: by the pace while it is kept, and by what Slack said."""
        return max(paced if self._kept else held, self._closed)

    def _in_time(self, moment: float, before: float) -> None:
        wait = moment - self._now()
        if moment > before:
            raise Undelivered("too late", retry_after=wait)
        if wait > LONGEST_WAIT or (wait > 0 and moment > self._end):
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
            if lane.queued or lane.due > self._now()
        }
