"""Where to speak unasked, how often, and whom not to answer: the owner's wishes.

Nothing here knows what was said; a listener asks before it lets anything be said.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Collection

from bot.settings import Settings

from .origin import Origin
from .seen import DAY, Fading

MINUTE, HOUR = 60.0, 3_600.0
MOST_CHANNELS = 10_000  # remembered

log = logging.getLogger(__name__)


class Manners:
    """How the bot behaves towards a channel and its people.

    home: ids of our own workspace and, if it belongs to one, our own organisation
    now:  any clock that does not go back, in seconds
    """

    def __init__(
        self,
        settings: Settings,
        home: Collection[str],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings, self._home, self._now = settings, frozenset(home) - {""}, now
        self._said: Fading[str, deque[float]] = Fading(MINUTE, MOST_CHANNELS, now)
        self._withheld: Fading[str, int] = Fading(HOUR, MOST_CHANNELS, now)
        self._shared: Fading[str, bool] = Fading(DAY, MOST_CHANNELS, now)

    def notice(self, origin: Origin) -> None:
        """Remember whether that channel is shared: an event tells it, a click does not."""
        if origin.shared is not None and origin.channel:
            self._shared.put(origin.channel, origin.shared)

    def outsider(self, origin: Origin) -> bool:
        """Whether this comes from somebody outside whom we do not answer.

        Where a channel is shared with nobody outside, another team is another workspace
        of our own organisation. Where that is not known, it is taken for somebody outside,
        unless Slack did not tell who we are ourselves.
        """
        if self._settings.shared_channels or origin.teams & self._home:
            return False
        if not origin.channel:
            return False  # a click in a window, which was opened to somebody let in
        shared = self._is_shared(origin)
        return bool(self._home and origin.teams) if shared is None else shared

    def overhears(self, origin: Origin) -> bool:
        """Whether a question asked there, though not of us, may be answered."""
        if self._is_shared(origin):
            return False
        chosen = self._settings.overhear
        return chosen is None or origin.channel in chosen

    def may_speak(self, channel: str) -> bool:
        """Whether one more unasked answer is bearable there; if so, it is counted."""
        now, most = self._now(), self._settings.overhear_per_minute
        said = self._said.get(channel) or deque(maxlen=most)
        if len(said) == most and now - said[0] < MINUTE:
            self._withhold(channel)
            return False
        said.append(now)
        self._said.put(channel, said)
        if withheld := self._withheld.pop(channel):
            log.info("speaking again in %s: %d answers were withheld", channel, withheld)
        return True

    def _is_shared(self, origin: Origin) -> bool | None:
        return self._shared.get(origin.channel) if origin.shared is None else origin.shared

    def _withhold(self, channel: str) -> None:
        withheld = self._withheld.get(channel) or 0
        if not withheld:
            most = self._settings.overhear_per_minute
            log.info("silent in %s for now: %d answers a minute are enough", channel, most)
        self._withheld.put(channel, withheld + 1)
