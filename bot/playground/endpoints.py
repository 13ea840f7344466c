"""What the bot calls, on loopback: the Web API, response_urls and Socket Mode."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.errors import ConfigError

from .state import Call, ResponseUrl
from .weather import AFTER, BEFORE, Fault, Trouble
from .web_api import Refused, content, links_names

if TYPE_CHECKING:
    from .workspace import Workspace

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

RESPONSE_URL = "response_url"  # among the calls, though it is no method
MOST_USES = 5
SECONDS_TO_RESPOND = 30 * 60.0


class Endpoints:
    """Serves one workspace on 127.0.0.1."""

    def __init__(self, workspace: Workspace, port: int) -> None:
        self._slack = workspace
        self._port = port
        self.app = web.Application(middlewares=[_whole])
        self.app.router.add_route("*", "/api/{method}", self._api)
        self.app.router.add_post("/response/{name}", self._respond)
        self.app.router.add_get("/link", workspace.wire.accept)
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=1)

    async def start(self) -> str:
        """Serve, and give the address. Raises ConfigError if the port cannot be had."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        except (OSError, OverflowError) as error:  # taken, not allowed; no port at all
            await self._runner.cleanup()
            number = getattr(error, "errno", None)
            why = os.strerror(number) if number else "ports go up to 65535"
            told = f"port {self._port} cannot be had ({why}): choose one with --port"
            raise ConfigError([f"{told}; --port 0 takes any that is free"]) from error
        self._port = self._runner.addresses[0][1]
        return f"http://127.0.0.1:{self._port}"

    async def stop(self) -> None:
        """Serve no more."""
        await self._runner.cleanup()

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        try:
            arguments = await _arguments(request)
        except Refused as refused:
            return web.json_response({"ok": False, "error": refused.error})
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        token = token or str(arguments.pop("token", ""))
        call = Call(method, arguments)
        self._slack.calls.append(call)
        return await self._in_weather(request, call, lambda: self._do(request, call, token))

    async def _in_weather(
        self, request: web.Request, call: Call, do: Callable[[], Awaitable[web.Response]]
    ) -> web.Response:
        """Carry a call out and answer it, unless something goes wrong before or after."""
        if gate := self._slack.gates.get(call.method):
            self._slack.happened()
            await gate.wait()
        channel = str(call.arguments.get("channel") or "")
        trouble = self._slack.weather.over_call(call.method, channel)
        call.fault = trouble.fault
        if trouble.seconds:
            await asyncio.sleep(trouble.seconds)
        if trouble.fault in BEFORE:
            return _spoiled(request, trouble)
        answer = await do()
        return _spoiled(request, trouble) if trouble.fault in AFTER else answer

    async def _do(self, request: web.Request, call: Call, token: str) -> web.Response:
        failures = self._slack.failures.get(call.method)
        error, more = failures.pop(0) if failures else ("", {})
        status = more.get("http_status", 0)
        if error and not more.get("after"):
            call.answer = {"ok": False, "error": error}
        else:
            call.answer = await self._answer(call, token)
        self._slack.happened()
        if status == 500 and error == "dropped":  # the connection breaks without an answer
            assert request.transport is not None
            request.transport.abort()
        headers = {
            "x-oauth-scopes": ",".join(sorted(self._slack.scopes)),
            **more.get("headers", {}),
        }
        return web.json_response(call.answer, status=status or 200, headers=headers)

    async def _answer(self, call: Call, token: str) -> dict[str, Any]:
        try:
            return {
                "ok": True,
                **await self._slack.api.call(call.method, call.arguments, token),
            }
        except Refused as refused:
            return {"ok": False, "error": refused.error, **refused.more}

    async def _respond(self, request: web.Request) -> web.Response:
        call = Call(RESPONSE_URL, {"response_url": request.match_info["name"]})
        self._slack.calls.append(call)
        return await self._in_weather(request, call, lambda: self._responded(request, call))

    async def _responded(self, request: web.Request, call: Call) -> web.Response:
        answer = await self._carried_out(request)
        call.answer = {"ok": answer.status == 200}
        return answer

    async def _carried_out(self, request: web.Request) -> web.Response:
        place = self._slack.response_urls.get(request.match_info["name"])
        if place is None or self._slack.now() - place.born > SECONDS_TO_RESPOND:
            return _no("expired_url", 404)
        if place.uses >= MOST_USES:
            return _no("used_url", 404)
        place.uses += 1
        try:
            said = await request.json()
            if not isinstance(said, dict):
                return _no("invalid_payload", 400)
            self._carry_out(place, said)
        except Refused as refused:
            return _no(refused.error, 400)
        except ValueError:
            return _no("invalid_payload", 400)
        self._slack.happened()
        return web.Response(text="ok")

    def _carry_out(self, place: ResponseUrl, said: dict[str, Any]) -> None:
        """Replace or delete what was clicked, or say something new.

        What is gone stays gone: deleting it again is no fault, replacing it is.
        """
        slack, source = self._slack, place.source
        if said.get("delete_original") and source:
            if not source.deleted:
                slack.remove(source)
            return
        if said.get("replace_original") and source and source.deleted:
            raise Refused("message_not_found")
        if place.channel.archived:
            raise Refused("is_archived")
        text, blocks = content(said)
        thread, names = said.get("thread_ts"), links_names(said)
        if said.get("replace_original") and source:
            slack.change(source, text, blocks, link_names=names)
        elif said.get("response_type") == "in_channel":
            slack.bot_posts(place.channel, text, blocks, thread, link_names=names)
        else:
            slack.show_to(place.user, place.channel, text, blocks, thread, link_names=names)


@web.middleware
async def _whole(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Have a request that broke off in the middle be none."""
    try:
        return await handler(request)
    except ConnectionResetError:
        return _no("request_broken_off", 400)


async def _arguments(request: web.Request) -> dict[str, Any]:
    arguments: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        try:
            given = await request.json()
        except ValueError:
            raise Refused("invalid_json") from None
        if not isinstance(given, dict):
            raise Refused("json_not_object")
        arguments |= given
    else:
        arguments |= dict(await request.post())
    return arguments


def _spoiled(request: web.Request, trouble: Trouble) -> web.Response:
    """What the bot gets instead of the answer."""
    match trouble.fault:
        case Fault.DROPPED | Fault.DROPPED_AFTER:
            if request.transport:
                request.transport.abort()
            return web.Response()
        case Fault.RATE | Fault.CROWDED:
            told = {"ok": False, "error": "ratelimited"}
            wait = {"retry-after": str(trouble.retry_after)}
            return web.json_response(told, status=429, headers=wait)
        case Fault.REFUSED:
            return web.json_response({"ok": False, "error": "internal_error"})
        case _:
            page = "<html><body>upstream connect error</body></html>"
            return web.Response(status=503, text=page, content_type="text/html")


def _no(error: str, status: int) -> web.Response:
    return web.json_response({"ok": False, "error": error}, status=status)
