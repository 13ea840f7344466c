"""The bot as a process: it starts or says why not, tells its health, stops without loss."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.errors import ConfigError
from bot.explainer import Explainer
from bot.glossary_source import GlossaryFile
from bot.playground.workspace import Workspace
from bot.slack.server import run, running, serve
from tests.conftest import Conversation, settings_for, talking, titles

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@asynccontextmanager
async def started(
    slack: Workspace, transport: str, glossary: Path
) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python -m bot serve` in a process of its own, connected to the workspace."""
    port = free_port()
    environment = {  # and nothing else of this machine's
        "PATH": os.environ["PATH"],
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_API_URL": slack.api_url,
        "GLOSSARY": str(glossary),
        "PYTHONPATH": str(ROOT),
    }
    if transport == "socket":
        environment["SLACK_APP_TOKEN"] = slack.app_token
    else:
        environment |= {"SLACK_SIGNING_SECRET": slack.signing_secret, "PORT": str(port)}
        slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "serve",
        env=environment,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def logged(process: asyncio.subprocess.Process, words: str) -> str:
    """Read its log up to the line with these words, or its end."""
    assert process.stderr
    lines = []
    async for line in process.stderr:
        lines.append(line.decode())
        if words in lines[-1]:
            break
    return "".join(lines)


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


async def test_a_bad_token_ends_it_with_the_reason_and_without_the_token(
    slack: Workspace, transport: str, glossary: Path
) -> None:
    slack.revoked = "token_revoked"
    async with asyncio.timeout(30), started(slack, transport, glossary) as process:
        told = await logged(process, "no such line")
        assert await process.wait() == 2
    assert "SLACK_BOT_TOKEN (token_revoked)" in told
    assert "Traceback" not in told
    assert slack.bot_token not in told


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
async def test_serving_ends_in_peace_at_either_signal(
    slack: Workspace, transport: str, glossary: Path, sign: signal.Signals
) -> None:
    source = GlossaryFile(glossary)
    settings = settings_for(slack, transport)
    serving = asyncio.create_task(serve(settings, Explainer(source), source))
    await slack.until(lambda: slack.called("auth.test"))
    os.kill(os.getpid(), sign)
    async with asyncio.timeout(10):
        await serving


async def test_what_is_not_finished_in_time_is_given_up_and_counted(
    slack: Workspace, transport: str, glossary: Path, caplog: pytest.LogCaptureFixture
) -> None:
    source, ana, build = GlossaryFile(glossary), slack.person("ana"), slack.channel("build")
    settings = settings_for(slack, transport)
    gate = slack.hold("chat.postMessage")
    async with running(settings, Explainer(source), source, patience=0) as bot:
        if transport == "socket":
            await slack.wire.connected()
        else:
            slack.deliver_to(f"http://127.0.0.1:{bot.port}/slack/events")
        await ana.says(build, "what is a token?")
    assert "1 answers were not finished" in caplog.text
    slack.deliver_to("")
    gate.set()


def test_where_slack_does_not_answer_it_does_not_start(glossary: Path) -> None:
    nowhere = settings_for(Workspace(), "http", api_url="http://127.0.0.1:9/api/")
    with pytest.raises(ConfigError, match=r"does not answer at http://127\.0\.0\.1:9/api/"):
        run(nowhere, GlossaryFile(glossary))


async def test_a_port_in_use_is_told_with_the_way_out(
    slack: Workspace, glossary: Path
) -> None:
    source = GlossaryFile(glossary)
    with socket.create_server(("0.0.0.0", 0)) as taken:
        port = taken.getsockname()[1]
        settings = settings_for(slack, "http", port=port)
        with pytest.raises(ConfigError, match=f"port {port} .* set PORT to another"):
            async with running(settings, Explainer(source), source):
                pass


async def health(port: int) -> tuple[int, dict[str, object]]:
    """What `/healthz` says."""
    url = f"http://127.0.0.1:{port}/healthz"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.json()


