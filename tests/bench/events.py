"""What an event costs, how soon an answer leaves, how soon a click is acknowledged."""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.explainer import Explainer
from bot.glossary_source import GlossaryFile, shipped
from bot.render.buttons import Act, Button, action_id, pack
from bot.settings import Settings
from bot.slack.server import running

from .compare import Row, at_most, median, percentile
from .data import SEED, Data
from .slack import BOT_TOKEN, SECRET, Event, Slack, over_http, slack, thread

EVENTS, ROUNDS, AT_ONCE = 1_500, 5, 16  # per side and round; how many are under way
QUESTIONS = 0.02  # of all messages
RATE, SECONDS, DELAY, LATENCY_ROUNDS = 300, 4, 0.150, 5
CLICKS = 60


def rows(data: Data) -> list[Row]:
    """The four rows on events."""
    return asyncio.run(_rows(data))


async def _rows(data: Data) -> list[Row]:
    return [
        at_most("CPU per HTTP event", "stock AsyncApp", await _cpu("http", data), 0.35),
        at_most(
            "CPU per event, Socket Mode", "stock AsyncApp", await _cpu("socket", data), 0.30
        ),
        at_most("question to post, p99", "plain aiohttp", await _latency(), 1.5),
        at_most("ack of a click", "stock AsyncApp", await _clicks(), 1 / 20),
    ]


@dataclass
class Bot:
    """A bot in a process of its own, and the Slack that is all its own."""

    slack: Slack
    process: asyncio.subprocess.Process
    port: int

    async def cpu(self) -> float:
        """Seconds of processor time that it has used."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(b"\n")
        return float(await self.process.stdout.readline())

    @property
    def url(self) -> str:
        """Where it takes events."""
        return f"http://127.0.0.1:{self.port}/slack/events"


@asynccontextmanager
async def started(side: str, transport: str) -> AsyncIterator[Bot]:
    """One side's bot at work: ours, stock or plain."""
    async with slack() as its_slack:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.bench.bots"),
            *(side, transport, f"{its_slack.url}/api/"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        assert process.stdin
        assert process.stdout
        try:
            port = int(await process.stdout.readline())
            yield Bot(its_slack, process, port)
        finally:
            process.stdin.close()
            await process.wait()


async def _cpu(transport: str, data: Data) -> float:
    """Ours by stock's, of the processor time for the same mixed messages."""
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())
        bots = {
            side: await stack.enter_async_context(started(side, transport))
            for side in ("ours", "stock")
        }
        names = [term.name for term in GlossaryFile(shipped())().terms]
        texts = _mixed(data.chat(EVENTS), names)
        for bot in bots.values():
            await _spent(bot, texts[:200], transport, session)
        ratios = []
        for _ in range(ROUNDS):
            spent = {s: await _spent(bots[s], texts, transport, session) for s in bots}
            ratios.append(spent["ours"] / spent["stock"])
            _note(transport, spent)
    return median(ratios)


def _note(transport: str, spent: dict[str, float]) -> None:
    each = ", ".join(f"{side} {1e6 * cpu / EVENTS:.0f}" for side, cpu in spent.items())
    print(f"  {transport}: {each} µs of processor time an event", file=sys.stderr)


def _mixed(chat: Sequence[str], names: Sequence[str]) -> list[str]:
    """The messages, some of them turned into questions that have an answer."""
    chance = random.Random(SEED)
    every = round(1 / QUESTIONS)
    return [
        f"what is a {chance.choice(names).lower()}?" if i % every == 0 else text
        for i, text in enumerate(chat)
    ]


async def _spent(
    bot: Bot, texts: Sequence[str], transport: str, session: aiohttp.ClientSession
) -> float:
    """The processor time for these messages, their answers included."""
    events = [bot.slack.message(text) for text in texts]
    asked = [thread(e) for e in events if e["event"]["text"].startswith("what is a ")]

    async def deliver(event: Event) -> None:
        if transport == "socket":
            await bot.slack.over_socket(event)
        else:
            assert await over_http(session, bot.url, event) == 200

    before = await bot.cpu()
    await _side_by_side(deliver, events)
    async with asyncio.timeout(20):
        await bot.slack.all_posted(asked)
    return await bot.cpu() - before


