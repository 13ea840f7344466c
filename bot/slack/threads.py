"""What may stand in a thread: each reply once, not for ever, and nothing half-done."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum, auto

from bot.render.blocks import Message, Share, Stance, message
from bot.reply import Kind, Reply

from .calls import Fate, Undelivered
from .messages import Place
from .seen import DAY, Fading, Seen

MOST_POSTS = 10  # of ours in a thread that clicks may bring about
LONGEST_WAY = 10.0  # seconds that a press may take to us; Slack gives up after 3
MOST_DOUBTFUL = 5_000  # posts of which nobody knows whether they arrived
WEEK = 7 * 24 * 60 * 60.0  # after which clicks no longer post in a silent thread


def subject(reply: Reply) -> str:
    """What a reply is about: the same for all that would repeat one another."""
    names = tuple(term.name for term in reply.terms) or reply.choices
    about = " | ".join(sorted(names))
    return f"{reply.kind}: {about}" if reply.kind is Kind.DETAILS else about


Send = Callable[[Message], Awaitable[str | None]]  # gives a ts, or None: the thread is gone


class Outcome(Enum):
    """What came of posting into a thread."""

    POSTED = auto()
    STANDS = auto()  # it is there already
    COMING = auto()  # somebody else had it posted this moment
    DOUBTFUL = auto()  # somebody had it posted, and nobody knows whether it arrived
    GONE = auto()  # the thread has been deleted


@dataclass(frozen=True, slots=True)
class Posted:
    """What came of it, and the ts of what was posted, as far as Slack tells it."""

    outcome: Outcome
    ts: str = ""


class Threads:
    """Posts by the rules of threads. `now` is the wall clock, as in Slack's ts."""

    def __init__(self, seen: Seen, now: Callable[[], float] = time.time) -> None:
        self._seen, self._now, self._began = seen, now, now()
        self._coming: dict[tuple[Place, str], asyncio.Event] = {}
        self._doubtful: Fading[tuple[Place, str], bool] = Fading(DAY, MOST_DOUBTFUL, now)

    async def opened(self, thread: Place) -> frozenset[str]:
        """The names that stand there, as far as this process knows."""
        return (await self._seen.thread(thread)).shown

    async def full(self, place: Place) -> bool:
        """Whether clicks may no longer post there for all to see.

        A thread is not old where we posted lately, however long ago it began.
        """
        if not place.thread:
            return False
        posts = (await self._seen.thread(place)).posts
        return posts >= MOST_POSTS or (not posts and self._age(place.thread) >= WEEK)

    def before_us(self, ts: str) -> bool:
        """Whether a process before this one may have dealt with what was pressed then."""
        alive = self._now() - self._began
        return alive < LONGEST_WAY and self._age(ts) > alive

    def _age(self, ts: str) -> float:
        try:
            return self._now() - float(ts)
        except ValueError:  # as it comes with a click, so anything
            return 0.0

    async def post(self, thread: Place, reply: Reply, asker: str, send: Send) -> Posted:
        """Have it sent for all to see, once in this thread. Raises what `send` raises.

        Whoever wants what somebody else is having posted waits for what comes of that, and
        tries it anew where it failed.
        """
        about, waited = subject(reply), False
        while coming := self._coming.get((thread, about)):
            waited = await coming.wait()
        card = message(reply, Stance(asker, opened=await self.opened(thread)))
        if not await self._seen.show(thread, about):
            if self._doubtful.get((thread, about)):
                return Posted(Outcome.DOUBTFUL)
            return Posted(Outcome.COMING if waited else Outcome.STANDS)
        done = self._coming[thread, about] = asyncio.Event()
        self._doubtful.put((thread, about), True)
        try:
            ts = await send(card)
            self._doubtful.pop((thread, about))
        except Undelivered as failure:
            # What may have arrived stays claimed: it must not come twice.
            if failure.fate is not Fate.UNKNOWN:
                self._doubtful.pop((thread, about))
                await self._seen.hide(thread, about)
            raise
        finally:
            del self._coming[thread, about]
            done.set()
        return Posted(Outcome.GONE) if ts is None else Posted(Outcome.POSTED, ts)

    async def private(
        self,
        place: Place,
        reply: Reply,
        user: str,
        trail: tuple[str, ...] = (),
        more: bool = False,
    ) -> Message:
        """The reply as one person alone sees it there, and can share it if that helps."""
        share = await self.share(place, reply)
        stance = Stance(user, private=True, trail=trail, more=more, share=share)
        return message(reply, stance)

    async def share(self, place: Place, reply: Reply) -> Share:
        """Where a private card that stands at this place can be shared."""
        if not reply.answers:
            return Share.NOWHERE
        if not place.thread:
            return Share.CHANNEL
        return Share.NOWHERE if subject(reply) in await self.opened(place) else Share.HERE
