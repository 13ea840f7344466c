"""Health is the truth: without a connection nothing can be answered."""

from __future__ import annotations

import json
from pathlib import Path

from aiohttp.test_utils import make_mocked_request
from slack_sdk.socket_mode.aiohttp import SocketModeClient

from bot.glossary_source import GlossaryFile
from bot.slack.front_door import healthz
from bot.slack.health import Health
from bot.slack.tasks import Tasks


async def test_a_socket_that_is_not_open_is_not_healthy(glossary: Path) -> None:
    socket = SocketModeClient("xapp-secret")
    try:
        report = healthz(Health(GlossaryFile(glossary), Tasks(), socket))
        answer = await report(make_mocked_request("GET", "/healthz"))
    finally:
        await socket.aiohttp_client_session.close()
        socket.message_processor.cancel()
    told = json.loads(answer.text or "")
    assert (answer.status, told["status"]) == (503, "not connected to Slack")
    assert "xapp" not in str(told)


async def test_the_glossarys_faults_are_told_though_the_last_copy_serves(
    glossary: Path,
) -> None:
    source = GlossaryFile(glossary)
    health = Health(source, Tasks(), None)
    assert "problems" not in (await health.report())["glossary"]
    glossary.unlink()
    source.refresh()
    told = await health.report()
    assert (told["status"], told["terms"]) == ("ok", 22)
    assert told["glossary"]["problems"]
