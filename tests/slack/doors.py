"""How tests knock at the bot's doors, and start it as a process of its own."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from bot.playground.workspace import Workspace

ROOT = Path(__file__).parents[2]


async def health(port: int) -> tuple[int, dict[str, Any]]:
    """What `/healthz` says."""
    url = f"http://127.0.0.1:{port}/healthz"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.json()


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
