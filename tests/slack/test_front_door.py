"""Over HTTP only what Slack has signed just now comes in, and nothing breaks the door."""

from __future__ import annotations

import asyncio
import gc
import gzip
import io
import json
import logging
import time
import tracemalloc
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast
from urllib.parse import quote

import aiohttp
import pytest
from aiohttp import web

from bot.playground.workspace import Workspace
from bot.slack.front_door import events
from bot.slack.gate import Gate
from bot.slack.http_server import listening
from tests.conftest import Conversation, talking

Headers = dict[str, str]
EVENT = json.dumps(
    {"type": "event_callback", "event": {"type": "message", "text": "secret"}}
)
ASKED = json.dumps(
    {
        "type": "event_callback",
        "event_id": "Ev1",
        "event": {
            "type": "message",
            "channel": "C0BUILD",
            "user": "U0ANA",
            "ts": "1700000000.000100",
            "text": "what is a secret?",
        },
    }
)
JSON = {"content-type": "application/json"}
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
async def talk(slack: Workspace, glossary: Path) -> AsyncIterator[Conversation]:
    """The bot at work over HTTP."""
    async with talking(slack, "http", glossary) as conversation:
        yield conversation


@asynccontextmanager
async def knocking(
    talk: Conversation, body: bytes, headers: Headers
) -> AsyncIterator[aiohttp.ClientResponse]:
    """A request of somebody's."""
    url = talk.slack.wire.address
    async with (
        aiohttp.ClientSession(headers={**JSON, **headers}) as session,
        session.post(url, data=io.BytesIO(body)) as answer,
    ):
        yield answer


async def knock(talk: Conversation, body: bytes, headers: Headers) -> int:
    """The status that a request gets."""
    async with knocking(talk, body, headers) as answer:
        assert "Traceback" not in await answer.text()
        return answer.status


@pytest.mark.parametrize("event", [EVENT, ASKED], ids=["chatter", "question"])
async def test_what_slack_signed_comes_in(talk: Conversation, event: str) -> None:
    body = event.encode()
    assert await knock(talk, body, talk.slack.wire.signed(body)) == 200


@pytest.mark.parametrize("content_type", [*JSON.values(), *FORM.values()])
async def test_a_charset_and_the_case_of_headers_make_no_difference(
    talk: Conversation, content_type: str
) -> None:
    body = (EVENT if content_type in JSON.values() else f"payload={quote(EVENT)}").encode()
    named = {"content-type": f"{content_type}; charset=utf-8"}
    shouted = {name.upper(): value for name, value in talk.slack.wire.signed(body).items()}
    assert await knock(talk, body, named | shouted) == 200


def forged(signed: Headers) -> Headers:
    return {**signed, "x-slack-signature": "v0=" + "0" * 64}


def unsigned(signed: Headers) -> Headers:
    return {}


def without_time(signed: Headers) -> Headers:
    return {"x-slack-signature": signed["x-slack-signature"]}


def at_no_time(signed: Headers) -> Headers:
    return {**signed, "x-slack-request-timestamp": "²"}


def at_an_endless_time(signed: Headers) -> Headers:
    return {**signed, "x-slack-request-timestamp": "9" * 5_000}


def not_ascii(signed: Headers) -> Headers:
    return {**signed, "x-slack-signature": "v0=ü"}


SPOILT = [forged, unsigned, without_time, at_no_time, at_an_endless_time, not_ascii]


@pytest.mark.parametrize("event", [EVENT, ASKED], ids=["chatter", "question"])
@pytest.mark.parametrize("spoil", SPOILT)
async def test_what_is_not_signed_is_refused_unread(
    talk: Conversation,
    event: str,
    caplog: pytest.LogCaptureFixture,
    spoil: Callable[[Headers], Headers],
) -> None:
    caplog.set_level(logging.INFO)
    body = event.encode()
    assert await knock(talk, body, spoil(talk.slack.wire.signed(body))) == 401
    assert "no valid, fresh signature" in caplog.text
    assert "secret" not in caplog.text


