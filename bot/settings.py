"""What the environment says, checked once and frozen. No `.env` file is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from .errors import ConfigError

SLACK_API = "https://slack.com/api/"
DEFAULT_PORT = 3000
HIGHEST_PORT = 65535

_BOT_TOKEN = (
    "copy the Bot User OAuth Token (xoxb-…) of your Slack app, under OAuth & Permissions"
)
_APP_TOKEN = (
    "copy an App-Level Token (xapp-…) with the scope connections:write, under Basic "
    "Information; or unset it to be reached over HTTP"
)
_SECRET = (
    "copy the Signing Secret, under Basic Information; or set SLACK_APP_TOKEN to use "
    "Socket Mode, which needs no public address"
)


@dataclass(frozen=True, slots=True)
class Settings:
    """How to reach Slack and be reached; secrets stay out of `repr`.

    port: where to listen; None where nothing has to (Socket Mode without `PORT`)
    host: on which address to listen; every one, for what stands before a server varies
    glossary: path of the file, or empty for the usual places
    """

    bot_token: str = field(repr=False)
    signing_secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    api_url: str = SLACK_API
    port: int | None = DEFAULT_PORT
    host: str = "0.0.0.0"
    glossary: str = ""

    @property
    def socket_mode(self) -> bool:
        """Whether Slack is reached over a socket that we open, not over HTTP."""
        return bool(self.app_token)

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Settings:
        """Read and check everything; a ConfigError names every fault at once."""
        given = {name: value.strip() for name, value in environment.items()}
        faults = [*_token_faults(given), *_other_faults(given)]
        if faults:
            raise ConfigError(faults)
        app_token, port = given.get("SLACK_APP_TOKEN", ""), given.get("PORT", "")
        silent = bool(app_token) and not port
        return cls(
            bot_token=given["SLACK_BOT_TOKEN"],
            signing_secret=given.get("SLACK_SIGNING_SECRET", ""),
            app_token=app_token,
            api_url=(given.get("SLACK_API_URL") or SLACK_API).rstrip("/") + "/",
            port=None if silent else int(port or DEFAULT_PORT),
            glossary=given.get("GLOSSARY", ""),
        )


def _token_faults(given: Mapping[str, str]) -> list[str]:
    """What is wrong with the secrets; never their value."""
    faults = []
    bot, app = given.get("SLACK_BOT_TOKEN", ""), given.get("SLACK_APP_TOKEN", "")
    if not bot:
        faults.append(f"SLACK_BOT_TOKEN is not set: {_BOT_TOKEN}")
    elif not bot.startswith("xoxb-"):
        faults.append(f"SLACK_BOT_TOKEN does not begin with xoxb-: {_BOT_TOKEN}")
    if app and not app.startswith("xapp-"):
        faults.append(f"SLACK_APP_TOKEN does not begin with xapp-: {_APP_TOKEN}")
    if not app and not given.get("SLACK_SIGNING_SECRET"):
        faults.append(f"SLACK_SIGNING_SECRET is not set: {_SECRET}")
    return faults


def _other_faults(given: Mapping[str, str]) -> list[str]:
    faults = []
    url, port = given.get("SLACK_API_URL", ""), given.get("PORT", "")
    if url and not (urlsplit(url).scheme in ("http", "https") and urlsplit(url).netloc):
        faults.append(f"SLACK_API_URL is no web address: unset it to use {SLACK_API}")
    if port and not (port.isascii() and port.isdigit() and int(port) <= HIGHEST_PORT):
        faults.append(f"PORT is not a number from 0 to {HIGHEST_PORT}: correct or unset it")
    path = given.get("GLOSSARY", "")
    if path and not Path(path).is_file():
        faults.append(f"GLOSSARY names no file ({path}): correct or unset it")
    return faults
