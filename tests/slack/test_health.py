"""Health is the truth: without a connection nothing can be answered."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.playground.state import Channel
from bot.playground.workspace import Person, Workspace
from bot.slack.health import MOST_PROBLEMS
from tests.conftest import Conversation, talking
from tests.slack.doors import health


async def test_a_bot_without_a_connection_says_so_until_it_has_one(
    slack: Workspace, glossary: Path
) -> None:
    async with talking(slack, "socket", glossary, port=0) as talk:
        await slack.wire.connected(2)
        status, told = await health(talk.bot.port)
        assert (status, told["status"], told["connections"]) == (200, "ok", 2)

        slack.fail_next("apps.connections.open", "internal_error")
        slack.fail_next("apps.connections.open", "internal_error")
        await slack.wire.disconnect()
        await until_health(talk, 503, "not connected to Slack")
        await until_health(talk, 200, "ok")


async def test_a_call_that_slack_left_unanswered_is_told_until_one_is_answered(
    slack: Workspace, glossary: Path, ana: Person, build: Channel
) -> None:
    async with asyncio.timeout(30), talking(slack, "http", glossary) as talk:
        slack.fail_next("chat.postMessage", "service_unavailable", http_status=503)
        gate = slack.hold("conversations.replies")
        asked = await ana.says(build, "what is a token?")
        await slack.until(lambda: slack.called("conversations.replies"))
        status, told = await health(talk.bot.port)
        assert (status, told["unanswered_by_slack"]) == (200, 1)

        gate.set()
        while told["unanswered_by_slack"]:
            _, told = await health(talk.bot.port)
        await slack.until(lambda: slack.thread(asked))


async def until_health(talk: Conversation, status: int, says: str) -> None:
    """Ask until `/healthz` says this."""
    while True:
        found, told = await health(talk.bot.port)
        if (found, told["status"]) == (status, says):
            assert "x" + "app-" not in str(told)
            return


async def test_the_glossarys_faults_are_told_though_the_last_copy_serves(
    slack: Workspace, transport: str, glossary: Path
) -> None:
    async with talking(slack, transport, glossary, port=0) as talk:
        assert (await health(talk.bot.port))[1]["glossary"] == {"source": glossary.name}
        glossary.unlink()
        talk.source.refresh()
        status, told = await health(talk.bot.port)
    assert (status, told["status"], told["terms"]) == (200, "ok", 22)
    assert told["glossary"]["problems"]


async def test_of_many_faults_some_are_told_and_no_folder_of_the_machine(
    slack: Workspace, glossary: Path
) -> None:
    faulty = "".join(f"  - term: T{i}\n    colour: red\n" for i in range(MOST_PROBLEMS))
    async with talking(slack, "http", glossary) as talk:
        glossary.write_text(f"terms:\n{faulty}", encoding="utf-8")
        talk.source.refresh()
        _, told = await health(talk.bot.port)
    assert len(told["glossary"]["problems"]) == MOST_PROBLEMS
    assert told["glossary"]["more_problems"] == MOST_PROBLEMS
    assert str(glossary.parent) not in str(told)
