"""Socket Mode: connections that we open to Slack, two of them, so that one always is.

https://docs.slack.dev/apis/events-api/using-socket-mode. Each payload comes by one of the
connections, and is to be acknowledged there within 3 seconds.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import aiohttp

from bot.errors import ConfigError, CredentialsError

from .credentials import TryLater
from .line import Line, Take

CONNECTIONS = 2  # of the ten that Slack lets an app have
_BROKEN = (aiohttp.ClientError, OSError)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds, all of them.

    ping:    between our pings; half as long until one must be answered
    silence: without anything of Slack's own, pings included, until a line is renewed
    hello:   until a new connection must have said hello
    settled: after which a line that ends was no failure
    pauses:  before each further try to connect, the last one from then on
    close:   for a connection to say goodbye; Slack often does not
    """

    ping: float = 20.0
    silence: float = 120.0
    hello: float = 10.0
    settled: float = 10.0
    pauses: Sequence[float] = (0.0, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
    close: float = 1.0


class SocketMode:
    """Keeps the connections. `dial` asks Slack for an address to connect to.

    dial:    raises ConfigError where that fails, CredentialsError where it always will
    take:    says for each payload what to acknowledge it with
    refused: is told when Slack refuses the app token for good
    proxy:   its address, if one leads to Slack
    """

    def __init__(
        self,
        dial: Callable[[], Awaitable[str]],
        session: aiohttp.ClientSession,
        take: Take,
        refused: Callable[[CredentialsError], None],
        patience: Patience | None = None,
        proxy: str | None = None,
    ) -> None:
        self._dial, self._session, self._take = dial, session, take
        self._refused, self._patience = refused, patience or Patience()
        self._proxy = proxy
        self._lines: set[Line] = set()
        self._keepers: list[asyncio.Task[None]] = []

    @property
    def connections(self) -> int:
        """How many are open this moment."""
        return sum(line.open for line in self._lines)

    async def start(self) -> None:
        """Open the first connection, now or later; the others follow.

        Raises what `dial` does, unless that may pass by itself.
        """
        first, failed = None, None
        try:
            first = await self._connect()
        except (TryLater, *_BROKEN) as failure:
            log.warning("no connection to Slack yet: %s", failure)
            failed = failure
        for number in range(CONNECTIONS):
            line = None if number else first
            # Those that began together would otherwise have to be renewed together.
            self._have_kept(line, number / CONNECTIONS, _said_to_wait(failed))

    async def close(self) -> None:
        """Take nothing more in. What was not acknowledged Slack sends elsewhere."""
        keepers = list(self._keepers)
        for keeper in keepers:
            keeper.cancel()
        await asyncio.gather(*keepers, return_exceptions=True)
        await asyncio.gather(*map(self._end, list(self._lines)))

    def _have_kept(self, line: Line | None, age: float, rest: float) -> None:
        keeper = asyncio.create_task(self._keep(line, age, rest))
        keeper.add_done_callback(self._no_longer_kept)
        self._keepers.append(keeper)

    def _no_longer_kept(self, keeper: asyncio.Task[None]) -> None:
        """A fault of ours must not cost a connection for good."""
        self._keepers.remove(keeper)
        if not keeper.cancelled() and (fault := keeper.exception()):
            log.error("a connection to Slack is no longer kept", exc_info=fault)
            self._have_kept(None, 0.0, self._patience.pauses[-1])

    async def _keep(self, line: Line | None, age: float, rest: float) -> None:
        """See that there is a line: a new one is open before the old one is closed.

        age:  the share of its life that the first line counts as having behind it
        rest: seconds before it begins
        """
        await asyncio.sleep(rest)
        failures = 0
        while True:
            if line:
                lived = await line.serves(1.0 - age)
                failures = 0 if lived >= self._patience.settled else failures + 1
                log.info("a connection to Slack is renewed: %s", line.why)
                age = 0.0
            try:
                fresh = await self._reconnect(failures)
            except CredentialsError as refused:
                self._refused(refused)
                return
            if line:
                await self._end(line)
            line = fresh

    async def _reconnect(self, failures: int) -> Line:
        while True:
            await self._pause(failures)
            try:
                return await self._connect()
            except CredentialsError:
                raise
            except (ConfigError, *_BROKEN) as failure:
                failures += 1
                log.warning("no connection to Slack, try %d: %s", failures, failure)
                await asyncio.sleep(_said_to_wait(failure))

    async def _connect(self) -> Line:
        """A line that has said hello. Raises what `dial` does, ClientError or OSError."""
        socket = await self._session.ws_connect(
            await self._dial(),
            heartbeat=self._patience.ping,
            autoping=False,
            proxy=self._proxy,
        )
        line = Line(socket, self._take, self._patience.silence)
        self._lines.add(line)
        try:
            async with asyncio.timeout(self._patience.hello):
                await line.greeted()
        except BaseException:
            await self._end(line)
            raise
        log.info("connected to Slack, connection %d", self.connections)
        return line

    async def _pause(self, failures: int) -> None:
        """Wait longer after each failure, and not all at the same moment."""
        pauses = self._patience.pauses
        pause = pauses[min(max(failures - 1, 0), len(pauses) - 1)]
        await asyncio.sleep(pause * random.uniform(0.5, 1.5))

    async def _end(self, line: Line) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._patience.close):
                await line.close()
        self._lines.discard(line)


def _said_to_wait(failure: Exception | None) -> float:
    """The seconds that Slack told us to wait; a little more, not all at one moment."""
    if not isinstance(failure, TryLater):
        return 0.0
    return failure.seconds + random.uniform(0.0, min(failure.seconds, 0.5))
