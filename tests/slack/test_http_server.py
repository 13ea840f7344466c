"""Fixed routes, limits on time and size, and a bare status for what is not Slack's."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import aiohttp
import pytest
from aiohttp import web

from bot.playground.workspace import Workspace
from bot.slack.front_door import events
from bot.slack.gate import Gate
from bot.slack.http_server import MOST_COMING, MOST_HEADERS, Routes, listening
from tests.conftest import Conversation, talking, title


@pytest.fixture
async def talk(slack: Workspace, glossary: Path) -> AsyncIterator[Conversation]:
    """The bot at work over HTTP."""
    async with talking(slack, "http", glossary) as conversation:
        yield conversation


async def test_nothing_but_events_and_health_answers(talk: Conversation) -> None:
    root = talk.slack.wire.address.removesuffix("/slack/events")
    async with aiohttp.ClientSession() as session:
        for method, path, status, allowed in (
            ("GET", "/", 404, None),
            ("POST", "/", 404, None),
            ("GET", "/slack/events", 405, "POST"),
            ("PUT", "/slack/events", 405, "POST"),
            ("POST", "/healthz", 405, "GET"),
            ("HEAD", "/healthz", 405, "GET"),
            ("GET", "/healthz/", 404, None),
            ("GET", "/slack/events/", 404, None),
        ):
            async with session.request(method, root + path) as answer:
                assert (answer.status, answer.headers.get("Allow")) == (status, allowed)
                assert answer.headers["Server"] == "explainer"
                assert await answer.text() == ""


async def said_to(talk: Conversation, *parts: bytes) -> bytes:
    """What the bot answers to these bytes, until it closes the connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", talk.bot.port)
    for part in parts:
        writer.write(part)
        await writer.drain()
    answer = await reader.read()
    writer.close()
    return answer


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02",
        b"GET\r\n\r\n",
        b"GET / HTTP/1.1\r\nx" + b"y" * 9_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: x" + b"\r\na: b" * MOST_HEADERS,
    ],
)
async def test_what_is_no_http_is_refused_in_one_line(
    talk: Conversation, sent: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    answer = await said_to(talk, sent + b"\r\n\r\n")
    assert b" 400 " in answer.splitlines()[0]
    assert b"aiohttp" not in answer
    assert b"Python" not in answer
    assert "refused what is no HTTP" in caplog.text
    assert "Traceback" not in caplog.text


@pytest.fixture
async def hasty(slack: Workspace) -> AsyncIterator[int]:
    """A door without patience; its port."""
    gate = cast(Gate, None)  # nothing comes as far
    routes = {("POST", "/slack/events"): events(gate, slack.signing_secret, patience=0.1)}
    async with listening(routes, "127.0.0.1", 0, patience=0.1) as port:
        yield port


ASKED = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n"
HALF_A_HEAD = b"POST /slack/events HTTP/1.1\r\nhost: x\r\nx-a: "
HALF_A_BODY = b"POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nx"


@pytest.mark.parametrize("sent", [b"", HALF_A_HEAD])
async def test_whoever_is_slow_to_say_what_they_want_is_hung_up_on(
    hasty: int, sent: bytes
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", hasty)
    writer.write(sent)
    async with asyncio.timeout(10):
        assert await reader.read() == b""
    writer.close()


async def test_a_body_that_does_not_come_is_not_waited_for(hasty: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", hasty)
    writer.write(HALF_A_BODY)
    async with asyncio.timeout(10):
        assert (await reader.readline()).startswith(b"HTTP/1.1 408")
    writer.close()


async def test_a_body_that_breaks_off_harms_nobody(
    talk: Conversation, caplog: pytest.LogCaptureFixture
) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", talk.bot.port)
    writer.write(HALF_A_BODY)
    writer.close()
    await writer.wait_closed()
    _, card = await talk.card()
    assert title(card) == "Token"
    assert "Traceback" not in caplog.text


async def hung_up_on(reader: asyncio.StreamReader) -> bool:
    try:
        async with asyncio.timeout(10):
            return await reader.read() == b""
    except ConnectionError:
        return True


async def test_however_many_say_half_slack_is_heard_and_the_first_of_them_goes(
    talk: Conversation, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    slow = []
    for _ in range(MOST_COMING + 1):
        reader, writer = await asyncio.open_connection("127.0.0.1", talk.bot.port)
        writer.write(HALF_A_BODY)
        slow.append((reader, writer))
    _, card = await talk.card()
    assert title(card) == "Token"
    assert await hung_up_on(slow[0][0])
    assert caplog.text.count("hung up on who took longest") == 1
    for _, writer in slow:
        writer.close()


async def answered_at_once(request: web.BaseRequest) -> web.Response:
    return web.Response(text="here")


ROUTES: Routes = {("GET", "/"): answered_at_once}


async def here(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    """Whether a request, which may follow others on its connection, is answered."""
    writer.write(ASKED)
    async with asyncio.timeout(10):
        return (await reader.readuntil(b"here")).startswith(b"HTTP/1.1 200")


async def test_whoever_has_been_answered_takes_nobodys_room() -> None:
    async with listening(ROUTES, "127.0.0.1", 0, most=1) as port:
        idle = await asyncio.open_connection("127.0.0.1", port)
        assert await here(*idle)
        slow, fresh = [await asyncio.open_connection("127.0.0.1", port) for _ in range(2)]
        for _, writer in (slow, fresh):
            writer.write(HALF_A_HEAD)
        assert await hung_up_on(slow[0])
        assert await here(*idle)
        for _, writer in (idle, slow, fresh):
            writer.close()


async def test_a_burst_that_is_soon_through_loses_nobody() -> None:
    async with listening(ROUTES, "127.0.0.1", 0, most=1) as port:
        burst = [await asyncio.open_connection("127.0.0.1", port) for _ in range(50)]
        assert all(await asyncio.gather(*(here(*one) for one in burst)))
        for _, writer in burst:
            writer.close()


async def test_nor_does_an_answer_make_room_for_a_body_that_does_not_come() -> None:
    async with listening(ROUTES, "127.0.0.1", 0, 60, most=1) as port:
        both = [await asyncio.open_connection("127.0.0.1", port) for _ in range(2)]
        for reader, writer in both:
            writer.write(ASKED[:-2] + b"content-length: 9\r\n\r\n")
            await reader.readuntil(b"here")
        assert await hung_up_on(both[0][0])
        for _, writer in both:
            writer.close()


@pytest.mark.parametrize("path", [b"/nothing", b"/healthz"])
async def test_a_connection_is_kept_only_for_whoever_signs(
    talk: Conversation, path: bytes
) -> None:
    answer = await said_to(talk, b"GET " + path + b" HTTP/1.1\r\nhost: x\r\n\r\n")
    assert b"connection: close" in answer.lower()


LARGE = 20_000_000  # bytes; more than two sockets hold


async def at_length(request: web.BaseRequest) -> web.Response:
    return web.Response(body=bytes(LARGE))


LENGTHY: Routes = {("GET", "/"): at_length}


async def ask_without_listening(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as deaf:
        deaf.setblocking(False)
        while True:
            await asyncio.get_running_loop().sock_sendall(deaf, ASKED)


async def test_whoever_does_not_take_an_answer_is_hung_up_on() -> None:
    async with listening(LENGTHY, "127.0.0.1", 0, patience=0.1) as port:
        with pytest.raises(ConnectionError):
            await asyncio.wait_for(ask_without_listening(port), 10)


async def test_an_answer_that_is_taken_slowly_comes_whole_and_is_the_last() -> None:
    async with listening(LENGTHY, "127.0.0.1", 0) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(2 * ASKED)
        async with asyncio.timeout(10):
            answer = await reader.read()
        assert len(answer.partition(b"\r\n\r\n")[2]) == LARGE
        writer.close()
