"""The bot as a process of its own: started, told to stop, killed, and weighed."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import time
from collections import deque
from contextlib import suppress
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.playground.workspace import Workspace

ROOT = Path(__file__).parents[2]
SECONDS_TO_START = 40.0
SECONDS_TO_STOP = 20.0
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


class Process:
    """`python -m bot serve`, again and again, at the same port."""

    def __init__(self, slack: Workspace, glossary: Path) -> None:
        self._slack, self._glossary = slack, glossary
        self._child: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self.port = _free_port()
        self.transport = ""
        self.started: list[float] = []
        self.killed: list[float] = []
        self.stopped: list[float] = []
        self.faults: list[str] = []  # what a process may not do: die, or refuse to stop
        self.errors = 0
        self.log: deque[str] = deque(maxlen=200)
        self.complaints: deque[str] = deque(maxlen=20)

    async def start(self, transport: str) -> None:
        """Start it, anew where it gives up, and come back when it says it is well.

        Raises RuntimeError where it never does.
        """
        self.transport = transport
        here = f"http://127.0.0.1:{self.port}"
        self._slack.deliver_to(f"{here}/slack/events" if transport == "http" else "")
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            await self._spawn()
            if await self._well(f"{here}/healthz", deadline):
                self.started.append(self._slack.now())
                return
            await self.end()
        raise RuntimeError("the bot did not start:\n" + "".join(self.log))

    async def stop(self) -> None:
        """SIGTERM, as whoever deploys it does."""
        assert self._child
        self.stopped.append(self._slack.now())
        self._child.terminate()
        try:
            async with asyncio.timeout(SECONDS_TO_STOP):
                code = await self._child.wait()
            if code:
                self.faults.append(f"it ended with {code} at SIGTERM")
        except TimeoutError:
            self.faults.append(f"it did not stop within {SECONDS_TO_STOP:.0f} s")
        await self.end()

    async def kill(self) -> None:
        """SIGKILL, as a machine that fails does."""
        await self.end()
        self.killed.append(self._slack.now())

    async def revive(self) -> bool:
        """Start it again if it died by itself; whether it had."""
        if not self._child or self._child.returncode is None:
            return False
        self.faults.append(f"it died by itself, with {self._child.returncode}")
        await self.end()
        await self.start(self.transport)
        return True

    @property
    def bytes(self) -> int:
        """What it holds in memory; 0 where the system does not tell."""
        try:
            told = Path(f"/proc/{self._child.pid if self._child else 0}/statm").read_text()
        except OSError:
            return 0
        return int(told.split()[1]) * _PAGE

    async def _spawn(self) -> None:
        slack = self._slack
        environment = {  # and nothing else of this machine's
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_API_URL": slack.api_url,
            "GLOSSARY": str(self._glossary),
            "PORT": str(self.port),
        }
        if self.transport == "socket":
            environment["SLACK_APP_TOKEN"] = slack.app_token
        else:
            environment["SLACK_SIGNING_SECRET"] = slack.signing_secret
        self._child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "serve"),
            env=environment,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        self._reading = asyncio.create_task(self._read(self._child))

    async def _read(self, child: asyncio.subprocess.Process) -> None:
        assert child.stderr
        while line := await child.stderr.readline():
            said = line.decode(errors="replace")
            self.log.append(said)
            if "ERROR" in said or '"error"' in said.lower():
                self.errors += 1
                self.complaints.append(said.rstrip()[:300])

    async def _well(self, url: str, deadline: float) -> bool:
        assert self._child
        async with ClientSession(timeout=ClientTimeout(total=2)) as session:
            while self._child.returncode is None and time.monotonic() < deadline:
                with suppress(ClientError, TimeoutError):
                    async with session.get(url) as answer:
                        if answer.status == 200:
                            return True
                await asyncio.sleep(0.1)
        return False

    async def end(self) -> None:
        """Leave nothing behind."""
        if self._child:
            if self._child.returncode is None:
                with suppress(ProcessLookupError):
                    self._child.kill()
            await self._child.wait()
        if self._reading:
            await self._reading
        self._child = self._reading = None


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