async def test_health_is_told_in_both_modes(
    slack: Workspace, transport: str, glossary: Path
) -> None:
    source = GlossaryFile(glossary)
    settings = settings_for(slack, transport, port=0)
    async with running(settings, Explainer(source), source) as bot:
        status, told = await health(bot.port)
    assert (status, told) == (
        200,
        {
            "status": "ok",
            "terms": 22,
            "mode": transport,
            "answering": 0,
            "glossary": {"source": str(glossary)},
        },
    )


async def test_in_socket_mode_nothing_is_bound_unless_a_port_is_set(
    slack: Workspace, glossary: Path
) -> None:
    async with talking(slack, "socket", glossary) as talk:
        assert talk.bot.port == 0


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/"), ("GET", "/slack/events"), ("POST", "/healthz")]
)
async def test_nothing_else_answers(
    slack: Workspace, glossary: Path, method: str, path: str
) -> None:
    async with talking(slack, "http", glossary) as talk, aiohttp.ClientSession() as session:
        url = f"http://127.0.0.1:{talk.bot.port}{path}"
        async with session.request(method, url) as answer:
            assert answer.status in (404, 405)


async def test_in_socket_mode_events_are_not_taken_over_http(
    slack: Workspace, glossary: Path
) -> None:
    source = GlossaryFile(glossary)
    settings = settings_for(slack, "socket", port=0)
    async with running(settings, Explainer(source), source) as bot:
        url = f"http://127.0.0.1:{bot.port}/slack/events"
        async with aiohttp.ClientSession() as session, session.post(url) as answer:
            assert answer.status == 404


async def test_a_glossary_broken_while_running_leaves_the_last_good_one_in_use(
    slack: Workspace, transport: str, glossary: Path
) -> None:
    source = GlossaryFile(glossary)
    settings = settings_for(slack, transport, port=0)
    async with running(settings, Explainer(source), source) as bot:
        if transport == "http":
            slack.deliver_to(f"http://127.0.0.1:{bot.port}/slack/events")
        talk = Conversation(slack, bot, source)
        glossary.write_text("terms: [", encoding="utf-8")
        source.refresh()

        asked = await talk.asks(talk.ana, talk.build, "what is a token?")
        status, told = await health(bot.port)

    assert titles(slack.thread(asked)) == ["Token"]
    assert (status, told["status"], told["terms"]) == (200, "ok", 22)
    assert "words.yaml:2: " in str(told["glossary"])


async def test_a_change_of_the_glossary_is_taken_up_while_running(
    slack: Workspace, transport: str, glossary: Path
) -> None:
    async with asyncio.timeout(20), talking(slack, transport, glossary) as talk:
        text = glossary.read_text(encoding="utf-8")
        glossary.write_text(text.replace("term: Spec,", "term: Brief,"), encoding="utf-8")
        while not talk.source().get("Brief"):
            await asyncio.to_thread(talk.source.refresh)
        asked = await talk.asks(talk.ana, talk.build, "what is a brief?")
        assert titles(slack.thread(asked)) == ["Brief"]


async def test_after_a_refresh_of_the_socket_it_goes_on_answering(
    slack: Workspace, glossary: Path
) -> None:
    async with asyncio.timeout(20), talking(slack, "socket", glossary) as talk:
        before = len(slack.called("apps.connections.open"))
        await slack.wire.disconnect()
        await slack.until(lambda: len(slack.called("apps.connections.open")) > before)
        await slack.wire.connected()
        asked = await talk.asks(talk.ana, talk.build, "what is a token?")
        assert titles(slack.thread(asked)) == ["Token"]


async def test_a_watch_that_breaks_off_is_told_to_the_owner(
    slack: Workspace, glossary: Path, caplog: pytest.LogCaptureFixture
) -> None:
    class Unwatched(GlossaryFile):
        async def watch(self, *_: object, **__: object) -> None:
            raise RuntimeError("the disk is gone")

    source = Unwatched(glossary)
    async with running(settings_for(slack, "http"), Explainer(source), source):
        pass
    assert "no longer watched" in caplog.text
    assert "the disk is gone" in caplog.text
