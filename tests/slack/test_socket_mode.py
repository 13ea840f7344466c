"""Socket Mode stays up: there is a connection while another one is renewed or lost."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import RawTestServer
from slack_bolt.response import BoltResponse

from bot.errors import ConfigError, CredentialsError
from bot.logs import Lines
from bot.playground.workspace import Workspace
from bot.slack.credentials import TryLater
from bot.slack.payload import Headers, Payload
from bot.slack.socket_mode import CONNECTIONS, Patience, SocketMode
from tests.conftest import Conversation, talking, titles
from tests.slack.clocks import Hurried
from tests.slack.switchboard import Connection, Switchboard, switchboard

QUICK = Patience(pauses=(0.0, 0.01), close=0.2)


class Taker:
    """Takes what comes, and answers each payload by its number of retries."""

    def __init__(self, **answers: BoltResponse) -> None:
        self._answers = answers

    async def take(self, payload: Payload, headers: Headers) -> BoltResponse:
        """As a gate does."""
        [retry] = headers.get("x-slack-retry-num", ["none"])
        return self._answers.get(f"after_{retry}", BoltResponse(status=200))


@asynccontextmanager
async def connected(
    board: Switchboard,
    patience: Patience = QUICK,
    dial: Callable[[], Awaitable[str]] | None = None,
    taker: Taker | None = None,
) -> AsyncIterator[tuple[SocketMode, Connection, Connection]]:
    """Socket Mode with its two connections."""
    refused: list[CredentialsError] = []
    taker = taker or Taker()
    async with asyncio.timeout(20), aiohttp.ClientSession() as session:
        socket = SocketMode(
            dial or board.dial, session, taker.take, refused.append, patience
        )
        await socket.start()
        try:
            yield socket, await board.next(), await board.next()
        finally:
            await socket.close()
        assert not refused


@pytest.fixture
async def board() -> AsyncIterator[Switchboard]:
    """Slack's end of the connections."""
    async with switchboard() as one:
        yield one


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_a_new_connection_is_open_before_the_old_one_is_closed(
    board: Switchboard, reason: str
) -> None:
    async with connected(board) as (_, first, second):
        board.greets = False
        await first.disconnect(reason)
        third = await board.next()
        await first.sends("late")
        assert await first.acks() == [{"envelope_id": "late"}]
        assert not first.over.is_set()
        await third.hello()
        await first.over.wait()
        assert not second.over.is_set()


async def test_a_connection_that_answers_no_ping_is_replaced(board: Switchboard) -> None:
    async with connected(board, replace(QUICK, ping=0.05)) as (_, first, second):
        first.alive = False
        await board.next()
        await first.over.wait()
        assert not second.over.is_set()


async def test_a_connection_by_which_slack_says_nothing_any_more_is_replaced(
    board: Switchboard,
) -> None:
    only_echoes = replace(QUICK, ping=0.05, silence=0.3)
    async with connected(board, only_echoes) as (_, first, second):
        talking = asyncio.create_task(pinged(second))
        await board.next()
        await first.over.wait()
        assert not second.over.is_set()
        talking.cancel()


async def pinged(connection: Connection) -> None:
    while True:
        await connection.socket.ping()
        await asyncio.sleep(0.05)


@pytest.mark.parametrize("spoilt", ["not JSON", "[]", '"text"', "7"])
async def test_a_connection_by_which_nonsense_comes_is_replaced(
    board: Switchboard, spoilt: str
) -> None:
    async with connected(board) as (_, first, _second):
        await first.socket.send_str(spoilt)
        third = await board.next()
        await third.sends("after")
        assert await third.acks() == [{"envelope_id": "after"}]


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"debug_info": None},
        {"debug_info": {"approximate_connection_time": "3600"}},
        {"debug_info": {"approximate_connection_time": -1}},
    ],
)
async def test_a_hello_that_tells_nothing_is_one(
    board: Switchboard, more: dict[str, Any]
) -> None:
    board.hello = more
    async with connected(board) as (socket, _first, second):
        await second.sends("after")
        assert await second.acks() == [{"envelope_id": "after"}]
        assert socket.connections == board.dialled == 2


async def test_behind_a_proxy_it_connects_through_it(board: Switchboard) -> None:
    async def dial() -> str:
        return "http://slack.invalid/link"

    proxy = board.url.removesuffix("/link")
    async with asyncio.timeout(20), aiohttp.ClientSession() as session:
        taker, refused = Taker(), list[CredentialsError]()
        socket = SocketMode(dial, session, taker.take, refused.append, QUICK, proxy)
        await socket.start()
        await board.next()
        await socket.close()


