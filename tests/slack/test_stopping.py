"""The bot as a process: it stops without loss, and says why where it cannot go on."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.playground.workspace import Workspace
from tests.conftest import titles
from tests.slack.doors import logged, started


async def test_told_to_stop_in_the_middle_of_an_answer_it_finishes_it(
    slack: Workspace, transport: str, glossary: Path
) -> None:
    ana, build = slack.person("ana"), slack.channel("build")
    async with asyncio.timeout(30), started(slack, transport, glossary) as process:
        await logged(process, "answering")
        gate = slack.hold("chat.postMessage")
        asked = await ana.says(build, "what is a token?")
        await slack.until(lambda: slack.called("chat.postMessage"))

        process.terminate()
        await logged(process, "stopping")
        assert slack.thread(asked) == []
        gate.set()

        assert await process.wait() == 0
        assert titles(slack.thread(asked)) == ["Token"]


async def test_stopping_it_takes_nothing_more_and_the_next_one_answers_it_once(
    slack: Workspace, transport: str, glossary: Path
) -> None:
    ana, build = slack.person("ana"), slack.channel("build")
    async with asyncio.timeout(30), started(slack, transport, glossary) as process:
        await logged(process, "answering")
        gate = slack.hold("chat.postMessage")
        before = await ana.says(build, "what is a token?")
        await slack.until(lambda: slack.called("chat.postMessage"))
        process.terminate()
        await logged(process, "no more is taken in")
        late = await ana.says(build, "what is a context window?")
        assert not slack.wire.deliveries[-1].acked
        gate.set()
        assert await process.wait() == 0

    async with asyncio.timeout(30), started(slack, transport, glossary) as process:
        await logged(process, "answering")
        for asked in (before, late):
            [again] = await slack.redeliver(asked)
            assert again.acked
        await slack.until(lambda: slack.thread(late))
        process.terminate()
        assert await process.wait() == 0
    assert titles(slack.thread(before)) == ["Token"]
    assert titles(slack.thread(late)) == ["Context window"]


@pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
async def test_told_to_stop_while_slack_keeps_its_start_waiting_it_stops_at_once(
    slack: Workspace, glossary: Path, method: str
) -> None:
    async with asyncio.timeout(10), started(slack, "socket", glossary) as process:
        slack.hold(method)
        await slack.until(lambda: slack.called(method))
        process.terminate()
        told = await logged(process, "no such line")
        assert await process.wait() == 0
    assert "stopped before it had begun" in told
    assert "Traceback" not in told


@pytest.mark.parametrize("why", ["token_revoked", "account_inactive"])
async def test_a_token_taken_back_while_running_ends_it_with_78(
    slack: Workspace, transport: str, glossary: Path, why: str
) -> None:
    ana, build = slack.person("ana"), slack.channel("build")
    async with asyncio.timeout(30), started(slack, transport, glossary) as process:
        await logged(process, "answering")
        if transport == "socket":
            await slack.wire.connected(2)
        slack.revoked = why
        await ana.says(build, "what is a token?")
        told = await logged(process, "no such line")
        assert await process.wait() == 78
    assert f"no longer takes SLACK_BOT_TOKEN ({why})" in told
    assert "Traceback" not in told
    assert slack.bot_token not in told


async def test_an_app_token_taken_back_while_running_ends_it_with_78(
    slack: Workspace, glossary: Path
) -> None:
    async with asyncio.timeout(30), started(slack, "socket", glossary) as process:
        await logged(process, "answering")
        await slack.wire.connected(2)
        slack.fail_next("apps.connections.open", "invalid_auth")
        await slack.wire.sockets[0].send_json({"type": "disconnect", "reason": "warning"})
        told = await logged(process, "no such line")
        assert await process.wait() == 78
    assert "SLACK_APP_TOKEN (invalid_auth)" in told


async def test_a_bad_token_ends_it_with_the_reason_and_without_the_token(
    slack: Workspace, transport: str, glossary: Path
) -> None:
    slack.revoked = "token_revoked"
    async with asyncio.timeout(30), started(slack, transport, glossary) as process:
        told = await logged(process, "no such line")
        assert await process.wait() == 78
    assert "SLACK_BOT_TOKEN (token_revoked)" in told
    assert "Traceback" not in told
    assert slack.bot_token not in told
