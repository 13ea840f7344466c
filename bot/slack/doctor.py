"""What is wrong with an installation, one finding after another, each with its way out.

Asks what `serve` would run into: the settings, Slack's opinion of the tokens, whether
events can come in, the glossary, the clock. Nothing is posted and no token is told.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from enum import Enum
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from bot import glossary_file, glossary_source
from bot.errors import BotError, ConfigError
from bot.settings import IN_THE_CLEAR, Settings

from . import app, credentials
from .manifest import EVENTS_PATH, INDISPENSABLE, SCOPES, switched_off

PATIENCE = 10.0  # seconds for each answer of Slack's
WINDOW = 300.0  # seconds that a clock may be wrong before signatures are refused
NOTABLE = 30.0  # seconds from which it is worth a word
MOST_FAULTS = 3  # of the glossary, told here; `check` tells all

_FAILURES = (SlackApiError, aiohttp.ClientError, TimeoutError, OSError, ValueError)
_INSTALL = "copy it again from the Slack app, and see that the app is installed"


class Verdict(Enum):
    """How a thing stands; the sign for a terminal, and the word for anything else."""

    GOOD = ("✓", "ok")
    NOTE = ("!", "note")
    BAD = ("✗", "FAULT")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what it is, how it stands, and what to do about it."""

    verdict: Verdict
    what: str
    told: str

    def line(self, *, signs: bool) -> str:
        """The finding on one line."""
        return f"{self.verdict.value[0 if signs else 1]} {self.what}: {self.told}"


async def examine(
    environment: Mapping[str, str], now: Callable[[], float] = time.time
) -> AsyncIterator[Finding]:
    """Every finding, as it is made. `now` is the clock of this machine."""
    for finding in _glossary(environment):
        yield finding
    try:
        settings = Settings.of(environment)
    except ConfigError as error:
        for fault in error.faults:
            yield Finding(Verdict.BAD, "settings", fault)
        return
    yield Finding(Verdict.GOOD, "settings", _wishes(settings))
    if settings.in_the_clear:
        yield Finding(Verdict.NOTE, "settings", IN_THE_CLEAR)
    timeout = aiohttp.ClientTimeout(total=PATIENCE)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        client = app.client(settings, session)
        async for finding in _slack(client, now):
            yield finding
        if settings.socket_mode:
            yield await _socket(client, settings.app_token, session)
        else:
            yield await _http(settings, session, now)


def exit_code(findings: list[Finding]) -> int:
    """0 where all is well, 2 where the settings alone forbid a start, else 1."""
    bad = {finding.what for finding in findings if finding.verdict is Verdict.BAD}
    return 0 if not bad else 2 if "settings" in bad else 1


def _wishes(settings: Settings) -> str:
    how = "Socket Mode" if settings.socket_mode else f"HTTP on port {settings.port}"
    chosen = settings.overhear
    where = "every channel it is in" if chosen is None else ", ".join(sorted(chosen))
    return f"{how}; overhears {where or 'no channel'}"


def _glossary(environment: Mapping[str, str]) -> Iterator[Finding]:
    try:
        path = glossary_source.find(environment.get("GLOSSARY", "").strip())
    except BotError as error:
        yield Finding(Verdict.BAD, "glossary", str(error))
        return
    report = glossary_file.check(path)
    for fault in report.faults[:MOST_FAULTS]:
        yield Finding(Verdict.BAD, "glossary", str(fault))
    if len(report.faults) > MOST_FAULTS:
        more = f"{len(report.faults) - MOST_FAULTS} more faults: python -m bot check"
        yield Finding(Verdict.BAD, "glossary", f"{more} tells them")
    if report.glossary:
        count, warned = len(report.glossary.terms), len(report.warnings)
        told = f"{count} terms from {path}"
        told += f", {warned} warnings: python -m bot check tells them" if warned else ""
        yield Finding(Verdict.GOOD, "glossary", told)


async def _slack(
    client: AsyncWebClient, now: Callable[[], float]
) -> AsyncIterator[Finding]:
    """What the answer to `auth.test` tells: of the token, its scopes and the time."""
    asked = now()
    headers: Mapping[str, str]
    try:
        answer = await client.auth_test()
    except _FAILURES as error:
        headers = getattr(getattr(error, "response", None), "headers", {})
        yield _refused("SLACK_BOT_TOKEN", "bot token", error, credentials.address(client))
    else:
        headers = answer.headers
        told = f"signed in to {answer.get('team')} as {answer.get('user')}"
        yield Finding(Verdict.GOOD, "bot token", told)
        for finding in _scopes(headers.get("x-oauth-scopes")):
            yield finding
    clock = _clock(headers.get("Date"), (asked + now()) / 2)
    if clock:
        yield clock


def _scopes(granted: str | None) -> Iterator[Finding]:
    if granted is None:
        yield Finding(Verdict.NOTE, "scopes", "Slack does not tell which are granted")
        return
    missing = switched_off({scope.strip() for scope in granted.split(",")})
    for scope, what in missing.items():
        fatal = scope == INDISPENSABLE
        remedy = "add it under OAuth & Permissions and install the app again"
        told = (
            f"without {scope} {what}; {'' if fatal else 'unless that is meant, '}{remedy}"
        )
        yield Finding(Verdict.BAD if fatal else Verdict.NOTE, "scopes", told)
    if not missing:
        yield Finding(Verdict.GOOD, "scopes", f"all {len(SCOPES)} of the manifest")


