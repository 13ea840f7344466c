"""Ten times more questions than Slack lets answers through (`tests.bench overload`).

Slack takes 3 s a call, so that 100 connections carry 33 answers a second. Ten times as
many questions come; what is turned away is sent again afterwards, as Slack does.
"""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import aiohttp

from .compare import Row, at_most, percentile
from .data import Data
from .events import Bot, started
from .slack import Event, over_http, thread

CALL, CONNECTIONS, TIMES = 3.0, 100, 10  # aiohttp's connections at a time
SECONDS = 12
ACK = 3.0  # after which Slack counts an event as failed


def rows(data: Data) -> list[Row]:
    """How soon it acknowledges, what it holds in memory, whether anything is lost."""
    return asyncio.run(_rows())


async def _rows() -> list[Row]:
    async with started("ours", "http") as bot, aiohttp.ClientSession() as session:
        await _flood(bot, session, 1, 100)
        await bot.slack.all_posted(list(bot.slack.posted))
        bot.slack.delay, before = CALL, _megabytes(bot)
        rate = int(TIMES * CONNECTIONS / CALL)
        statuses, waits = await _flood(bot, session, rate * SECONDS, rate)
        grown = _megabytes(bot) - before
        bot.slack.delay = 0.05
        refused = [event for event, status in statuses if status != 200]
        taken = [thread(event) for event, status in statuses if status == 200]
        await bot.slack.all_posted(taken)
        lost = await _lost(bot, session, refused)
    print(f"  taken {len(taken)}, turned away {len(refused)}, slowest {max(waits):.2f} s")
    return [
        at_most(
            "ack at 10× overload, p99", "Slack's 3 s", percentile(waits, 0.99) / ACK, 1
        ),
        at_most("memory grown at 10× overload, MB", "500 answers of 0.1", grown / 50, 1),
        at_most("lost at 10× overload", "questions", lost / len(statuses), 0),
    ]


async def _flood(
    bot: Bot, session: aiohttp.ClientSession, count: int, rate: float
) -> tuple[list[tuple[Event, int]], list[float]]:
    """Ask so many questions a second; what each got, and after how long."""
    waits: list[float] = []

    async def ask(event: Event) -> tuple[Event, int]:
        began = time.perf_counter()
        status = await over_http(session, bot.url, event)
        waits.append(time.perf_counter() - began)
        return event, status

    began, asking = time.perf_counter(), []
    for number in range(count):
        await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
        event = bot.slack.message("what is a token?")
        asking.append(asyncio.create_task(ask(event)))
    return list(await asyncio.gather(*asking)), waits


async def _lost(bot: Bot, session: aiohttp.ClientSession, refused: list[Event]) -> int:
    """Send again what was turned away, until it is taken; how many get no answer."""
    waiting = refused
    async with asyncio.timeout(60):
        while waiting:
            again, waiting = waiting, []
            for event in again:
                if await over_http(session, bot.url, event, retry=1) != 200:
                    waiting.append(event)
    threads = {thread(event) for event in refused}
    try:
        async with asyncio.timeout(30):
            await bot.slack.all_posted(threads)
    except TimeoutError:
        pass
    return len(threads - bot.slack.posted.keys())


def _megabytes(bot: Bot) -> float:
    status = Path(f"/proc/{bot.process.pid}/status").read_text(encoding="ascii")
    [line] = [line for line in status.splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) / 1024
