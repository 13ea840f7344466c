"""Both doors go through one gate, which takes no more than can be done."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.explainer import Decision, Explainer
from bot.glossary_source import GlossaryFile
from bot.playground.workspace import Workspace
from bot.render.buttons import Act, Button
from bot.slack.server import running
from tests.conftest import Conversation, settings_for, talking, titles
from tests.slack.doors import health
from tests.slack.events import body, pressed

BUTTON = Button(Act.EXPLAIN, "Token")


def event(text: str) -> dict[str, Any]:
    """A message in a channel, as Slack sends it."""
    said = {"type": "message", "channel": "C1", "user": "U1", "ts": "1.2", "text": text}
    return {"type": "event_callback", "event_id": "Ev1", "event": said}


@asynccontextmanager
async def crowded(slack: Workspace, transport: str, glossary: Path) -> AsyncIterator[Any]:
    """A bot that has as much to do as it takes on."""
    source = GlossaryFile(glossary)
    settings = settings_for(slack, transport, port=0)
    async with running(settings, Explainer(source), source, most=1) as bot:
        if transport == "http":
            slack.deliver_to(f"http://127.0.0.1:{bot.port}/slack/events")
        talk = Conversation(slack, bot, source)
        gate = slack.hold("chat.postMessage")
        asked = await talk.ana.says(talk.build, "what is a token?")
        yield talk, asked, gate


async def test_with_too_much_to_do_slack_is_told_to_send_it_again(
    slack: Workspace, transport: str, glossary: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with asyncio.timeout(30), crowded(slack, transport, glossary) as at_work:
        talk, first, gate = at_work
        more = await talk.ben.says(talk.build, "what is a context window?")
        chatter = await talk.slack.deliver("event", event("lunch?"))
        assert chatter.acked
        assert not talk.slack.wire.deliveries[-2].acked
        assert "turned away" in caplog.text

        gate.set()
        await talk.quiet()
        await talk.slack.redeliver(more)
        await talk.quiet()
    assert titles(slack.thread(first)) == ["Token"]
    assert titles(slack.thread(more)) == ["Context window"]


async def test_with_too_much_to_do_a_command_is_told_so(
    slack: Workspace, transport: str, glossary: Path
) -> None:
    async with asyncio.timeout(30), crowded(slack, transport, glossary) as at_work:
        talk, _, gate = at_work
        typed = await talk.ben.commands(talk.build, "/whatis", "token")
        assert "more than I can answer" in typed.body
        gate.set()


async def test_health_counts_what_was_turned_away(slack: Workspace, glossary: Path) -> None:
    async with asyncio.timeout(30), crowded(slack, "http", glossary) as at_work:
        talk, _, gate = at_work
        await talk.ben.says(talk.build, "what is a context window?")
        _, told = await health(talk.bot.port)
        assert (told["answering"], told["turned_away"]) == (1, 1)
        gate.set()


async def test_a_flood_does_not_fill_the_log(
    slack: Workspace, glossary: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with asyncio.timeout(30), crowded(slack, "http", glossary) as at_work:
        talk, _, gate = at_work
        for _ in range(5):
            await talk.ben.says(talk.build, "what is a context window?")
        gate.set()
    assert caplog.text.count("turned away") == 1


async def test_both_doors_decide_alike(
    slack: Workspace, transport: str, glossary: Path
) -> None:
    class Deaf(Explainer):
        def overheard(self, text: str) -> Decision:
            return Decision(None, "it is deaf")

        def terms_in(self, text: str) -> tuple[str, ...]:
            return ()

    async with talking(slack, transport, glossary, Deaf) as talk:
        said = await talk.asks(talk.ana, talk.build, "what is a token?")
        assert titles(slack.thread(said)) == []
        assert all(one.acked for one in slack.wire.deliveries)


@pytest.mark.parametrize(
    ("kind", "payload", "fault"),
    [
        ("interaction", {**pressed(BUTTON), "user": 7}, "TypeError"),
        ("event", {**body(type="app_mention"), "authorizations": ["x"]}, "AttributeError"),
        ("event", {**body(type="app_mention"), "authorizations": {"x": 1}}, "KeyError"),
    ],
)
async def test_what_is_addressed_to_us_in_an_odd_shape_is_refused_and_breaks_nothing(
    talk: Conversation,
    kind: str,
    payload: dict[str, Any],
    fault: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await talk.slack.deliver(kind, payload)
    assert caplog.messages == [f"refused what is of no known shape: {fault}"]
    asked, _ = await talk.card()
    assert titles(talk.slack.thread(asked)) == ["Token"]
