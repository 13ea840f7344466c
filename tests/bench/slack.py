"""A bare-bones Slack for the benchmarks: it delivers fast, and refuses nothing."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiohttp import WSMsgType, web

BOT_TOKEN, APP_TOKEN, SECRET = "xoxb-bench", "xapp-bench", "bench-signing-secret"
BOT_USER = "U0BENCH"
CHANNELS = 400  # so that no channel has a post more often than it may

_SCOPES = (
    "app_mentions:read,channels:history,chat:write,commands,groups:history,im:history,"
    "mpim:history"
)
Event = dict[str, Any]


class Slack:
    """Takes posts after `delay` seconds, and remembers when each came, by its thread."""

    def __init__(self) -> None:
        self.url, self.delay = "", 0.0
        self.posted: dict[str, float] = {}
        self.socket: web.WebSocketResponse | None = None
        self._numbers = itertools.count(1)
        self._unacked: dict[str, asyncio.Future[None]] = {}

    def message(self, text: str) -> Event:
        """Somebody writes this, in the next channel."""
        number = next(self._numbers)
        said = {
            "type": "message",
            "channel": f"C{number % CHANNELS:08}",
            "channel_type": "channel",
            "user": "U0SOMEBODY",
            "text": text,
            "ts": f"{1_700_000_000 + number}.000100",
            "blocks": [{"type": "rich_text", "block_id": "b", "elements": [_words(text)]}],
            "client_msg_id": "6a1f4a64-2d3c-4e5f-8a7b-112233445566",
            "team": "T0BENCH",
        }
        return {
            "token": "verification",
            "team_id": "T0BENCH",
            "api_app_id": "A0BENCH",
            "event": said,
            "type": "event_callback",
            "event_id": f"Ev{number:010}",
            "event_time": 1_700_000_000,
            "authorizations": [{"team_id": "T0BENCH", "user_id": BOT_USER, "is_bot": True}],
            "is_ext_shared_channel": False,
            "event_context": "4-eyJldCI6Im1lc3NhZ2UifQ",
        }

    async def api(self, request: web.Request) -> web.Response:
        """A call of the Web API."""
        method = request.match_info["method"]
        if method == "auth.test":
            told: dict[str, Any] = {"team": "Bench", "user": "bench", "team_id": "T0BENCH"}
            told |= {"user_id": BOT_USER, "bot_id": "B0BENCH"}
        elif method == "apps.connections.open":
            told = {"url": f"{self.url.replace('http', 'ws', 1)}/link"}
        elif method == "conversations.replies":
            told = {"messages": [], "has_more": False}
        else:
            told = await self._posted(await request.text(), request.content_type)
        answer = {"ok": True, **told}
        return web.json_response(answer, headers={"x-oauth-scopes": _SCOPES})

    async def _posted(self, body: str, content_type: str) -> dict[str, Any]:
        given = json.loads(body) if content_type == "application/json" else {}
        thread = given.get("thread_ts", "")
        self.posted[thread] = time.perf_counter()
        await asyncio.sleep(self.delay)
        ts = f"{1_800_000_000 + next(self._numbers)}.000100"
        shown = {"thread_ts": thread, "ts": ts}
        return {"ts": ts, "channel": given.get("channel", ""), "message": shown}

    async def link(self, request: web.Request) -> web.WebSocketResponse:
        """A Socket Mode connection; payloads go to the one that came last."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self.socket = socket
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                acked = self._unacked.pop(frame.json()["envelope_id"], None)
                if acked and not acked.done():
                    acked.set_result(None)
        return socket

    async def over_socket(self, event: Event) -> None:
        """Deliver, and come back when it was acknowledged."""
        assert self.socket
        envelope = f"e{next(self._numbers)}"
        acked = self._unacked[envelope] = asyncio.get_running_loop().create_future()
        message = {"envelope_id": envelope, "type": "events_api", "payload": event}
        more = {"accepts_response_payload": False, "retry_attempt": 0, "retry_reason": ""}
        await self.socket.send_str(json.dumps({**message, **more}))
        await acked

    async def all_posted(self, threads: Iterable[str]) -> None:
        """Come back when there is a post in each of these threads."""
        waiting = set(threads)
        while waiting := waiting - self.posted.keys():
            await asyncio.sleep(0.002)


def _words(text: str) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}


def thread(event: Event) -> str:
    """The ts that an answer to it stands under."""
    return str(event["event"]["ts"])


def signed(body: bytes) -> dict[str, str]:
    """The headers of a request of Slack's."""
    stamp = str(int(time.time()))
    base = b"v0:" + stamp.encode() + b":" + body
    digest = hmac.new(SECRET.encode(), base, hashlib.sha256).hexdigest()
    return {
        "content-type": "application/json",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": f"v0={digest}",
    }


async def over_http(
    session: aiohttp.ClientSession, url: str, event: Event, retry: int = 0
) -> int:
    """Deliver a payload; the status that it got."""
    body = json.dumps(event).encode()
    again = {"x-slack-retry-num": str(retry)} if retry else {}
    headers = {**signed(body), **again}
    async with session.post(url, data=body, headers=headers) as answer:
        await answer.read()
        return answer.status


@asynccontextmanager
async def slack() -> AsyncIterator[Slack]:
    """One at work on loopback."""
    one, app = Slack(), web.Application()
    app.router.add_route("*", "/api/{method}", one.api)
    app.router.add_get("/link", one.link)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    one.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield one
    finally:
        await runner.cleanup()
