"""A small HTTP server: the routes it is given, and patience for nobody.

aiohttp by itself waits for ever for the first request of a connection, tells its version
and Python's in each answer, and logs what it could not read.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import os
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

from aiohttp import web

from bot.errors import ConfigError
from bot.logs import Seldom

from .front_door import SECONDS_TO_ARRIVE, Handler

SECONDS_IDLE = 75.0  # that a connection is kept between two requests
SECONDS_TO_CLOSE = 3.0
# Slack sends at most 30 000 events an hour and workspace, and each is here for about a
# millisecond. Whoever has not signed anything yet can make a connection cost 2 MB.
MOST_OPEN = 128
MOST_HEADERS = 64  # in a request; Slack's have a dozen, and proxies add some

Routes = dict[tuple[str, str], Handler]  # by method and path

log = logging.getLogger(__name__)


@asynccontextmanager
async def listening(
    routes: Routes,
    host: str,
    port: int,
    patience: float = SECONDS_TO_ARRIVE,
    most: int = MOST_OPEN,
) -> AsyncIterator[int]:
    """Serve, and give the port: the one asked for, or any free one for 0.

    most: connections that are open at a time; one more, and whoever has waited longest
    goes. Were it the newcomer, a few who say nothing could keep Slack out.

    At the end nothing new is taken in; what came before is answered. Raises ConfigError
    where the port cannot be had.
    """
    runner = web.ServerRunner(
        _Server(routes, patience, most), shutdown_timeout=SECONDS_TO_CLOSE
    )
    await runner.setup()
    try:
        await _listen(runner, host, port)
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


async def _listen(runner: web.ServerRunner, host: str, port: int) -> None:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        why = f"port {port} cannot be had ({os.strerror(error.errno)})"
        remedy = "set PORT to another one, or stop what uses it"
        raise ConfigError([f"{why}: {remedy}"]) from error


class _Server(web.Server):
    """Makes the connections, and leads each request to its handler."""

    def __init__(self, routes: Routes, patience: float, most: int) -> None:
        super().__init__(self._route)
        self._routes, self.patience, self._most = routes, patience, most
        self.refusals = Seldom(log, logging.INFO)
        # First whoever has waited longest since it came, or since its last request.
        self._open: OrderedDict[_Connection, None] = OrderedDict()

    def __call__(self) -> web.RequestHandler:
        return _Connection(self)

    def opened(self, connection: _Connection) -> None:
        """Count it, and make room for it."""
        if len(self._open) >= self._most:
            longest, _ = self._open.popitem(last=False)
            longest.hang_up()
            self.refusals.tell(f"hung up on whoever waited longest of {self._most}")
        self._open[connection] = None

    def asked(self, connection: _Connection) -> None:
        """It waits no longer, unless it was hung up on."""
        if connection in self._open:
            self._open.move_to_end(connection)

    def lost(self, connection: _Connection) -> None:
        """It is gone."""
        self._open.pop(connection, None)

    async def _route(self, request: web.BaseRequest) -> web.StreamResponse:
        if isinstance(request.protocol, _Connection):
            request.protocol.came()
        handler = self._routes.get((request.method, request.path))
        if handler:
            return _nameless(await handler(request))
        allowed = [method for method, path in self._routes if path == request.path]
        if allowed:
            return _nameless(
                web.Response(status=405, headers={"Allow": ", ".join(allowed)})
            )
        return _nameless(web.Response(status=404))


class _Connection(web.RequestHandler):
    """One connection. Its first request must come in time; aiohttp times later ones.

    So must its answers go: aiohttp waits for ever for whoever does not take them.
    """

    __slots__ = ("_limit", "_server", "_wire")

    def __init__(self, server: _Server) -> None:
        super().__init__(
            server,
            loop=asyncio.get_running_loop(),
            access_log=None,  # type: ignore[arg-type] # runners pass the same for none
            keepalive_timeout=SECONDS_IDLE,
            auto_decompress=False,  # what is signed is what was sent
            max_headers=MOST_HEADERS,
        )
        self._server = server
        self._limit: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._wire = cast(asyncio.Transport, transport)
        self._wire.set_write_buffer_limits(0)  # a single byte not taken pauses writing
        super().connection_made(transport)
        self._server.opened(self)
        self._hang_up_later()

    def connection_lost(self, exc: BaseException | None) -> None:
        self._wait_no_longer()
        self._server.lost(self)
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Its answer is not taken: so it gets no other, and not for ever to take this."""
        super().pause_writing()
        self.close()
        self._hang_up_later()

    def resume_writing(self) -> None:
        """Its answer is taken."""
        self._wait_no_longer()
        super().resume_writing()

    def came(self) -> None:
        """A request is there."""
        self._wait_no_longer()
        self._server.asked(self)

    def hang_up(self) -> None:
        """Close it at once; `force_close` would first wait until all is taken."""
        self._wire.abort()

    def _hang_up_later(self) -> None:
        self._wait_no_longer()
        loop = asyncio.get_running_loop()
        self._limit = loop.call_later(self._server.patience, self.hang_up)

    def _wait_no_longer(self) -> None:
        if self._limit:
            self._limit.cancel()
            self._limit = None

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answer what is no HTTP, or what a handler failed at, with a bare status."""
        if status < 500:
            self._server.refusals.tell(f"refused what is no HTTP: {type(exc).__name__}")
        else:
            log.error("a request failed", exc_info=exc)
        answer = _nameless(web.Response(status=status))
        answer.force_close()
        return answer


def _nameless(answer: web.Response) -> web.Response:
    """Without aiohttp's version and Python's."""
    answer.headers["Server"] = "explainer"
    return answer
