"""A conversation: people in a local workspace, and the bot answering over the wire."""

from __future__ import annotations

import asyncio
import itertools
import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.explainer import Explainer
from bot.glossary_source import GlossaryFile
from bot.playground.state import Channel, Message
from bot.playground.workspace import Person, Workspace
from bot.settings import Settings
from bot.slack.server import DRAIN_SECONDS, Running, running

WORDS = Path(__file__).parent / "slack" / "words.yaml"


@dataclass
class Conversation:
    """The workspace, the bot at work in it, and who is there."""

    slack: Workspace
    bot: Running
    source: GlossaryFile
    ana: Person = field(init=False)
    ben: Person = field(init=False)
    build: Channel = field(init=False)

    def __post_init__(self) -> None:
        self.ana, self.ben = self.slack.person("ana"), self.slack.person("ben")
        known = self.slack.channels.get("C0BUILD")
        self.build = known or self.slack.channel("build")

    async def quiet(self) -> None:
        """Come back when the bot has done all it had to."""
        await self.slack.settled()
        await self.bot.tasks.idle()
        await self.slack.settled()
        await self.bot.tasks.idle()

    async def asks(
        self, who: Person, where: Channel, text: str, thread: Message | None = None
    ) -> Message:
        """Somebody writes something, and the bot does what it does."""
        said = await who.says(where, text, thread)
        await self.quiet()
        return said

    async def press(self, who: Person, card: Message, label: str) -> None:
        """Somebody presses a button, and the bot does what it does."""
        delivery = await who.presses(card, label)
        assert delivery.acked
        await self.quiet()

    async def commands(
        self, who: Person, where: Channel, name: str, text: str = ""
    ) -> Message:
        """Somebody types a slash command; what it shows them."""
        delivery = await who.commands(where, name, text)
        assert delivery.acked
        await self.quiet()
        return self.slack.seen_by(who, where)[-1]

    async def card(self, text: str = "what is a token?") -> tuple[Message, Message]:
        """A question of Ana's in #build, and the card that answers it."""
        said = await self.asks(self.ana, self.build, text)
        [card] = self.slack.thread(said)
        return said, card

    async def private(self, term: str = "token") -> Message:
        """A card in #build that only Ana sees."""
        return await self.commands(self.ana, self.build, "/whatis", term)

    def rewrite(self, changes: dict[str, str]) -> None:
        """Change the glossary of the running bot."""
        text = self.source.path.read_text(encoding="utf-8")
        for old, new in changes.items():
            text = text.replace(old, new)
        self.source.path.write_text(text, encoding="utf-8")
        assert self.source.refresh()

    def let_response_urls_expire(self) -> None:
        """From now on an hour goes by between any two moments."""
        hours = itertools.count(1)
        self.slack.now = lambda: time.time() + 3600 * next(hours)


def title(card: Message) -> str:
    """The heading of a card, or its first line of text."""
    header = next((block for block in card.blocks if block["type"] == "header"), None)
    return str(header["text"]["text"]) if header else card.text.splitlines()[0]


def titles(cards: list[Message]) -> list[str]:
    """The heading of each."""
    return [title(card) for card in cards]


def settings_for(slack: Workspace, transport: str, **more: Any) -> Settings:
    """What the bot needs to work in that workspace; over HTTP it takes any free port."""
    app_token = slack.app_token if transport == "socket" else ""
    given: dict[str, Any] = {"app_token": app_token, "api_url": slack.api_url}
    given["port"] = None if app_token else 0
    return Settings(slack.bot_token, slack.signing_secret, **{**given, **more})


@asynccontextmanager
async def talking(
    slack: Workspace,
    transport: str,
    glossary: Path,
    explainer: Callable[[GlossaryFile], Explainer] = Explainer,
    patience: float = DRAIN_SECONDS,
    **wishes: Any,
) -> AsyncIterator[Conversation]:
    """The bot, started on a glossary file and connected to the workspace.

    It stops at the end, within `patience`.
    """
    source = GlossaryFile(glossary)
    settings = settings_for(slack, transport, **wishes)
    async with running(settings, explainer(source), source, patience) as bot:
        if transport == "socket":
            await slack.wire.connected()
        else:
            slack.deliver_to(f"http://127.0.0.1:{bot.port}/slack/events")
        yield Conversation(slack, bot, source)


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [*os.environ]:
        if name.startswith("SLACK_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.fixture(params=["http", "socket"])
def transport(request: pytest.FixtureRequest) -> str:
    """By which of Slack's two ways the bot is reached."""
    return str(request.param)


@pytest.fixture
async def slack() -> AsyncIterator[Workspace]:
    """An empty workspace; what is delivered before a bot is connected is only recorded."""
    async with asyncio.timeout(60), Workspace() as workspace:
        yield workspace


@pytest.fixture
def ana(slack: Workspace) -> Person:
    """Somebody there."""
    return slack.person("ana")


@pytest.fixture
def build(slack: Workspace, ana: Person) -> Channel:
    """A channel that she is in."""
    return slack.channel("build")


@pytest.fixture
def glossary(tmp_path: Path) -> Path:
    """The glossary file of the bot, which a test may rewrite."""
    path = tmp_path / "words.yaml"
    path.write_text(WORDS.read_text(encoding="utf-8"), encoding="utf-8")
    return path


@pytest.fixture
async def talk(
    slack: Workspace, transport: str, glossary: Path
) -> AsyncIterator[Conversation]:
    """The bot at work, once by each transport."""
    async with asyncio.timeout(30), talking(slack, transport, glossary) as conversation:
        yield conversation
