"""The playground: a local workspace, the real bot in it, and the page that shows both.

Everything listens on loopback alone. A browser can be made to send requests here by any
page it visits, so each request must name this server as its host, and what changes
something must come from the page itself.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import webbrowser
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from aiohttp import web

from bot.explainer import Explainer
from bot.glossary_source import GlossaryFile
from bot.settings import Settings
from bot.slack.server import running

from . import scene
from .browser import Page, Witness
from .workspace import Workspace

DEFAULT_PORT = 4321

_POLICY = "default-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def only_this_page(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what another site makes a browser send (DNS rebinding, forged forms)."""
    name, _, _ = request.host.rpartition(":")
    if name not in ("127.0.0.1", "localhost"):
        raise web.HTTPForbidden(text="this is not the host you asked for")
    origin = request.headers.get("origin")
    if origin is not None and origin != f"http://{request.host}":
        raise web.HTTPForbidden(text="only the playground's own page may do that")
    response = await handler(request)
    if not response.prepared:
        response.headers["content-security-policy"] = _POLICY
        response.headers["cache-control"] = "no-store"
    return response


@asynccontextmanager
async def playground(source: GlossaryFile, port: int = 0) -> AsyncIterator[Workspace]:
    """The workspace with its page and the bot in it, on 127.0.0.1."""
    slack = Workspace(port=port)
    witness = Witness(source)
    page = Page(slack, witness, source)
    slack.app.middlewares.append(only_this_page)
    async with slack:
        settings = Settings(
            bot_token=slack.bot_token,
            signing_secret=slack.signing_secret,
            api_url=slack.api_url,
            port=0,
            host="127.0.0.1",
        )
        async with running(settings, witness, source) as bot:
            slack.deliver_to(f"http://127.0.0.1:{bot.port}/slack/events")
            await _set_the_scene(slack, page, source)
            following = asyncio.create_task(page.follow_glossary())
            try:
                yield slack
            finally:
                following.cancel()


async def _set_the_scene(slack: Workspace, page: Page, source: GlossaryFile) -> None:
    """Two channels, three people, and a question that has just been answered."""
    ana, ben, _ = (slack.person(name) for name in ("Ana", "Ben", "Chidi"))
    build = slack.channel("build")
    slack.channel("random")
    for person in slack.people.values():
        slack.dm(person)
    asked = await ana.says(build, scene.opening(Explainer(source), source()))
    page.first = {"channel": build.id, "thread": asked.ts}
    await ben.says(build, "good question, I was wondering too")


async def play(source: GlossaryFile, port: int, *, browse: bool) -> None:
    """Run the playground until Ctrl-C."""
    stop = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows: Ctrl-C cancels us instead
            asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    logging.getLogger("bot.slack").setLevel(logging.WARNING)
    async with playground(source, port) as slack:
        print(f"The playground is at {slack.url} (Ctrl-C ends it)", flush=True)
        if browse:
            webbrowser.open(slack.url)
        await stop.wait()
