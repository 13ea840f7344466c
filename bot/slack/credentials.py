"""Whether Slack takes our tokens, asked before anything else begins.

Bolt would ask with the first event only, and lose every one that comes while the answer
is no: it acknowledges them.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import ConfigError

from .calls import Fate, Undelivered, attempt
from .manifest import INDISPENSABLE, switched_off

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


async def sign_in(client: AsyncWebClient) -> Identity:
    """Who we are; the log says what missing scopes switch off. Raises ConfigError."""
    try:
        known = await attempt(client.auth_test)
    except Undelivered as failure:
        raise _fault("SLACK_BOT_TOKEN", failure, client) from failure
    granted = known.headers.get("x-oauth-scopes")
    if granted is not None:
        _tell_what_is_off({scope.strip() for scope in granted.split(",")})
    log.info("signed in to %s as %s", known["team"], known["user"])
    enterprise = known.get("enterprise_id") or ""
    return Identity(known["team_id"], known["user_id"], known["bot_id"], enterprise)


async def socket_address(client: AsyncWebClient, app_token: str) -> str:
    """Where to open the socket. Raises ConfigError.

    slack_sdk would try again for ever with a token that is no good.
    """
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
        raise ConfigError([f"SLACK_BOT_TOKEN lacks the scope {INDISPENSABLE}: {remedy}"])


def _fault(variable: str, failure: Undelivered, client: AsyncWebClient) -> ConfigError:
    if failure.fate is Fate.REFUSED:
        remedy = "copy it again from the Slack app, and see that the app is installed"
        return ConfigError([f"Slack refuses {variable} ({failure.why}): {remedy}"])
    remedy = "check the network, a proxy, SLACK_API_URL"
    return ConfigError(
        [f"Slack does not answer at {client.base_url} ({failure.why}): {remedy}"]
    )
