"""Slack's bad days, on purpose: what goes wrong on the way to the bot and back.

Off unless a climate is given. What happens to the n-th call of a method, and to the n-th
delivery, follows from the seed. Every fault is counted by its kind.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

# https://docs.slack.dev/apis/web-api/rate-limits: one post a second per channel, “short
# bursts” are allowed. How long such a burst may be is not documented.
SECONDS_BETWEEN_POSTS = 1.0
CHANNEL_FULL = "chat.postMessage"  # the method that this limit is on


class Fault(StrEnum):
    """What can go wrong, in the words of the soak's table."""

    SLOW = "call answered slowly"
    RATE = "call refused with 429"
    CROWDED = "429: a channel's limit"
    FAILED = "5xx before acceptance"
    FAILED_AFTER = "5xx after acceptance"
    DROPPED = "dropped before acceptance"
    DROPPED_AFTER = "dropped after acceptance"
    REFUSED = "socket address refused"
    HELD = "delivery held back, others overtake it"
    CUT = "delivery cut off on its way"
    UNHEARD = "acknowledgement lost"
    TWICE = "event sent twice at once"
    HALF_OPEN = "socket half open"
    WARNING = "disconnect: warning"
    REFRESH = "disconnect: refresh_requested"
    TOO_MANY = "disconnect: too_many_websockets"
    BROKEN = "socket broken off"


BEFORE = (Fault.RATE, Fault.CROWDED, Fault.FAILED, Fault.DROPPED, Fault.REFUSED)
AFTER = (Fault.FAILED_AFTER, Fault.DROPPED_AFTER)  # Slack has done it all the same
_EVENTS_ALONE = (Fault.TWICE,)  # Slack sends neither clicks nor commands again


@dataclass(frozen=True, slots=True)
class Climate:
    """How often what goes wrong, as shares of one; nothing does by default.

    calls, deliveries: the share of each fault
    delay:      median seconds until a call is answered; a tenth takes twice as long
    slowest:    seconds that a slow answer takes at most, and a quarter of it at least
    held:       seconds that a delivery is held back at most
    retry_after: the seconds that a 429 asks for at most
    burst:      posts that a channel takes at once, then one a second; 0: any number
    to_ack:     seconds that the bot has to acknowledge a delivery
    retries:    seconds until an event nobody acknowledged is sent again, each time; a
                fifth more or less
    refusals:   the share of refused socket addresses, and of sockets that are too many
    """

    calls: Mapping[Fault, float] = field(default_factory=dict)
    deliveries: Mapping[Fault, float] = field(default_factory=dict)
    delay: float = 0.0
    slowest: float = 4.0
    held: float = 2.0
    retry_after: int = 2
    burst: int = 0
    to_ack: float = 3.0
    retries: tuple[float, ...] = ()
    refusals: float = 0.0


@dataclass(frozen=True, slots=True)
class Trouble:
    """What becomes of one call or delivery: which fault, and how long it takes."""

    fault: Fault | None = None
    seconds: float = 0.0
    retry_after: int = 0


FINE = Trouble()


class Weather:
    """Decides what goes wrong. `now` is the clock of the limits."""

    def __init__(
        self,
        climate: Climate | None = None,
        seed: int = 0,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.climate = climate or Climate()
        self.counts: Counter[Fault] = Counter()
        self._seed, self._now = seed, now
        self._chances: dict[str, random.Random] = {}
        self._room: dict[str, tuple[float, float]] = {}  # posts left of a channel, since

    def over_call(self, method: str, channel: str = "") -> Trouble:
        """What becomes of a call of the Web API or of a response_url."""
        if method == "apps.connections.open":
            refused = self._chance(method).random() < self.climate.refusals
            return self._counted(Trouble(Fault.REFUSED)) if refused else FINE
        if method == CHANNEL_FULL and (wait := self._crowded(channel)):
            return self._counted(Trouble(Fault.CROWDED, 0.0, wait))
        chance = self._chance(method)
        fault = _drawn(chance, self.climate.calls)
        seconds = self.climate.delay * chance.lognormvariate(0.0, 0.54)
        if fault is Fault.SLOW:
            seconds = chance.uniform(self.climate.slowest / 4, self.climate.slowest)
        asked = chance.randint(1, self.climate.retry_after)
        return self._counted(Trouble(fault, seconds, asked if fault is Fault.RATE else 0))

    def over_delivery(self, kind: str) -> Trouble:
        """What becomes of an event, a command or an interaction on its way to the bot."""
        chance = self._chance(kind)
        fault = _drawn(chance, self.climate.deliveries)
        if fault in _EVENTS_ALONE and kind != "event":
            return FINE
        held = chance.uniform(0.1, self.climate.held) if fault is Fault.HELD else 0.0
        return self._counted(Trouble(fault, held))

    def over_retries(self) -> Iterator[float]:
        """The pauses before an event is sent again."""
        for pause in self.climate.retries:
            yield pause * self._chance("retry").uniform(0.8, 1.2)

    def over_socket(self) -> Trouble:
        """Whether a new Socket Mode connection is one too many."""
        many = self._chance("socket").random() < self.climate.refusals
        return self._counted(Trouble(Fault.TOO_MANY)) if many else FINE

    def _counted(self, trouble: Trouble) -> Trouble:
        if trouble.fault:
            self.counts[trouble.fault] += 1
        return trouble

    def _chance(self, name: str) -> random.Random:
        """Of a source of chance for each name, so that none depends on another's pace."""
        if name not in self._chances:
            self._chances[name] = random.Random(f"{self._seed} {name}")
        return self._chances[name]

    def _crowded(self, channel: str) -> int:
        """The seconds to wait where a channel has had enough; 0 where one more may come."""
        burst, now = self.climate.burst, self._now()
        if not burst:
            return 0
        left, since = self._room.get(channel, (float(burst), now))
        left = min(burst, left + (now - since) / SECONDS_BETWEEN_POSTS)
        self._room[channel] = (max(left - 1, 0.0) if left >= 1 else left, now)
        return 0 if left >= 1 else 1


def _drawn(chance: random.Random, shares: Mapping[Fault, float]) -> Fault | None:
    drawn = chance.random()
    for fault, share in shares.items():
        if drawn < share:
            return fault
        drawn -= share
    return None