async def test_behind_a_proxy_that_refuses_the_log_holds_no_password(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def dial() -> str:
        return "https://slack.invalid/link"

    async def refuse(request: web.BaseRequest) -> web.Response:
        return web.Response(status=407)

    async with (
        asyncio.timeout(20),
        RawTestServer(refuse) as server,
        aiohttp.ClientSession() as session,
    ):
        proxy = str(server.make_url("").with_user("ana").with_password("hidden"))
        socket = SocketMode(dial, session, Taker().take, print, QUICK, proxy)
        await socket.start()
        while "try 1" not in caplog.text:
            await asyncio.sleep(0)
        await socket.close()
    assert "ana:hidden@" in caplog.text  # so much is aiohttp's own wording
    told = "".join(map(Lines().format, caplog.records))
    assert told.count("407, message=") == len(caplog.records) >= 2
    assert "hidden" not in told


async def test_a_keeper_that_breaks_down_is_told_to_the_owner_and_replaced(
    board: Switchboard, caplog: pytest.LogCaptureFixture
) -> None:
    faults = [LookupError("nothing like that was thought of")]

    async def dial() -> str:
        if board.dialled == 2 and faults:
            raise faults.pop()
        return await board.dial()

    async with connected(board, dial=dial) as (_, first, _second):
        await first.disconnect("warning")
        while "no longer kept" not in caplog.text:
            await asyncio.sleep(0)
        await board.next()


@pytest.mark.parametrize("reason", ["too_many_websockets", "link_disabled"])
async def test_the_owner_hears_what_only_they_can_mend(
    board: Switchboard, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with connected(board) as (_, first, _second):
        await first.disconnect(reason)
        await board.next()
    assert f"{reason}: S" in caplog.text


async def test_who_does_not_say_hello_is_tried_again(board: Switchboard) -> None:
    async with connected(board, replace(QUICK, hello=0.2)) as (socket, first, _second):
        board.greets = False
        await first.socket.close()
        mute = await board.next()
        await mute.over.wait()
        await (await board.next()).hello()
        while socket.connections < 2:
            await asyncio.sleep(0)


async def test_of_two_with_one_length_of_life_one_is_renewed_at_half_time(
    board: Switchboard,
) -> None:
    board.greets = False
    starting = asyncio.create_task(greet_all(board, count=3, seconds=0.6))
    async with aiohttp.ClientSession() as session:
        socket = SocketMode(board.dial, session, Taker().take, print, QUICK)
        await socket.start()
        first, second, third = await starting
        assert (first.over.is_set(), third.over.is_set()) == (False, False)
        await second.over.wait()
        assert not first.over.is_set()
        await socket.close()


async def greet_all(board: Switchboard, count: int, seconds: float) -> list[Connection]:
    came = []
    for _ in range(count):
        came.append(await board.next())
        await came[-1].hello(seconds)
    return came


async def test_slack_out_of_reach_is_tried_again_and_again(
    board: Switchboard, caplog: pytest.LogCaptureFixture
) -> None:
    failures: list[Exception] = []

    async def dial() -> str:
        if failures:
            raise failures.pop()
        return await board.dial()

    async with connected(board, dial=dial) as (socket, first, second):
        failures += [ConfigError(["no"]), OSError("DNS"), aiohttp.ClientError("cut")]
        failures += [TryLater(["429"], 0.01)]
        await first.socket.close()
        await second.socket.close()
        await board.next()
        await board.next()
        while socket.connections < 2:
            await asyncio.sleep(0)
    assert caplog.text.count("no connection to Slack") == 4


async def test_what_cannot_be_taken_now_is_not_acknowledged(board: Switchboard) -> None:
    taker = Taker(
        after_0=BoltResponse(status=503),
        after_1=BoltResponse(status=400),
        after_2=BoltResponse(status=200, body='{"text": "hi"}'),
    )
    async with connected(board, taker=taker) as (_, first, _second):
        for retry, envelope in enumerate(("too much", "odd", "a command")):
            await first.sends(envelope, retry_attempt=retry)
        assert await first.acks(2) == [
            {"envelope_id": "odd"},
            {"envelope_id": "a command", "payload": {"text": "hi"}},
        ]


async def test_closing_does_not_wait_for_who_says_no_goodbye(board: Switchboard) -> None:
    async with connected(board) as (socket, first, second):
        first.alive = second.alive = False
        async with asyncio.timeout(5):
            await socket.close()
        assert socket.connections == 0


async def test_an_address_that_leads_nowhere_at_the_start_is_no_end(
    board: Switchboard, caplog: pytest.LogCaptureFixture
) -> None:
    addresses = ["http://127.0.0.1:9/link"]

    async def dial() -> str:
        return addresses.pop() if addresses else await board.dial()

    async with connected(board, dial=dial):
        pass
    assert "no connection to Slack yet" in caplog.text


async def test_a_wait_that_slack_demands_at_the_start_is_kept(board: Switchboard) -> None:
    loop, dialled = asyncio.get_running_loop(), []

    async def dial() -> str:
        dialled.append(loop.time())
        if len(dialled) == 1:
            raise TryLater(["429"], 0.2)
        return await board.dial()

    async with connected(board, dial=dial):
        pass
    assert dialled[1] - dialled[0] >= 0.2


async def test_a_slack_that_falters_at_the_start_is_no_end(board: Switchboard) -> None:
    failures = [TryLater(["Slack does not answer"])]

    async def dial() -> str:
        if failures:
            raise failures.pop()
        return await board.dial()

    async with connected(board, dial=dial):
        pass


@pytest.fixture
async def talk(slack: Workspace, glossary: Path) -> AsyncIterator[Conversation]:
    """The bot at work by Socket Mode, with both of its connections."""
    async with asyncio.timeout(30), talking(slack, "socket", glossary) as conversation:
        await slack.wire.connected(2)
        yield conversation


async def test_what_comes_by_both_connections_is_answered_once(talk: Conversation) -> None:
    said = await talk.asks(talk.ana, talk.build, "what is a token?")
    await talk.slack.redeliver(said, retry_num=0)
    await talk.quiet()
    assert len({id(one) for one in talk.slack.wire.sockets}) == 2
    assert titles(talk.slack.thread(said)) == ["Token"]


async def test_while_the_connections_are_renewed_one_after_another_all_is_answered(
    talk: Conversation,
) -> None:
    asked = []
    for one in list(talk.slack.wire.sockets):
        await one.send_json({"type": "disconnect", "reason": "warning"})
        asked.append(await talk.ana.says(talk.build, "what is a token?"))
        while one in talk.slack.wire.sockets:
            await asyncio.sleep(0)
        asked.append(await talk.ana.says(talk.build, "what is a token?"))
    await talk.quiet()
    assert [titles(talk.slack.thread(one)) for one in asked] == [["Token"]] * 4


async def test_a_limit_on_opening_connections_is_waited_for(talk: Conversation) -> None:
    limit = {"http_status": 429, "headers": {"Retry-After": "0"}}
    talk.slack.fail_next("apps.connections.open", "ratelimited", **limit)
    talk.slack.fail_next("apps.connections.open", "internal_error")
    await talk.slack.wire.disconnect()
    await talk.slack.wire.connected(2)
    asked = await talk.asks(talk.ana, talk.build, "what is a token?")
    assert titles(talk.slack.thread(asked)) == ["Token"]


async def test_connections_that_end_at_once_are_renewed_later_and_later(
    board: Switchboard, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    patience = replace(QUICK, pauses=(0.0, 0.0, 3_600.0))
    async with connected(board, patience) as (_, short, other):
        for _ in range(2):
            await short.disconnect("warning")
            short = await board.next()
        await short.disconnect("warning")
        while caplog.text.count("is renewed") < 3:
            await asyncio.sleep(0)
        await other.sends("meanwhile")
        await other.acks()
        assert board.dialled == 4


def tried(*answers: Exception, pauses: Sequence[float] = (0.0,)) -> list[list[float]]:
    """When each of the connections is tried where Slack answers all of them like this."""
    moments: dict[object, list[float]] = defaultdict(list)

    async def dial() -> str:
        mine = moments[asyncio.current_task()]
        mine.append(asyncio.get_running_loop().time())
        raise [*answers, CredentialsError(["enough"])][len(mine) - 1]

    async def trying() -> None:
        over = asyncio.Semaphore(0)
        async with aiohttp.ClientSession() as session:
            socket = SocketMode(
                dial,
                session,
                Taker().take,
                refused=lambda _: over.release(),
                patience=Patience(pauses=pauses),
            )
            await socket.start()
            for _ in range(CONNECTIONS):
                await over.acquire()
            await socket.close()
        del moments[asyncio.current_task()]  # the first try of all

    with asyncio.Runner(loop_factory=Hurried) as runner:
        runner.run(trying())
    return list(moments.values())


def test_slack_out_of_reach_is_tried_later_and_later() -> None:
    for moments in tried(*[OSError("DNS")] * 4, pauses=(1.0, 10.0, 100.0)):
        gaps = [after - before for before, after in pairwise(moments)]
        for gap, pause in zip(gaps, (1.0, 10.0, 100.0, 100.0), strict=True):
            assert 0.5 * pause <= gap <= 1.5 * pause


def test_connections_lost_at_one_moment_are_not_tried_at_one_moment() -> None:
    one, other = tried(*[OSError("DNS")] * 4, pauses=(1.0, 10.0))
    assert not {*one} & {*other}


def test_no_connection_is_tried_sooner_than_slack_says_nor_with_another() -> None:
    one, other = tried(*[TryLater(["429"], 3_600.0)] * 4)
    for first, second in (*pairwise(one), *pairwise(other)):
        assert second - first >= 3_600.0
    assert not {*one} & {*other}
