"""Settings and an explainer → a Bolt app behind its gate: its client and its boundary."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from urllib.parse import urlsplit
from urllib.request import proxy_bypass

import aiohttp
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.explainer import Explainer
from bot.render.blocks import Message
from bot.settings import THIS_MACHINE, Settings

from . import incoming, notices
from .answers import Answers
from .calls import Undelivered
from .clicks import Clicks
from .credentials import Identity
from .delivery import Delivery
from .gate import Gate
from .listeners import Listener, Listeners
from .manners import Manners
from .payload import Headers, Payload, kind
from .seen import Seen
from .tasks import Tasks, Work
from .threads import Threads
from .windows import Windows

Decider = Callable[[Payload, Headers], Work | None]

log = logging.getLogger(__name__)


def client(settings: Settings, session: aiohttp.ClientSession) -> AsyncWebClient:
    """Slack's Web API over the one session.

    slack_sdk by itself would open a session for each call, and would send a post again
    when the connection drops, though Slack may have taken it. What is tried again, and
    when, is for `Delivery` to say. It takes the proxy of the environment for every host.
    """
    made = AsyncWebClient(
        settings.bot_token,
        base_url=settings.api_url,
        session=session,
        retry_handlers=[],
    )
    if _is_near(urlsplit(settings.api_url).hostname or ""):
        made.proxy = None
    return made


def _is_near(host: str) -> bool:
    """Whether no proxy leads there: by NO_PROXY, or because it is this machine."""
    return host in THIS_MACHINE or bool(proxy_bypass(host))


def build(
    explainer: Explainer,
    delivery: Delivery,
    who: Identity,
    tasks: Tasks,
    seen: Seen,
    manners: Manners,
) -> Gate:
    """The gate, for either door, and behind it Bolt with every listener in its guard."""
    app = _bolt(who)
    threads = Threads(seen)
    answers = Answers(delivery, threads, seen, manners)
    clicks = Clicks(explainer, delivery, threads, seen)
    windows = Windows(explainer, delivery)
    guard = Boundary(tasks, delivery)
    listeners = Listeners(explainer, answers, clicks, windows, manners, delivery.bot)
    listeners.attach(app, guard)
    return Gate(app, guard.deciding(listeners.message), tasks)


def _bolt(who: Identity) -> AsyncApp:
    """Bolt as a dispatcher; all it could do beside that is done before it or behind it."""
    known = AuthorizeResult(
        enterprise_id=None, team_id=who.team, bot_user_id=who.user, bot_id=who.bot
    )

    async def authorize() -> AuthorizeResult:
        return known

    with _without_slack_variables():
        return AsyncApp(
            name="explainer",
            authorize=authorize,
            logger=logging.getLogger("slack_bolt"),
            # Our listeners have started their work when they return: no need to poll for
            # the acknowledgement, as Bolt would every 10 ms.
            process_before_response=True,
            # The front door does it, before anything of a request is read.
            request_verification_enabled=False,
            ssl_check_enabled=False,
            url_verification_enabled=False,
            # What our listeners see to themselves, or do not use.
            ignoring_self_events_enabled=False,
            attaching_function_token_enabled=False,
            attaching_conversation_kwargs_enabled=False,
        )


class Boundary:
    """The one place for the unexpected, around every listener and what comes of it.

    The listener goes on as a task of ours, so that a stop can wait for it: Bolt forgets
    its own after the acknowledgement. What it raises is logged here and told humanely to
    whoever awaits a reply; were it left to Bolt, it would turn an acknowledgement that
    was given into a 404. A stop that can wait no longer cancels the task; that is told
    in the same way.
    """

    def __init__(self, tasks: Tasks, delivery: Delivery) -> None:
        self._tasks, self._delivery = tasks, delivery

    def __call__(self, listener: Listener) -> Callable[..., Awaitable[None]]:
        """The listener, inside: acknowledged, and begun."""

        async def inside(
            ack: AsyncAck, body: dict[str, Any], request: AsyncBoltRequest
        ) -> None:
            work = partial(listener, body, request.headers)
            self._tasks.start(self._run(work, body))
            await ack()

        return inside

    def deciding(self, listener: Decider) -> Decider:
        """The listener for messages, inside, and so is the work that it gives."""

        def inside(body: Payload, headers: Headers) -> Work | None:
            try:
                work = listener(body, headers)
            except Exception:  # whatever it is, Slack gets its acknowledgement
                log.exception("a decision failed: %s", kind(body))
                return None  # nobody addressed us, or the work would have failed
            return work and partial(self._run, work, body)

        return inside

    async def _run(self, work: Work, body: Payload) -> None:
        try:
            await self._guarded(work, body)
        except Undelivered as failure:
            log.warning("nobody could be told: %s", failure.why)

    async def _guarded(self, work: Work, body: Payload) -> None:
        try:
            await work()
        except Undelivered:
            raise
        except asyncio.CancelledError:
            # A call may have been under way, and nobody can ask Slack about it any more.
            await self._tell(body, notices.UNSURE)
            raise
        except Exception:  # whatever it is, who awaits a reply hears of it
            log.exception("a listener failed: %s", kind(body))
            await self._tell(body, notices.BROKEN)

    async def _tell(self, body: Payload, notice: Message) -> None:
        if asker := incoming.asker(body, self._delivery.bot):
            await self._delivery.assure(asker, notice)


@contextmanager
def _without_slack_variables() -> Iterator[None]:
    """Hide SLACK_* from Bolt, which turns to OAuth if it finds a client's id and secret."""
    hidden = {name: os.environ.pop(name) for name in [*os.environ] if name[:6] == "SLACK_"}
    try:
        yield
    finally:
        os.environ.update(hidden)