async def test_a_flood_of_them_does_not_fill_the_log(
    talk: Conversation, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(5):
        assert await knock(talk, EVENT.encode(), {}) == 401
    assert caplog.text.count("refused a request") == 1


@pytest.mark.parametrize("minutes", [-6, 6])
async def test_a_stale_signature_is_refused(talk: Conversation, minutes: int) -> None:
    body = EVENT.encode()
    at = time.time() + 60 * minutes
    assert await knock(talk, body, talk.slack.wire.signed(body, at)) == 401


@pytest.mark.parametrize(
    "body",
    [b'{"type": ', b"[1, 2]", b"[" * 100_000, b'"text"', b"7" * 5_000, b"", b"\xc2\xa0"],
)
async def test_signed_but_not_readable_is_a_bad_request(
    talk: Conversation, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    assert await knock(talk, body, talk.slack.wire.signed(body)) == 400
    assert "not readable" in caplog.text
    assert "Traceback" not in caplog.text


async def test_bytes_that_are_no_text_are_refused(talk: Conversation) -> None:
    body = b"\xff\xfe"
    assert await knock(talk, body, talk.slack.wire.signed(body)) == 401


async def test_more_than_a_megabyte_is_not_taken_in(talk: Conversation) -> None:
    body = b"x" * (1024**2 + 1)
    assert await knock(talk, body, talk.slack.wire.signed(body)) == 413


@pytest.fixture
def uncollected() -> Iterator[None]:
    """What is in a cycle stays in memory, and memory is measured."""
    gc.disable()
    tracemalloc.start()
    yield
    tracemalloc.stop()
    gc.enable()


@pytest.mark.usefixtures("uncollected")
async def test_bodies_that_broke_off_leave_nothing_in_memory(slack: Workspace) -> None:
    receive, done = events(cast(Gate, None), slack.signing_secret), asyncio.Semaphore(0)

    async def counted(request: web.BaseRequest) -> web.Response:
        try:
            return await receive(request)
        finally:
            done.release()

    sent = b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\n" + b"x" * 900_000
    async with listening({("POST", "/"): counted}, "127.0.0.1", 0) as port:
        before, _ = tracemalloc.get_traced_memory()
        for _ in range(10):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(sent)
            await writer.drain()
            writer.close()
            await done.acquire()
    after, _ = tracemalloc.get_traced_memory()
    assert after - before < 5 * len(sent)


async def test_slack_can_verify_the_address(talk: Conversation) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc"}).encode()
    async with knocking(talk, body, talk.slack.wire.signed(body)) as answer:
        assert (answer.status, await answer.json()) == (200, {"challenge": "abc"})


@pytest.mark.parametrize("signed", [True, False])
async def test_slack_can_try_the_certificate(talk: Conversation, signed: bool) -> None:
    body = b"ssl_check=1&token=abc"
    headers = talk.slack.wire.signed(body) if signed else {}
    assert await knock(talk, body, {**headers, **FORM}) == 200
    assert await knock(talk, b"text=ssl_check%3D1", FORM) == 401


@pytest.mark.parametrize("content_type", ["text/plain", "multipart/form-data", "x", ""])
async def test_neither_json_nor_a_form_is_not_taken(
    talk: Conversation, content_type: str
) -> None:
    body = EVENT.encode()
    signed = talk.slack.wire.signed(body)
    assert await knock(talk, body, {**signed, "content-type": content_type}) == 415


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"x=1",
        b"payload=",
        b"payload=7",
        b"payload={",
        b"=&=&payload",
        b"payload=[]",
        b"&".join([b"a=1"] * 200),
        b"command=%ff&payload=%ff",
    ],
)
async def test_a_form_without_a_payload_is_a_bad_request(
    talk: Conversation, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    assert await knock(talk, body, {**talk.slack.wire.signed(body), **FORM}) == 400
    assert "not readable" in caplog.text


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"event": 7},
        {"event": {"channel": 7}},
        {"event": {"type": "reaction_added"}},
        {"type": "event_callback", "event": {"type": ["message"]}},
        {"type": "event_callback", "event": {"type": "message", "blocks": 1, "user": {}}},
        {"type": "block_actions", "actions": 7},
        {"type": "block_actions", "actions": ["7"]},
        {"type": "block_actions", "actions": [{"action_id": 7, "value": []}]},
        {"type": "view_submission"},
        {"command": 7},
        {"type": 7, "team": "x", "user": [], "channel": 3, "enterprise": {"id": {}}},
    ],
)
async def test_signed_payloads_of_any_shape_get_a_status_and_break_nothing(
    talk: Conversation, payload: object, caplog: pytest.LogCaptureFixture
) -> None:
    body = json.dumps(payload).encode()
    assert await knock(talk, body, talk.slack.wire.signed(body)) in (200, 400)
    await talk.quiet()
    assert "Traceback" not in caplog.text


async def test_a_form_of_very_many_fields_is_a_bad_request(talk: Conversation) -> None:
    for more, status in ((10, 200), (10_000, 400)):
        body = f"payload={quote(EVENT)}".encode() + b"&a=1" * more
        assert await knock(talk, body, {**talk.slack.wire.signed(body), **FORM}) == status


@pytest.mark.parametrize("packed", [True, False])
async def test_nothing_is_unpacked_whichever_of_it_is_signed(
    talk: Conversation, packed: bool
) -> None:
    body = gzip.compress(EVENT.encode())
    signed = talk.slack.wire.signed(body if packed else EVENT.encode())
    assert await knock(talk, body, {**signed, "content-encoding": "gzip"}) == 401