def _clock(date: str | None, here: float) -> Finding | None:
    """How far our clock is from Slack's, whose answers tell the time to the second."""
    try:
        there = parsedate_to_datetime(date or "").timestamp()
    except ValueError:
        return None
    wrong = here - there
    told = f"{abs(wrong):.0f} s {'ahead of' if wrong > 0 else 'behind'} Slack's"
    if abs(wrong) < NOTABLE:
        return Finding(Verdict.GOOD, "clock", "agrees with Slack's")
    if abs(wrong) < WINDOW:
        return Finding(Verdict.NOTE, "clock", f"{told}; let NTP set it")
    why = f"over {WINDOW / 60:.0f} minutes every signed request is refused"
    return Finding(Verdict.BAD, "clock", f"{told}, and {why}; let NTP set it")


async def _socket(
    client: AsyncWebClient, app_token: str, session: aiohttp.ClientSession
) -> Finding:
    """Open a socket as `serve` would, until Slack says hello in it."""
    try:
        opened = await client.apps_connections_open(app_token=app_token)
    except _FAILURES as error:
        return _refused("SLACK_APP_TOKEN", "events", error, credentials.address(client))
    try:
        async with (
            asyncio.timeout(PATIENCE),
            session.ws_connect(str(opened["url"]), proxy=client.proxy) as link,
        ):
            hello = dict(await link.receive_json())
    except (*_FAILURES, TypeError) as error:
        why = f"Slack gives an address, but no socket opens there ({_name(error)})"
        remedy = "let WebSockets (wss) out through the proxy or firewall"
        return Finding(Verdict.BAD, "events", f"{why}; {remedy}")
    if hello.get("type") != "hello":
        told = f"Slack says “{hello.get('reason', 'nothing')}” instead of hello"
        return Finding(Verdict.BAD, "events", f"{told}; switch Socket Mode on in the app")
    others = int(hello.get("num_connections", 1)) - 1
    more = f"; {others} more are open" if others else ""
    return Finding(Verdict.GOOD, "events", f"Slack says hello in a socket{more}")


async def _http(
    settings: Settings, session: aiohttp.ClientSession, now: Callable[[], float]
) -> Finding:
    """Knock at our own port as Slack would when it verifies the address."""
    port, challenge = settings.port or 0, "are you there"
    body = json.dumps({"type": "url_verification", "challenge": challenge})
    stamp = str(int(now()))
    signed = SignatureVerifier(settings.signing_secret).generate_signature(
        timestamp=stamp, body=body
    )
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signed or "",
    }
    address = f"http://127.0.0.1:{port}{EVENTS_PATH}"
    remedy = f"set https://YOUR-HOST{EVENTS_PATH} as the Request URL in the app"
    try:
        async with session.post(address, data=body, headers=headers) as answer:
            status, text = answer.status, await answer.text()
    except aiohttp.ClientConnectorError:
        return _port(port, remedy)
    except _FAILURES as error:
        told = f"what listens on port {port} does not answer ({_name(error)})"
        return Finding(Verdict.BAD, "events", f"{told}; stop it, or set PORT to another")
    if status == 200 and challenge in text:
        told = f"the bot on port {port} takes what Slack signs; {remedy}"
        return Finding(Verdict.GOOD, "events", told)
    if status == 401:
        told = "the bot there has another SLACK_SIGNING_SECRET, or its clock is wrong"
        return Finding(Verdict.BAD, "events", f"{told}; give both the same one")
    told = f"something else answers on port {port} (HTTP {status})"
    return Finding(Verdict.BAD, "events", f"{told}; stop it, or set PORT to another")


def _port(port: int, remedy: str) -> Finding:
    """Nothing listens yet: whether we could."""
    try:
        with socket.create_server(("", port)):
            told = f"port {port} is free for the bot; start it, and {remedy}"
            return Finding(Verdict.GOOD, "events", told)
    except OSError as error:
        told = f"port {port} cannot be had ({os.strerror(error.errno or 0)})"
        return Finding(Verdict.BAD, "events", f"{told}; set PORT to another one")


def _refused(variable: str, what: str, error: Exception, where: str) -> Finding:
    if isinstance(error, SlackApiError) and (why := _word(error.response)):
        told = f"Slack refuses {variable} ({why}); {_INSTALL}"
    else:
        told = f"Slack does not answer at {where} ({_name(error)}); "
        told += "check the network, a proxy, SLACK_API_URL"
    return Finding(Verdict.BAD, what, told)


def _word(response: Any) -> str:
    """Slack's own word for a refusal; none where the answer was not its own."""
    data = getattr(response, "data", None)
    return str(data.get("error", "")) if isinstance(data, dict) else ""


def _name(error: Exception) -> str:
    return type(error).__name__
