"""What this process remembers: what was answered, and what a thread already shows.

All of it forgets by itself, after a day or when there is too much. The methods are
coroutines, though nothing here waits, so that a store shared by several processes can
take this one's place without a change anywhere else.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

from .messages import Place

DAY = 24 * 60 * 60.0  # Slack's hourly “delayed events” come for a day
MOST = 20_000  # of anything remembered; all of it full takes some 30 MB

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
Clock = Callable[[], float]


class Fading(Generic[Key, Value]):
    """A mapping that drops what is older than `seconds`, and the oldest beyond `most`."""

    def __init__(self, seconds: float, most: int, now: Clock) -> None:
        self._seconds, self._most, self._now = seconds, most, now
        self._kept: OrderedDict[Key, tuple[float, Value]] = OrderedDict()

    def __len__(self) -> int:
        self._fade()
        return len(self._kept)

    def get(self, key: Key) -> Value | None:
        """What is remembered under the key, if it still is."""
        self._fade()
        kept = self._kept.get(key)
        return kept[1] if kept else None

    def put(self, key: Key, value: Value) -> None:
        """Remember it from now on, as the newest."""
        self._kept[key] = (self._now(), value)
        self._kept.move_to_end(key)
        self._fade()

    def pop(self, key: Key) -> Value | None:
        """Forget it, and say what it was."""
        kept = self._kept.pop(key, None)
        return kept[1] if kept else None

    def _fade(self) -> None:
        horizon = self._now() - self._seconds
        while self._kept:
            oldest = next(iter(self._kept))
            if len(self._kept) <= self._most and self._kept[oldest][0] > horizon:
                return
            del self._kept[oldest]


@dataclass(frozen=True, slots=True)
class Thread:
    """What we said in one thread: the names of what stands there, and how many posts."""

    shown: frozenset[str] = frozenset()
    posts: int = 0


class Seen:
    """The memory of one process. `now` is the wall clock, in seconds."""

    def __init__(
        self, now: Clock = time.time, *, seconds: float = DAY, most: int = MOST
    ) -> None:
        self._claims: Fading[Hashable, bool] = Fading(seconds, most, now)
        self._threads: Fading[Place, Thread] = Fading(seconds, most, now)
        self._cards: Fading[tuple[str, str], str] = Fading(seconds, most, now)
        self._deleted: Fading[tuple[str, str], bool] = Fading(seconds, most, now)
        self._named: Fading[tuple[str, str], tuple[str, ...]] = Fading(seconds, most, now)
        self._whispers: Fading[tuple[str, str], str] = Fading(seconds, most, now)

    async def claim(self, key: Hashable) -> bool:
        """Take it for the caller; False if somebody has it already."""
        if self._claims.get(key):
            return False
        self._claims.put(key, True)
        return True

    async def release(self, key: Hashable) -> None:
        """Give back what was claimed: it came to nothing."""
        self._claims.pop(key)

    async def thread(self, place: Place) -> Thread:
        """What we said there, as far as this process knows."""
        return self._threads.get(place) or Thread()

    async def show(self, place: Place, name: str) -> bool:
        """Claim a name for a thread before it is posted; False if it stands there."""
        thread = self._threads.get(place) or Thread()
        if name in thread.shown:
            return False
        self._threads.put(place, Thread(thread.shown | {name}, thread.posts + 1))
        return True

    async def hide(self, place: Place, name: str) -> None:
        """The name does not stand there after all, or no longer."""
        thread = self._threads.get(place)
        if thread and name in thread.shown:
            self._threads.put(place, Thread(thread.shown - {name}, thread.posts - 1))

    async def answered(self, channel: str, question: str, card: str) -> bool:
        """Remember a question's card; False if the question was deleted meanwhile."""
        if self._deleted.get((channel, question)):
            return False
        self._cards.put((channel, question), card)
        return True

    async def deleted(self, channel: str, question: str) -> str:
        """Note that a message is gone, and say which card answered it, or nothing."""
        self._deleted.put((channel, question), True)
        return self._cards.pop((channel, question)) or ""

    async def whispered(self, channel: str, ts: str, question: str) -> None:
        """Remember to which question a private message outside of its thread belongs."""
        self._whispers.put((channel, ts), question)

    async def question(self, channel: str, ts: str) -> str:
        """The ts of the question that a private message belongs to, or nothing."""
        return self._whispers.get((channel, ts)) or ""

    async def names(self, channel: str, ts: str, terms: tuple[str, ...]) -> None:
        """Remember which terms a message names: of its words nothing else is kept."""
        if terms:
            self._named.put((channel, ts), terms)

    async def named(self, channel: str, ts: str) -> tuple[str, ...]:
        """The terms that a message names, as far as this process has read it."""
        return self._named.get((channel, ts)) or ()
