"""One call of Slack's, and what became of it if it did not go well.

The errors are those of https://docs.slack.dev/reference/methods/chat.postMessage.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from enum import Enum, auto
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

UNSAID = 1.0  # seconds to wait where Slack turns a call away and does not say how long
LONGEST_SAID = 3_600.0  # seconds; a longer wait is a mistake, and would be silence for good

_AWAY = {"not_in_channel", "channel_not_found"}
_UNFIT = {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"}
_REVOKED = {
    "token_revoked",
    "account_inactive",
    "invalid_auth",
    "not_authed",
    "token_expired",
}
_BUSY = {"ratelimited", "rate_limited"}
# “It's possible some aspect of the operation succeeded before the error was raised.”
_MAYBE_DONE = {"internal_error", "fatal_error", "service_unavailable"}
_NEVER_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
_BROKEN_OFF = (aiohttp.ClientError, TimeoutError, OSError)
# What slack_sdk stumbles with over an answer that is no JSON object.
_UNREADABLE = (AttributeError, TypeError, ValueError)
_WORD = re.compile(r"[a-z][a-z_]{2,50}")

Call = Callable[[], Awaitable[Any]]


class Fate(Enum):
    """What became of a call that did not go well."""

    REFUSED = auto()  # Slack said no
    UNSENT = auto()  # it never left here
    UNKNOWN = auto()  # Slack may have done it


class Undelivered(Exception):
    """A message that did not reach its place; `why` is Slack's word for it, or ours.

    `retry_after`: Slack turned it away unread, to be sent again in so many seconds.
    """

    def __init__(
        self, why: str, fate: Fate = Fate.REFUSED, retry_after: float | None = None
    ) -> None:
        super().__init__(why)
        self.why, self.fate, self.retry_after = why, fate, retry_after

    @property
    def away(self) -> bool:
        """Whether the reason is that we are no member there."""
        return self.fate is Fate.REFUSED and self.why in _AWAY

    @property
    def revoked(self) -> bool:
        """Whether our token is good for nothing any more."""
        return self.fate is Fate.REFUSED and self.why in _REVOKED

    @property
    def unfit(self) -> bool:
        """Whether Slack does not take the message as it is, but may take a plainer one."""
        return self.fate is Fate.REFUSED and self.why in _UNFIT

    @property
    def busy(self) -> bool:
        """Whether there was too much to say, so that it may be said later."""
        return self.retry_after is not None

    @classmethod
    def of(cls, error: Exception) -> Undelivered:
        """Read what a call of slack_sdk raised."""
        if isinstance(error, SlackApiError):
            response = error.response
            # An answer that is no JSON comes as aiohttp has it, with its status elsewhere.
            status = getattr(response, "status_code", getattr(response, "status", 500))
            data = getattr(response, "data", None)
            why = str(data.get("error") or "") if isinstance(data, dict) else ""
            return cls._answered(status, why, getattr(response, "headers", {}))
        if isinstance(error, _UNREADABLE) and not isinstance(error, _BROKEN_OFF):
            return cls("unreadable answer", Fate.UNKNOWN)
        unsent = isinstance(error, _NEVER_SENT)
        return cls(type(error).__name__, Fate.UNSENT if unsent else Fate.UNKNOWN)

    @classmethod
    def of_hook(
        cls, status: int, body: str, headers: Mapping[str, Any]
    ) -> Undelivered | None:
        """Read what a response_url answered; None if all went well.

        Its errors are JSON or a bare word; JSON may come with status 200, as from the Web
        API. What it says when all went well is `ok`, JSON or nothing.
        """
        told = _read(body)
        refused = isinstance(told, dict) and told.get("ok") is False
        if 200 <= status < 300 and not refused:
            return None
        word = _word(told)
        if word not in _UNFIT:
            # Not to be taken for what the Web API would mean by the same word.
            word = f"response_url: {word or f'http {status}'}"
        return cls._answered(status, word, headers)

    @classmethod
    def _answered(cls, status: int, why: str, headers: Mapping[str, Any]) -> Undelivered:
        if status == 429 or why in _BUSY:
            return cls(why or "ratelimited", retry_after=_seconds(headers))
        unknown = status >= 500 or not why or why in _MAYBE_DONE
        return cls(why or f"http {status}", Fate.UNKNOWN if unknown else Fate.REFUSED)


async def attempt(call: Call) -> Any:
    """Make one call; what it raises becomes Undelivered."""
    try:
        return await call()
    except (SlackApiError, *_BROKEN_OFF, *_UNREADABLE) as error:
        raise Undelivered.of(error) from error


def _seconds(headers: Mapping[str, Any]) -> float:
    try:
        seconds = float(headers.get("Retry-After", UNSAID))
    except (TypeError, ValueError):
        return UNSAID
    if not seconds >= 0:  # negative, or no number at all
        return UNSAID
    return min(seconds, LONGEST_SAID)


def _read(body: str) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return body.strip()


def _word(told: Any) -> str:
    """Slack's word for what was wrong, or nothing."""
    word = told.get("error") if isinstance(told, dict) else told
    return word if isinstance(word, str) and _WORD.fullmatch(word) else ""
