"""The bot as a process: it starts or says why not, tells its health, stops without loss."""

from __future__ import annotations

import asyncio
import importlib
import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import aiohttp
import pytest

from bot import render
from bot.errors import ConfigError
from bot.explainer import Explainer
from bot.glossary import Glossary
from bot.glossary_source import GlossaryFile
from bot.playground.workspace import Workspace
from bot.settings import IN_THE_CLEAR, Settings
from bot.slack.server import Stop, run, running, serve
from tests.conftest import Conversation, settings_for, talking, titles
from tests.slack.doors import health


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


def test_the_time_of_a_stop_counts_once_and_from_its_beginning() -> None:
    moments = iter([100.0, 103.0, 103.0, 120.0])
    stop = Stop(10.0, now=lambda: next(moments))
    stop.begin()
    stop.begin()
    assert [stop.left(0.5), stop.left(), stop.left()] == [2.0, 7.0, 0.0]


def test_where_slack_does_not_answer_it_does_not_start(glossary: Path) -> None:
    nowhere = settings_for(Workspace(), "http", api_url="http://127.0.0.1:9/api/")
    with pytest.raises(ConfigError, match=r"does not answer at http://127\.0\.0\.1:9/api/"):
        run(nowhere, GlossaryFile(glossary))


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("http://slack.invalid/api/", [IN_THE_CLEAR]),
        ("https://slack.invalid/api/", []),
        ("http://127.0.0.1:9/api/", []),
    ],
)
def test_a_token_that_would_travel_in_the_clear_is_told_once(
    glossary: Path, caplog: pytest.LogCaptureFixture, address: str, told: list[str]
) -> None:
    nowhere = settings_for(Workspace(), "http", api_url=address)
    with pytest.raises(ConfigError, match="does not answer"):
        run(nowhere, GlossaryFile(glossary))
    assert caplog.messages == told


async def test_a_port_in_use_is_told_with_the_way_out(
    slack: Workspace, glossary: Path
) -> None:
    with socket.create_server(("0.0.0.0", 0)) as taken:
        port = taken.getsockname()[1]
        await refuses_to_start(
            settings_for(slack, "http", port=port),
            glossary,
            f"port {port} .* set PORT to another",
        )


async def test_an_address_of_another_machine_is_told_with_the_way_out(
    slack: Workspace, glossary: Path
) -> None:
    elsewhere = settings_for(slack, "http", host="192.0.2.1")
    await refuses_to_start(elsewhere, glossary, r"of 192\.0\.2\.1 .* set BIND to")


async def refuses_to_start(settings: Settings, glossary: Path, why: str) -> None:
    source = GlossaryFile(glossary)
    with pytest.raises(ConfigError, match=why):
        async with running(settings, Explainer(source), source):
            pass


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere 127.0.0.2 is no address")
async def test_it_listens_where_it_is_told_to(slack: Workspace, glossary: Path) -> None:
    source = GlossaryFile(glossary)
    settings = settings_for(slack, "http", host="127.0.0.2")
    async with running(settings, Explainer(source), source) as bot:
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", bot.port)
        _, writer = await asyncio.open_connection("127.0.0.2", bot.port)
        writer.close()


async def test_health_is_told_in_both_modes(
    slack: Workspace, transport: str, glossary: Path
) -> None:
    source = GlossaryFile(glossary)
    settings = settings_for(slack, transport, port=0)
    async with running(settings, Explainer(source), source) as bot:
        status, told = await health(bot.port)
    connections = {"connections": told.get("connections")} if transport == "socket" else {}
    assert (status, told) == (
        200,
        {
            "status": "ok",
            "terms": 22,
            "mode": transport,
            "answering": 0,
            "turned_away": 0,
            "unanswered_by_slack": 0,
            "glossary": {"source": glossary.name},
            **connections,
        },
    )


async def test_in_socket_mode_nothing_is_bound_unless_a_port_is_set(
    slack: Workspace, glossary: Path
) -> None:
    async with talking(slack, "socket", glossary) as talk:
        assert talk.bot.port == 0


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


async def test_once_started_it_gets_ready_what_reads_the_first_cards_markdown(
    slack: Workspace, glossary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    importlib.import_module("bot.render.markdown")  # or there is nothing to forget
    ready = asyncio.Event()

    class Watched(GlossaryFile):
        async def watch(
            self, seconds: float = 0, prepare: Callable[[Glossary], None] = print
        ) -> None:
            prepare(self())
            ready.set()

    monkeypatch.delitem(sys.modules, "bot.render.markdown")
    monkeypatch.delattr(render, "markdown")
    source = Watched(glossary)
    async with running(settings_for(slack, "http"), Explainer(source), source):
        await ready.wait()
    assert "bot.render.markdown" in sys.modules


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
