"""What both doors ask: is there anything to do at all, and can it be done just now?

Most of what Slack sends is a message that is no question. Its listener says so at once, and
it is let go; Bolt, whose work costs many times more than that decision, gets what people
press and what they address to us.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.logs import Seldom

from . import notices
from .incoming import unheard
from .payload import Headers, Payload, kind, part
from .tasks import Tasks, Work

_DONE = BoltResponse(status=200)
_ODD = (TypeError, AttributeError, LookupError, ValueError, RecursionError)

log = logging.getLogger(__name__)


class Gate:
    """Takes what Slack sent, by whichever door, and says what to answer at once.

    With too many answers in the making it takes no more: Slack sends an event again that
    is not acknowledged, within a second, a minute and five minutes, and shows a person
    that a click has failed. So the waiting line stands at Slack and not in our memory.

    `message` is the listener of that name, in its guard.
    """

    def __init__(
        self,
        app: AsyncApp,
        message: Callable[[Payload, Headers], Work | None],
        tasks: Tasks,
    ) -> None:
        self._app, self._message, self._tasks = app, message, tasks
        self._crowded = Seldom(log)

    @property
    def turned_away(self) -> int:
        """How much there was no room for, since the start."""
        return self._crowded.count

    async def take(self, payload: Payload, headers: Headers) -> BoltResponse:
        """The answer: 200 acknowledges; 503: too much just now; 400: of no known shape."""
        try:
            if payload.get("type") == "app_rate_limited":
                log.warning("Slack holds back events: too many came in the last hour")
            # Bolt would not acknowledge what has no listener; Slack would send it again.
            if unheard(payload):
                return _DONE
            if part(payload, "event").get("type") == "message":
                return self._decide(payload, headers)
            if self._tasks.full:
                return self._turn_away(payload)
            # Bolt reads nothing but the payload then; the door has done the rest.
            request = AsyncBoltRequest(
                body=dict(payload), headers=dict(headers), mode="socket_mode"
            )
            return await self._app.async_dispatch(request)
        except _ODD as fault:
            log.warning("refused what is of no known shape: %s", type(fault).__name__)
            return BoltResponse(status=400)

    def _decide(self, payload: Payload, headers: Headers) -> BoltResponse:
        work = self._message(payload, headers)
        if work and self._tasks.full:
            return self._turn_away(payload)
        if work:
            self._tasks.start(work())
        return _DONE

    def _turn_away(self, payload: Payload) -> BoltResponse:
        self._crowded.tell("too much at once, turned away", kind(payload))
        if "command" not in payload:
            return BoltResponse(status=503)
        told = json.dumps({"response_type": "ephemeral", "text": notices.CROWDED.text})
        return BoltResponse(
            status=200, body=told, headers={"content-type": "application/json"}
        )
