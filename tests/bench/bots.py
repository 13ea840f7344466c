"""The bots that are measured, each in a process of its own.

`python -m tests.bench.bots ours|stock|plain http|socket API_URL` prints its port, and
then the processor time it has used, in seconds, for each line that it reads.
"""

from __future__ import annotations

import asyncio
import json
import sys
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from bot import glossary_source, logs
from bot.explainer import Explainer
from bot.glossary_source import GlossaryFile
from bot.render.blocks import Stance, message
from bot.settings import Settings
from bot.slack.server import long_lived, running

from .slack import APP_TOKEN, BOT_TOKEN, SECRET


def _source() -> GlossaryFile:
    return GlossaryFile(glossary_source.find(""))


@asynccontextmanager
async def ours(transport: str, api: str) -> AsyncIterator[int]:
    """This bot, as it is run."""
    socket, source = transport == "socket", _source()
    settings = Settings(
        bot_token=BOT_TOKEN,
        signing_secret=SECRET,
        app_token=APP_TOKEN if socket else "",
        api_url=api,
        port=None if socket else 0,
        host="127.0.0.1",
        overhear_per_minute=10**6,
    )
    async with running(settings, long_lived(source), source) as bot:
        yield bot.port


@asynccontextmanager
async def stock(transport: str, api: str) -> AsyncIterator[int]:
    """Bolt as its guide shows it; its listener decides as ours and posts the same."""
    explainer = Explainer(_source())
    client = AsyncWebClient(BOT_TOKEN, base_url=api)
    app = AsyncApp(client=client, signing_secret=SECRET)

    @app.event("message")
    async def listen(event: dict[str, Any], say: Any) -> None:
        if reply := explainer.overheard(event["text"]).reply:
            card = message(reply, Stance(event["user"]))
            await say(text=card.text, blocks=card.blocks, thread_ts=event["ts"])

    if transport == "socket":
        handler = AsyncSocketModeHandler(app, APP_TOKEN)
        await handler.connect_async()
        yield 0
        await handler.close_async()
    else:
        async with _served(app.web_app()) as port:
            yield port


@asynccontextmanager
async def plain(transport: str, api: str) -> AsyncIterator[int]:
    """aiohttp alone: verify, read, decide, post; no Bolt, no memory, no second try."""
    explainer, verifier = Explainer(_source()), SignatureVerifier(SECRET)
    posting: set[asyncio.Task[None]] = set()
    headers = {"authorization": f"Bearer {BOT_TOKEN}"}

    async def post(session: aiohttp.ClientSession, event: dict[str, Any]) -> None:
        if reply := explainer.overheard(event["text"]).reply:
            card = message(reply, Stance(event["user"]))
            told = {"channel": event["channel"], "thread_ts": event["ts"]}
            told |= {"text": card.text, "blocks": card.blocks}
            url = f"{api}chat.postMessage"
            async with session.post(url, json=told, headers=headers) as answer:
                await answer.json()

    async def receive(request: web.Request) -> web.Response:
        body, given = await request.read(), request.headers
        stamp, signature = "X-Slack-Request-Timestamp", "X-Slack-Signature"
        if not verifier.is_valid(body, given[stamp], given[signature]):
            return web.Response(status=401)
        task = asyncio.create_task(post(session, json.loads(body)["event"]))
        posting.add(task)
        task.add_done_callback(posting.discard)
        return web.Response()

    app = web.Application()
    app.router.add_post("/slack/events", receive)
    async with aiohttp.ClientSession() as session, _served(app) as port:
        yield port
        await asyncio.gather(*posting, return_exceptions=True)


@asynccontextmanager
async def _served(app: web.Application) -> AsyncIterator[int]:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield int(runner.addresses[0][1])
    await runner.cleanup()


def _tell_cpu(stop: asyncio.Event, loop: asyncio.AbstractEventLoop) -> None:
    for _ in sys.stdin:
        print(time.process_time(), flush=True)
    loop.call_soon_threadsafe(stop.set)


async def _main(side: str, transport: str, api: str) -> None:
    logs.begin("error")
    bot = {"ours": ours, "stock": stock, "plain": plain}[side]
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    async with bot(transport, api) as port:
        print(port, flush=True)
        threading.Thread(target=_tell_cpu, args=(stop, loop), daemon=True).start()
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
