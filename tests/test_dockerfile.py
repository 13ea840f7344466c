"""The container: what its health check says, and that it runs as nobody."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from pathlib import Path

import pytest

from bot.explainer import Explainer
from bot.glossary_source import GlossaryFile
from bot.playground.workspace import Workspace
from bot.slack.server import running
from tests.conftest import settings_for

DOCKERFILE = (Path(__file__).parent.parent / "Dockerfile").read_text(encoding="utf-8")


async def healthy(port: int) -> bool:
    """Run the health check as the engine would, beside a bot on that port."""
    written = re.search(r"^HEALTHCHECK .*? CMD (\[.*\])$", DOCKERFILE, re.M)
    assert written is not None
    [python, *arguments] = json.loads(written[1])
    assert python == "python"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *arguments),
        env={**os.environ, "PORT": str(port)},
        stderr=asyncio.subprocess.DEVNULL,
    )
    return await process.wait() == 0


async def test_the_health_check_tells_a_bot_that_answers_from_one_that_does_not(
    slack: Workspace, transport: str, glossary: Path
) -> None:
    source = GlossaryFile(glossary)
    settings = settings_for(slack, transport, port=0)
    async with asyncio.timeout(30), running(settings, Explainer(source), source) as bot:
        assert await healthy(bot.port)
    assert not await healthy(bot.port)


def test_it_runs_as_nobody_and_with_a_port_for_its_health() -> None:
    final = DOCKERFILE.split("FROM ")[-1]
    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", final, re.M)
    assert "PORT=" in final
    assert "RUN" not in final


@pytest.mark.parametrize("name", re.findall(r"^COPY (?!--)(\S+)", DOCKERFILE, re.M))
def test_what_it_copies_is_there_and_not_kept_from_it(name: str) -> None:
    ignored = (Path(__file__).parent.parent / ".dockerignore").read_text().splitlines()
    assert f"!{name}" in ignored
    assert (Path(__file__).parent.parent / name).exists()
