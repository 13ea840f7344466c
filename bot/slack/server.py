"""Serve: check the credentials, take events by HTTP or Socket Mode, stop without loss."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot import collector
from bot.errors import CredentialsError
from bot.explainer import Explainer
from bot.glossary import Glossary
from bot.glossary_source import GlossaryFile
from bot.render import plain
from bot.settings import IN_THE_CLEAR, Settings

from . import app as slack_app
from . import credentials
from .delivery import Delivery
from .front_door import events, healthz
from .gate import Gate
from .health import Health
from .http_server import Routes, listening
from .manifest import EVENTS_PATH
from .manners import Manners
from .pace import Clock
from .seen import Seen
from .socket_mode import SocketMode
from .tasks import MOST, Tasks

CALL_SECONDS = 30.0  # for one call of Slack's
DRAIN_SECONDS = 9.0  # from being told to stop to the end; many a supervisor kills after 10
# What part of that has gone by when our own pace is given up, for Slack may well take more
# than that; when nobody waits any longer because Slack said so; and when what is under way
# is given up. What is left each time is for telling whoever waits for an answer.
PACED, WAITED, ANSWERED = 0.5, 0.7, 0.8

log = logging.getLogger(__name__)


class Ending:
    """When the bot has to stop, and why if it cannot go on."""

    def __init__(self) -> None:
        self.refused: CredentialsError | None = None
        self._come = asyncio.Event()

    @property
    def has_come(self) -> bool:
        """Whether it is time."""
        return self._come.is_set()

    async def wait(self) -> None:
        """Come back when it is time."""
        await self._come.wait()

    def told(self) -> None:
        """We were asked to stop."""
        self._come.set()

    def cannot_go_on(self, refused: CredentialsError) -> None:
        """Slack takes our token no more, and trying again will not help."""
        if not self.refused:
            log.error("%s", refused)
        self.refused = self.refused or refused
        self._come.set()


class Stop:
    """The time that a stop may take, `seconds` from its beginning."""

    def __init__(self, seconds: float, now: Clock = time.monotonic) -> None:
        self.seconds, self._now, self._began = seconds, now, 0.0

    def begin(self) -> None:
        """From now on the time counts, if it does not already."""
        self._began = self._began or self._now()

    def left(self, share: float = 1.0) -> float:
        """Seconds until that share of it has gone by; 0 if it has."""
        return max(0.0, self._began + share * self.seconds - self._now())


@dataclass(frozen=True, slots=True)
class Running:
    """The bot at work. `port` is the one it listens on, 0 if it does not."""

    gate: Gate
    tasks: Tasks
    port: int = 0


def run(settings: Settings, source: GlossaryFile) -> int:
    """Serve until SIGTERM or SIGINT. Raises ConfigError where it cannot begin or go on."""
    asyncio.run(serve(settings, long_lived(source), source))
    return 0


def long_lived(source: GlossaryFile) -> Explainer:
    """An explainer in a process that does nothing but serve: no pauses for what stays."""
    with collector.held_off(to_stay=True):  # the index, as the terms before it
        explainer = Explainer(source)
    collector.seldom_through_what_stays()
    return explainer


async def serve(settings: Settings, explainer: Explainer, source: GlossaryFile) -> None:
    """Serve until told to stop, then finish what was begun.

    Raises CredentialsError, after that, where Slack took our token back meanwhile.
    """
    if settings.in_the_clear:
        log.warning(IN_THE_CLEAR)
    ending = Ending()
    with _until_begun(ending) as begun:
        async with running(settings, explainer, source, ending=ending):
            begun()
            await ending.wait()
            log.info("stopping")
    if ending.refused:
        raise ending.refused


@contextmanager
def _until_begun(ending: Ending) -> Iterator[Callable[[], None]]:
    """Have a signal end us: at once while Slack lets us wait for its first answers."""
    serving = asyncio.current_task()

    def give_up() -> None:
        if serving and not ending.has_come:
            serving.cancel()
        ending.told()

    _at_a_signal(give_up)
    try:
        yield lambda: _at_a_signal(ending.told)
    except asyncio.CancelledError:
        if not ending.has_come:
            raise
        log.info("stopped before it had begun")


def _at_a_signal(do: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows: Ctrl-C cancels us instead
            loop.add_signal_handler(sign, do)


@asynccontextmanager
async def running(
    settings: Settings,
    explainer: Explainer,
    source: GlossaryFile,
    patience: float = DRAIN_SECONDS,
    ending: Ending | None = None,
    most: int = MOST,
) -> AsyncIterator[Running]:
    """Start everything, and at the end stop it in the order that loses nothing.

    First nothing new is taken in, then what was taken is finished, then all is closed.
    `patience` is how many seconds that may take in all; `ending` is told where the bot
    cannot go on; `most` is how much it does at a time.
    """
    tasks, ending = Tasks(most), ending or Ending()
    async with AsyncExitStack() as stack:
        timeout = aiohttp.ClientTimeout(total=CALL_SECONDS)
        session = await stack.enter_async_context(aiohttp.ClientSession(timeout=timeout))
        client = slack_app.client(settings, session)
        who = await credentials.sign_in(client)
        delivery = Delivery(client, who.user, on_revoked=_ends(ending))
        manners = Manners(settings, who.home)
        gate = slack_app.build(explainer, delivery, who, tasks, Seen(), manners)
        stop = Stop(patience)
        stack.push_async_callback(_drain, tasks, delivery, stop)
        await stack.enter_async_context(_watching(source, explainer))
        socket = None
        if settings.socket_mode:
            connecting = _socket_mode(settings.app_token, client, session, gate, ending)
            socket = await stack.enter_async_context(connecting)
        port = 0
        if settings.port is not None:
            health = Health(source, tasks, gate, delivery, socket)
            routes: Routes = {("GET", "/healthz"): healthz(health)}
            if not socket:
                routes["POST", EVENTS_PATH] = events(gate, settings.signing_secret)
            door = listening(routes, settings.host, settings.port)
            port = await stack.enter_async_context(door)
        how = "in Socket Mode" if socket else f"over HTTP on port {port}"
        log.info("answering %s from %d terms", how, len(source().terms))
        stack.callback(stop.begin)  # before the doors are closed, which takes time too
        yield Running(gate, tasks, port)


def _ends(ending: Ending) -> Callable[[str], None]:
    def revoked(why: str) -> None:
        ending.cannot_go_on(credentials.revoked(why))

    return revoked


@asynccontextmanager
async def _socket_mode(
    app_token: str,
    client: AsyncWebClient,
    session: aiohttp.ClientSession,
    gate: Gate,
    ending: Ending,
) -> AsyncIterator[SocketMode]:
    """Events over connections that we open to Slack."""

    async def dial() -> str:
        return await credentials.socket_address(client, app_token)

    socket = SocketMode(dial, session, gate.take, ending.cannot_go_on, proxy=client.proxy)
    try:
        await socket.start()
        yield socket
    finally:
        await socket.close()


@asynccontextmanager
async def _watching(source: GlossaryFile, explainer: Explainer) -> AsyncIterator[None]:
    """Follow changes of the glossary file."""

    def prepare(glossary: Glossary) -> None:
        plain.markdown("")  # imports what reads Markdown
        explainer.prepare(glossary)

    watch = asyncio.create_task(source.watch(prepare=prepare))
    watch.add_done_callback(_no_longer_watched)
    try:
        yield
    finally:
        watch.cancel()
        await asyncio.wait([watch])


def _no_longer_watched(watch: asyncio.Task[None]) -> None:
    if not watch.cancelled():
        log.error("the glossary is no longer watched", exc_info=watch.exception())


async def _drain(tasks: Tasks, delivery: Delivery, stop: Stop) -> None:
    """Finish what was begun: in pace, then in haste; then tell who gets no answer."""
    stop.begin()  # where a start failed half-way
    log.info("no more is taken in; answers to be finished: %d", len(tasks))
    if await tasks.drain(stop.left(PACED)):
        return
    delivery.hurry(stop.left(WAITED), stop.left())
    if await tasks.drain(stop.left(ANSWERED)):
        return
    unfinished = await tasks.cancel(stop.left())
    log.error("%d answers were not finished in %.0f s", unfinished, stop.seconds)
