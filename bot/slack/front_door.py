"""The HTTP side: Slack's signed requests and a health check, and nothing else answers.

https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier

from bot.logs import Seldom

from .gate import Gate
from .health import Health
from .payload import Payload

Handler = Callable[[web.BaseRequest], Awaitable[web.Response]]

SECONDS_TO_ARRIVE = 10.0  # for a whole request, from its first byte
MOST_FIELDS = 100  # of a form; Slack's commands have some twenty
JSON, FORM = "application/json", "application/x-www-form-urlencoded"

_RETRY = ("x-slack-retry-num", "x-slack-retry-reason")
_UNREADABLE = (ValueError, TypeError, RecursionError)

log = logging.getLogger(__name__)


class Refused(Exception):
    """A request that is not taken: its status, and why, for our log alone."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


def events(gate: Gate, signing_secret: str, patience: float = SECONDS_TO_ARRIVE) -> Handler:
    """Takes events, commands and clicks. What Slack has not signed is not even parsed."""
    verifier, refusals = SignatureVerifier(signing_secret), Seldom(log)

    async def receive(request: web.BaseRequest) -> web.Response:
        try:
            payload = _signed_payload(verifier, await _arrived(request, patience), request)
        except Refused as refused:
            refusals.tell(f"refused a request: {refused.why}")
            return last(web.Response(status=refused.status))
        if payload.get("type") == "url_verification":
            return web.json_response({"challenge": payload.get("challenge")})
        if payload.get("ssl_check"):
            return last(web.Response())
        headers = {
            name: [request.headers[name]] for name in _RETRY if name in request.headers
        }
        return _answer(await gate.take(payload, headers))

    return receive


def healthz(health: Health) -> Handler:
    """Says whether the bot can answer, and if not, why."""

    async def report(request: web.BaseRequest) -> web.Response:
        told = health.report()
        status = 200 if told["status"] == "ok" else 503
        return last(web.json_response(told, status=status))

    return report


def last(answer: web.Response) -> web.Response:
    """The last one on its connection, which is kept only for whoever signs."""
    answer.force_close()
    return answer


async def _arrived(request: web.BaseRequest, patience: float) -> bytes:
    """The body. Most have come with their headers, and need no clock."""
    try:
        if request.content.is_eof():
            return await request.read()
        async with asyncio.timeout(patience):
            return await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise Refused(413, "its body is too large") from None
    except TimeoutError:
        raise Refused(408, "its body did not come") from None
    except (web.RequestPayloadError, ConnectionError) as broken:
        # The request keeps this, and its traceback what has come of the body.
        broken.__traceback__ = None
        raise Refused(400, "its body broke off") from None


def _signed_payload(
    verifier: SignatureVerifier, body: bytes, request: web.BaseRequest
) -> Payload:
    if not _signed(verifier, body, request):
        # So Slack tries our certificate now and then; nothing comes of it.
        if len(body) < 1000 and b"ssl_check=1" in body.split(b"&"):
            return {"ssl_check": "1"}
        raise Refused(401, "it has no valid, fresh signature")
    read = {JSON: _object, FORM: _form}.get(request.content_type)
    if not read:
        raise Refused(415, "it is neither JSON nor a form")
    try:
        return read(body.decode())
    except _UNREADABLE as fault:
        raise Refused(400, f"it is not readable ({type(fault).__name__})") from None


def _signed(verifier: SignatureVerifier, body: bytes, request: web.BaseRequest) -> bool:
    stamp = request.headers.get("X-Slack-Request-Timestamp", "")
    signature = request.headers.get("X-Slack-Signature", "")
    # Nor does Python read a number of more than 4 300 digits.
    if not (
        len(stamp) < 20 and stamp.isascii() and stamp.isdigit() and signature.isascii()
    ):
        return False
    try:
        return verifier.is_valid(body, stamp, signature)
    except UnicodeDecodeError:
        return False


def _object(text: str) -> Payload:
    payload = json.loads(text)
    if not isinstance(payload, dict):
        raise TypeError("no object")
    return payload


def _form(text: str) -> Payload:
    """A command is a form; a click comes as JSON in the field `payload`."""
    pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    fields: dict[str, Any] = dict(pairs)
    if "payload" in fields:
        return _object(fields["payload"])
    if "command" in fields or "ssl_check" in fields:
        return fields
    raise ValueError("no payload")


def _answer(told: BoltResponse) -> web.Response:
    if not told.body:
        return web.Response(status=told.status)
    content_type = next(iter(told.headers.get("content-type", ())), JSON)
    return web.Response(
        status=told.status, text=told.body, content_type=content_type.split(";")[0]
    )
