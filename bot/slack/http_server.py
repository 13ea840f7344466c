"""A small HTTP server: the routes it is given, and patience for nobody.

aiohttp by itself waits for ever for the first request of a connection, tells its version
and Python's in each answer, and logs what it could not read.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

from aiohttp import web

from bot.errors import ConfigError
from bot.logs import Seldom

from .front_door import SECONDS_TO_ARRIVE, Handler, last

SECONDS_IDLE = 75.0  # that a connection is kept between two requests
SECONDS_TO_CLOSE = 3.0
# Slack sends at most 30 000 events an hour and workspace, and each is here for about a
# millisecond. Whoever has not signed anything yet can make a connection cost 2 MB.
MOST_COMING = 128  # requests that are longer on their way than ROOM_FOR_BURSTS
ROOM_FOR_BURSTS = 1.0  # seconds
MOST_HEADERS = 64  # in a request; Slack's have a dozen, and proxies add some

Routes = dict[tuple[str, str], Handler]  # by method and path

_REMEDIES = {
    errno.EADDRINUSE: "set PORT to another one, or stop what uses it",
    errno.EACCES: "set PORT to one above 1023",
    errno.EADDRNOTAVAIL: "set BIND to an address of this machine, or unset it",
}

log = logging.getLogger(__name__)


@asynccontextmanager
async def listening(
    routes: Routes,
    host: str,
    port: int,
    patience: float = SECONDS_TO_ARRIVE,
    most: int = MOST_COMING,
) -> AsyncIterator[int]:
    """Serve, and give the port: the one asked for, or any free one for 0.

    most: requests that may be on their way for longer than a moment; with more, whoever
    takes longest is hung up on. Were it the newcomer, a few who say nothing could keep
    Slack out.

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
        remedy = _REMEDIES.get(error.errno or 0)
        if not remedy:
            raise
        why = f"port {port} of {host} cannot be had ({os.strerror(error.errno or 0)})"
        raise ConfigError([f"{why}: {remedy}"]) from error


class _Server(web.Server):
    """Makes the connections, and leads each request to its handler."""

    def __init__(self, routes: Routes, patience: float, most: int) -> None:
        super().__init__(self._route)
        self._routes, self.patience, self._most = routes, patience, most
        self.refusals = Seldom(log, logging.INFO)
        self._coming: dict[_Connection, None] = {}  # in the order in which they began

    def __call__(self) -> web.RequestHandler:
        return _Connection(self)

    def coming(self, connection: _Connection) -> None:
        """A request is on its way there, as far as we know."""
        if connection in self._coming:
            return
        self._coming[connection] = None
        if len(self._coming) > self._most:
            asyncio.get_running_loop().call_later(ROOM_FOR_BURSTS, self._make_room)

    def through(self, connection: _Connection) -> None:
        """It is answered, or gone."""
        self._coming.pop(connection, None)

    def _make_room(self) -> None:
        if len(self._coming) > self._most:
            longest = next(iter(self._coming))
            self.through(longest)
            longest.hang_up()
            self.refusals.tell("hung up on who took longest: too many at once")

    async def _route(self, request: web.BaseRequest) -> web.StreamResponse:
        connection = cast(_Connection, request.protocol)
        connection.came()
        handler = self._routes.get((request.method, request.path))
        answer = await handler(request) if handler else last(self._nothing(request))
        if request.content.is_eof():  # else aiohttp waits for the rest of its body
            self.through(connection)
        return _nameless(answer)

    def _nothing(self, request: web.BaseRequest) -> web.Response:
        allowed = [method for method, path in self._routes if path == request.path]
        if allowed:
            return web.Response(status=405, headers={"Allow": ", ".join(allowed)})
        return web.Response(status=404)


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
        self._server.coming(self)
        self._hang_up_later()

    def connection_lost(self, exc: BaseException | None) -> None:
        self._wait_no_longer()
        self._server.through(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._server.coming(self)
        super().data_received(data)

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
        """A request is there, or its head is."""
        self._wait_no_longer()

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
        return _nameless(last(web.Response(status=status)))


def _nameless(answer: web.Response) -> web.Response:
    """Without aiohttp's version and Python's."""
    answer.headers["Server"] = "explainer"
    return answer
