"""The HTTP side: Slack's requests and a health check, and nothing else answers."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier

from .health import Health

Handler = Callable[[web.Request], Awaitable[web.Response]]

log = logging.getLogger(__name__)


def events(app: AsyncApp, signing_secret: str) -> Handler:
    """Takes events, commands and clicks. Whatever Slack has not signed is not even read.

    Bolt would parse a request before it verifies it, and log the body of a refused one.
    """
    verifier = SignatureVerifier(signing_secret)

    async def receive(request: web.Request) -> web.Response:
        if not _signed(verifier, await request.read(), request):
            log.warning("refused a request without a valid, fresh signature")
            return web.Response(status=401)
        try:
            readable = await to_bolt_request(request)
        except (ValueError, TypeError, AttributeError, RecursionError) as fault:
            log.warning("refused a signed request that is not readable: %s", type(fault))
            return web.Response(status=400)
        return await to_aiohttp_response(await app.async_dispatch(readable))

    return receive


def healthz(health: Health) -> Handler:
    """Says whether the bot can answer, and if not, why."""

    async def report(request: web.Request) -> web.Response:
        told = await health.report()
        return web.json_response(told, status=200 if told["status"] == "ok" else 503)

    return report


def _signed(verifier: SignatureVerifier, body: bytes, request: web.Request) -> bool:
    stamp = request.headers.get("X-Slack-Request-Timestamp", "")
    signature = request.headers.get("X-Slack-Signature", "")
    if not (stamp.isascii() and stamp.isdigit() and signature.isascii()):
        return False
    try:
        return verifier.is_valid(body, stamp, signature)
    except UnicodeDecodeError:
        return False
