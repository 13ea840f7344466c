"""What the environment says, checked once and frozen. No `.env` file is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from .errors import ConfigError

SLACK_API = "https://slack.com/api/"
DEFAULT_PORT = 3000
HIGHEST_PORT = 65535
EVERY_ADDRESS = "0.0.0.0"  # for what stands before a server varies
OVERHEAR_PER_MINUTE = 30  # a lively channel never gets there, a flood does
MOST_PER_MINUTE = 60  # Slack takes about one post a second in a channel
LOG_LEVELS = ("debug", "info", "warning", "error")
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
IN_THE_CLEAR = "SLACK_API_URL is not https: the token travels in the clear; write https"

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

_CHANNEL = r"[CG][A-Z0-9]+"
_OVERHEAR = re.compile(rf"(?i:all|none)?|{_CHANNEL}(?:\s*,\s*{_CHANNEL})*")


@dataclass(frozen=True, slots=True)
class Settings:
    """How to reach Slack and be reached; secrets stay out of `repr`.

    port: where to listen; None where nothing has to (Socket Mode without `PORT`)
    host: on which address of this machine to listen
    glossary: path of the file, or empty for the usual places
    overhear: ids of the channels where questions are answered that nobody addressed to
        us; None for all of them
    overhear_per_minute: how many of those a channel gets at most
    shared_channels: whether people from outside get an answer in channels shared with them
    log_level: one of LOG_LEVELS
    """

    bot_token: str = field(repr=False)
    signing_secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    api_url: str = SLACK_API
    port: int | None = DEFAULT_PORT
    host: str = EVERY_ADDRESS
    glossary: str = ""
    overhear: frozenset[str] | None = None
    overhear_per_minute: int = OVERHEAR_PER_MINUTE
    shared_channels: bool = False
    log_level: str = "info"

    @property
    def socket_mode(self) -> bool:
        """Whether Slack is reached over a socket that we open, not over HTTP."""
        return bool(self.app_token)

    @property
    def in_the_clear(self) -> bool:
        """Whether the token leaves this machine unencrypted: see IN_THE_CLEAR."""
        api = urlsplit(self.api_url)
        return api.scheme != "https" and api.hostname not in THIS_MACHINE

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Settings:
        """Read and check everything; a ConfigError names every fault at once."""
        given = {name: value.strip() for name, value in environment.items()}
        faults = [*_token_faults(given), *_other_faults(given), *_noise_faults(given)]
        if faults:
            raise ConfigError(faults)
        app_token, port = given.get("SLACK_APP_TOKEN", ""), given.get("PORT", "")
        silent = bool(app_token) and not port
        often = given.get("OVERHEAR_PER_MINUTE", "")
        return cls(
            bot_token=given["SLACK_BOT_TOKEN"],
            signing_secret=given.get("SLACK_SIGNING_SECRET", ""),
            app_token=app_token,
            api_url=(given.get("SLACK_API_URL") or SLACK_API).rstrip("/") + "/",
            port=None if silent else int(port or DEFAULT_PORT),
            host=given.get("BIND") or EVERY_ADDRESS,
            glossary=given.get("GLOSSARY", ""),
            overhear=_channels(given.get("OVERHEAR", "")),
            overhear_per_minute=int(often or OVERHEAR_PER_MINUTE),
            shared_channels=given.get("SHARED_CHANNELS", "").lower() == "on",
            log_level=given.get("LOG_LEVEL", "").lower() or "info",
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
    if port and not _is_whole(port, HIGHEST_PORT):
        faults.append(f"PORT is not a number from 0 to {HIGHEST_PORT}: correct or unset it")
    if not _is_address(given.get("BIND") or EVERY_ADDRESS):
        faults.append("BIND is no IP address: write one, such as 127.0.0.1, or unset it")
    path = given.get("GLOSSARY", "")
    if path and not Path(path).is_file():
        faults.append(f"GLOSSARY names no file ({path}): correct or unset it")
    level = given.get("LOG_LEVEL", "")
    if level and level.lower() not in LOG_LEVELS:
        faults.append(f"LOG_LEVEL is none of {', '.join(LOG_LEVELS)}: correct or unset it")
    return faults


def _noise_faults(given: Mapping[str, str]) -> list[str]:
    """What is wrong with where and how often to speak unasked."""
    faults = []
    if not _OVERHEAR.fullmatch(given.get("OVERHEAR", "")):
        faults.append(
            "OVERHEAR is not understood: write all, none, or ids of channels (C…, at the "
            "end of a channel's “View channel details”) with commas between them"
        )
    often, shared = given.get("OVERHEAR_PER_MINUTE", ""), given.get("SHARED_CHANNELS", "")
    if often and not (_is_whole(often, MOST_PER_MINUTE) and int(often)):
        told = f"OVERHEAR_PER_MINUTE is not a number from 1 to {MOST_PER_MINUTE}"
        faults.append(f"{told}: correct it, or unset it for {OVERHEAR_PER_MINUTE}")
    if shared.lower() not in ("", "on", "off"):
        faults.append("SHARED_CHANNELS is neither on nor off: write one of them")
    return faults


def _channels(written: str) -> frozenset[str] | None:
    """The channels that `OVERHEAR` names; None for all of them."""
    if written.lower() in ("", "all"):
        return None
    return frozenset(re.findall(_CHANNEL, written))


def _is_address(written: str) -> bool:
    try:
        ip_address(written)
    except ValueError:
        return False
    return True


def _is_whole(written: str, most: int) -> bool:
    """Whether it is a number from 0 to `most`."""
    # Python refuses to read thousands of digits.
    short = written.isascii() and written.isdigit() and len(written) < 6
    return short and int(written) <= most
