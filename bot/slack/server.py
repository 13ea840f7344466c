"""Serve: check the credentials, take events by HTTP or Socket Mode, stop without loss."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass

import aiohttp
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import ConfigError
from bot.explainer import Explainer
from bot.glossary_source import GlossaryFile
from bot.settings import Settings

from . import app as slack_app
from .credentials import sign_in, socket_address
from .delivery import Delivery
from .front_door import events, healthz
from .health import Health
from .manifest import EVENTS_PATH
from .manners import Manners
from .seen import Seen
from .tasks import Tasks

CALL_SECONDS = 30.0  # for one call of Slack's
CLOSE_SECONDS = 3.0  # for connections to say goodbye
DRAIN_SECONDS = 10.0  # for answers in the making, once we are told to stop

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Running:
    """The bot at work. `port` is the one it listens on, 0 if it does not."""

    app: AsyncApp
    tasks: Tasks
    port: int = 0


def run(settings: Settings, source: GlossaryFile) -> int:
    """Serve until SIGTERM or SIGINT. Raises ConfigError where it cannot begin."""
    asyncio.run(serve(settings, Explainer(source), source))
    return 0


async def serve(settings: Settings, explainer: Explainer, source: GlossaryFile) -> None:
    """Serve until told to stop, then finish what was begun."""
    told_to_stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows: Ctrl-C cancels us instead
            loop.add_signal_handler(sign, told_to_stop.set)
    async with running(settings, explainer, source):
        await told_to_stop.wait()
        log.info("stopping")


@asynccontextmanager
async def running(
    settings: Settings,
    explainer: Explainer,
    source: GlossaryFile,
    patience: float = DRAIN_SECONDS,
) -> AsyncIterator[Running]:
    """Start everything, and at the end stop it in the order that loses nothing."""
    tasks = Tasks()
    async with AsyncExitStack() as stack:
        timeout = aiohttp.ClientTimeout(total=CALL_SECONDS)
        session = await stack.enter_async_context(aiohttp.ClientSession(timeout=timeout))
        client = slack_app.client(settings, session)
        who = await sign_in(client)
        delivery, manners = Delivery(client, who.user), Manners(settings, who.home)
        app = slack_app.build(explainer, delivery, who, tasks, Seen(), manners)
        stack.push_async_callback(_drain, tasks, patience)
        await stack.enter_async_context(_watching(source, explainer))
        socket = None
        if settings.socket_mode:
            connecting = _socket_mode(app, client, settings.app_token)
            socket = await stack.enter_async_context(connecting)
        port = 0
        if settings.port is not None:
            doors = web.Application()
            doors.router.add_get("/healthz", healthz(Health(source, tasks, socket)))
            if not socket:
                doors.router.add_post(EVENTS_PATH, events(app, settings.signing_secret))
            port = await stack.enter_async_context(
                _http(doors, settings.host, settings.port)
            )
        how = "in Socket Mode" if socket else f"over HTTP on port {port}"
        log.info("answering %s from %d terms", how, len(source().terms))
        yield Running(app, tasks, port)


@asynccontextmanager
async def _socket_mode(
    app: AsyncApp, client: AsyncWebClient, app_token: str
) -> AsyncIterator[SocketModeClient]:
    """Events over a socket that we open to Slack."""
    address = await socket_address(client, app_token)
    handler = AsyncSocketModeHandler(app, app_token, web_client=client)
    socket: SocketModeClient = handler.client
    socket.wss_uri = address
    try:
        await socket.connect()  # type: ignore[no-untyped-call] # slack_sdk left it out
        yield socket
    finally:
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS):
                await socket.close()  # type: ignore[no-untyped-call] # the same
        # It is left open where saying goodbye takes too long.
        await socket.aiohttp_client_session.close()


@asynccontextmanager
async def _http(doors: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """Listen, and give the port: the one asked for, or any free one for 0."""
    runner = web.AppRunner(doors, access_log=None, shutdown_timeout=CLOSE_SECONDS)
    await runner.setup()
    try:
        await _listen(runner, host, port)
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, host: str, port: int) -> None:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        why = f"port {port} cannot be had ({os.strerror(error.errno)})"
        remedy = "set PORT to another one, or stop what uses it"
        raise ConfigError([f"{why}: {remedy}"]) from error


@asynccontextmanager
async def _watching(source: GlossaryFile, explainer: Explainer) -> AsyncIterator[None]:
    """Follow changes of the glossary file."""
    watch = asyncio.create_task(source.watch(prepare=explainer.prepare))
    watch.add_done_callback(_no_longer_watched)
    try:
        yield
    finally:
        watch.cancel()
        await asyncio.wait([watch])


def _no_longer_watched(watch: asyncio.Task[None]) -> None:
    if not watch.cancelled():
        log.error("the glossary is no longer watched", exc_info=watch.exception())


async def _drain(tasks: Tasks, patience: float) -> None:
    lost = await tasks.drain(patience)
    if lost:
        log.error("%d answers were not finished in %.0f s", lost, patience)
