"""What the tests of single parts share: a workspace to deliver into, and fast time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.playground.state import Channel, Message
from bot.playground.workspace import Person, Workspace
from bot.slack import app
from bot.slack.delivery import Delivery
from bot.slack.messages import Place
from tests.conftest import settings_for
from tests.slack.clocks import Hasty


class Hook:
    """A response_url that answers as it is told, one answer for each use."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, str]] = []
        self.said: list[dict[str, Any]] = []
        self.url = ""

    async def answer(self, request: web.Request) -> web.Response:
        self.said.append(await request.json())
        status, text = self.answers.pop(0) if self.answers else (200, "ok")
        headers = {"Retry-After": "1", "Location": text if status // 100 == 3 else ""}
        return web.Response(status=status, text=text, headers=headers)


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook, application = Hook(), web.Application()
    application.router.add_post("/", hook.answer)
    async with TestServer(application) as server:
        hook.url = str(server.make_url("/"))
        yield hook


@pytest.fixture
def clock() -> Hasty:
    return Hasty()


@pytest.fixture
def revoked() -> list[str]:
    """With what the owner was told that our token is good for nothing any more."""
    return []


@pytest.fixture
async def delivery(
    slack: Workspace, clock: Hasty, revoked: list[str]
) -> AsyncIterator[Delivery]:
    """A delivery into the workspace whose pauses take no time."""
    async with aiohttp.ClientSession() as session:
        client = app.client(settings_for(slack, "http"), session)
        yield Delivery(
            client,
            slack.bot_user,
            on_revoked=revoked.append,
            now=clock.now,
            sleep=clock.sleep,
        )


@pytest.fixture
async def asked(ana: Person, build: Channel) -> Message:
    """A question to post below."""
    return await ana.says(build, "what is a sprint?")


def below(said: Message) -> Place:
    """The thread that begins with it."""
    return Place(said.channel, said.ts)


def rate_limit(seconds: float) -> dict[str, Any]:
    """How Slack turns a call away, and for how long."""
    return {"http_status": 429, "headers": {"Retry-After": str(seconds)}}
