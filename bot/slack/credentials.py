"""Whether Slack takes our tokens, asked before anything else begins.

Bolt would ask with the first event only, and lose every one that comes while the answer
is no: it acknowledges them.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import ConfigError, CredentialsError

from .calls import Fate, Undelivered, attempt
from .manifest import INDISPENSABLE, switched_off
from .pace import Clock, Sleep
from .retries import Retries

# What no further try will change, of the errors that every method can give.
_REFUSALS = {
    "access_denied",
    "account_inactive",
    "invalid_auth",
    "missing_scope",
    "no_permission",
    "not_allowed_token_type",
    "not_authed",
    "org_login_required",
    "token_expired",
    "token_revoked",
}
_WHO = ("team", "user", "bot", "enterprise")
_REMEDY = "copy it again from the Slack app, and see that the app is installed"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who we are in the workspace. `enterprise`: its organisation, if it is of one."""

    team: str
    user: str
    bot: str
    enterprise: str = ""

    @property
    def home(self) -> frozenset[str]:
        """What tells our own people: their workspace and their organisation."""
        return frozenset((self.team, self.enterprise)) - {""}


class TryLater(ConfigError):
    """Slack does not answer now; in so many seconds it may."""

    def __init__(self, faults: Sequence[str], seconds: float = 0.0) -> None:
        super().__init__(faults)
        self.seconds = seconds


async def sign_in(
    client: AsyncWebClient, now: Clock = time.monotonic, sleep: Sleep = asyncio.sleep
) -> Identity:
    """Who we are; the log says what missing scopes switch off. Asked again if it falters.

    Raises CredentialsError where Slack refuses the token, ConfigError where it is silent.
    """
    try:
        known = await Retries(attempt, now, sleep).reached("auth.test", client.auth_test)
    except Undelivered as failure:
        raise _fault("SLACK_BOT_TOKEN", failure, client) from failure
    granted = known.headers.get("x-oauth-scopes")
    if granted is not None:
        _tell_what_is_off({scope.strip() for scope in granted.split(",")})
    log.info("signed in to %s as %s", known["team"], known["user"])
    told = (str(known.get(f"{what}_id") or "") for what in _WHO)
    return Identity(*told)


async def socket_address(client: AsyncWebClient, app_token: str) -> str:
    """Where to open a socket. Raises as `sign_in` does, and TryLater; asks once."""
    try:
        opened = await attempt(lambda: client.apps_connections_open(app_token=app_token))
    except Undelivered as failure:
        raise _fault("SLACK_APP_TOKEN", failure, client) from failure
    return str(opened["url"])


def _tell_what_is_off(granted: set[str]) -> None:
    missing = switched_off(granted)
    for scope, what in missing.items():
        log.warning("the token lacks %s: %s", scope, what)
    if INDISPENSABLE in missing:
        remedy = "add it under OAuth & Permissions and install the app again"
        raise CredentialsError(
            [f"SLACK_BOT_TOKEN lacks the scope {INDISPENSABLE}: {remedy}"]
        )


def revoked(why: str) -> CredentialsError:
    """What to tell the owner when Slack takes the bot token back; `why` is its word."""
    return CredentialsError([f"Slack no longer takes SLACK_BOT_TOKEN ({why}): {_REMEDY}"])


def address(client: AsyncWebClient) -> str:
    """Where Slack is asked, as it may be told: without a name and password in it."""
    url = urlsplit(client.base_url)
    return url._replace(netloc=url.netloc.rpartition("@")[2]).geturl()


def _fault(variable: str, failure: Undelivered, client: AsyncWebClient) -> ConfigError:
    if failure.why in _REFUSALS:
        return CredentialsError([f"Slack refuses {variable} ({failure.why}): {_REMEDY}"])
    remedy = "check the network, a proxy, SLACK_API_URL"
    told = [f"Slack does not answer at {address(client)} ({failure.why}): {remedy}"]
    if failure.retry_after is not None:
        return TryLater(told, failure.retry_after)
    return ConfigError(told) if failure.fate is Fate.REFUSED else TryLater(told)