async def _side_by_side(
    deliver: Callable[[Event], Awaitable[None]], events: Sequence[Event]
) -> None:
    waiting = iter(events)

    async def work() -> None:
        for event in waiting:
            await deliver(event)

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))


async def _latency() -> float:
    """Ours by plain's, of the p99 from sending a question to the post that answers it."""
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())
        bots = [
            await stack.enter_async_context(started(side, "http"))
            for side in ("ours", "plain")
        ]
        ratios = []
        for bot in bots:
            await _p99(bot, session, seconds=2)  # what is done once is done by then
        for _ in range(LATENCY_ROUNDS):
            ours, plain = [await _p99(bot, session) for bot in bots]
            print(f"  p99: {ours * 1e3:.1f}, plain {plain * 1e3:.1f} ms", file=sys.stderr)
            ratios.append(ours / plain)
    return median(ratios)


async def _p99(bot: Bot, session: aiohttp.ClientSession, seconds: int = SECONDS) -> float:
    bot.slack.delay = DELAY
    events = [bot.slack.message("what is a token?") for _ in range(RATE * seconds)]
    sent: dict[str, float] = {}

    async def ask(event: Event) -> None:
        sent[thread(event)] = time.perf_counter()
        retry = 0
        while await over_http(session, bot.url, event, retry) != 200:
            retry += 1  # turned away, and sent again, sooner than Slack would
            await asyncio.sleep(0.1)

    began, asking = time.perf_counter(), []
    for i, event in enumerate(events):
        await asyncio.sleep(max(0.0, began + i / RATE - time.perf_counter()))
        asking.append(asyncio.create_task(ask(event)))
    await asyncio.gather(*asking)
    async with asyncio.timeout(60):
        await bot.slack.all_posted(sent)
    return percentile([bot.slack.posted[one] - at for one, at in sent.items()], 0.99)


async def _clicks() -> float:
    """Ours by stock's, of the time from having a click to having its acknowledgement."""
    source = GlossaryFile(shipped())
    async with slack() as its_slack:
        api = f"{its_slack.url}/api/"
        settings = Settings(BOT_TOKEN, SECRET, api_url=api, port=0, host="127.0.0.1")
        stock = _stock_app(api)
        async with running(settings, Explainer(source), source) as bot:
            taken: dict[str, list[float]] = {"ours": [], "stock": []}
            for number in range(CLICKS):
                click, began = _click(number), time.perf_counter()
                assert (await bot.gate.take(click, {})).status == 200
                taken["ours"].append(time.perf_counter() - began)
                await bot.tasks.idle()
                request = AsyncBoltRequest(body=click, mode="socket_mode")
                began = time.perf_counter()
                assert (await stock.async_dispatch(request)).status == 200
                taken["stock"].append(time.perf_counter() - began)
    return median(taken["ours"]) / median(taken["stock"])


def _stock_app(api: str) -> AsyncApp:
    app = AsyncApp(client=AsyncWebClient(BOT_TOKEN, base_url=api), signing_secret=SECRET)

    @app.action("explain:0")
    async def click(ack: AsyncAck) -> None:
        await ack()

    return app


def _click(number: int) -> dict[str, Any]:
    ts = f"{time.time() + number:.6f}"
    button = {"type": "button", "action_id": action_id(Act.EXPLAIN, 0), "block_id": "b"}
    button["value"] = pack(Button(Act.EXPLAIN, "Token"))
    return {
        "type": "block_actions",
        "team": {"id": "T0BENCH"},
        "user": {"id": "U0SOMEBODY", "team_id": "T0BENCH"},
        "channel": {"id": f"C{number:08}"},
        "container": {"type": "message", "message_ts": ts, "channel_id": f"C{number:08}"},
        "message": {"ts": ts, "text": "", "blocks": []},
        "response_url": "",
        "actions": [button],
    }
