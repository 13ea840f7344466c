"""Settings and an explainer → a Bolt app: its client, its boundary, its catch-all."""

from __future__ import annotations

import functools
import logging
import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.explainer import Explainer
from bot.settings import Settings

from . import notices
from .answers import Answers
from .calls import Undelivered
from .clicks import Clicks
from .credentials import Identity
from .delivery import Delivery
from .incoming import Asker, kind, unheard
from .listeners import Listener, Listeners
from .manners import Manners
from .seen import Seen
from .tasks import Tasks
from .threads import Threads
from .windows import Windows

log = logging.getLogger(__name__)


def client(settings: Settings, session: aiohttp.ClientSession) -> AsyncWebClient:
    """Slack's Web API over the one session.

    slack_sdk by itself would open a session for each call, and would send a post again
    when the connection drops, though Slack may have taken it. What is tried again, and
    when, is for `Delivery` to say.
    """
    return AsyncWebClient(
        settings.bot_token,
        base_url=settings.api_url,
        session=session,
        retry_handlers=[],
    )


def build(
    explainer: Explainer,
    delivery: Delivery,
    who: Identity,
    tasks: Tasks,
    seen: Seen,
    manners: Manners,
) -> AsyncApp:
    """The app with every listener in its guard, ready for either transport."""
    known = AuthorizeResult(
        enterprise_id=None, team_id=who.team, bot_user_id=who.user, bot_id=who.bot
    )

    async def authorize() -> AuthorizeResult:
        return known

    with _without_slack_variables():
        app = AsyncApp(
            name="explainer",
            authorize=authorize,
            # The front door does it, before anything of a request is read.
            request_verification_enabled=False,
        )
    app.middleware(acknowledge_unheard)
    threads = Threads(seen)
    answers = Answers(delivery, threads, seen)
    clicks = Clicks(explainer, delivery, threads, seen)
    windows = Windows(explainer, delivery)
    guard = Boundary(tasks, delivery)
    listeners = Listeners(explainer, answers, clicks, windows, manners, delivery.bot)
    listeners.attach(app, guard)
    return app


class Boundary:
    """The one place for the unexpected, around every listener.

    The listener goes on as a task of ours, so that a stop can wait for it: Bolt forgets
    its own after the acknowledgement. What it raises is logged here and told humanely to
    whoever awaits a reply; were it left to Bolt, it would turn an acknowledgement that
    was given into a 404.
    """

    def __init__(self, tasks: Tasks, delivery: Delivery) -> None:
        self._tasks, self._delivery = tasks, delivery

    def __call__(self, listener: Listener) -> Listener:
        """The listener, inside."""

        @functools.wraps(listener)  # Bolt reads the names of the arguments
        async def inside(**given: Any) -> None:
            self._tasks.start(self._run(listener, given))

        return inside

    async def _run(self, listener: Listener, given: dict[str, Any]) -> None:
        try:
            await self._answer(listener, given)
        except Undelivered as failure:
            log.warning("nobody could be told: %s", failure.why)

    async def _answer(self, listener: Listener, given: dict[str, Any]) -> None:
        try:
            await listener(**given)
        except Undelivered:
            raise
        except Exception:
            log.exception("a listener failed: %s", kind(given["body"]))
            if asker := Asker.of(given["body"]):
                await self._delivery.tell(asker, notices.BROKEN)


async def acknowledge_unheard(
    req: AsyncBoltRequest, next_: Callable[[], Awaitable[BoltResponse]]
) -> BoltResponse:
    """Acknowledge what has no listener; Bolt would not, and Slack would send it again."""
    if not unheard(req.body):
        return await next_()
    if req.body.get("type") == "app_rate_limited":
        log.warning("Slack holds back events: there were too many in the last hour")
    return BoltResponse(status=200, body="")


@contextmanager
def _without_slack_variables() -> Iterator[None]:
    """Hide SLACK_* from Bolt, which turns to OAuth if it finds a client's id and secret."""
    hidden = {name: os.environ.pop(name) for name in [*os.environ] if name[:6] == "SLACK_"}
    try:
        yield
    finally:
        os.environ.update(hidden)
