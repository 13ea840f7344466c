"""Over HTTP only what Slack has signed just now comes in, and nothing breaks the door."""

from __future__ import annotations

import io
import json
import logging
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import aiohttp
import pytest

from bot.playground.workspace import Workspace
from tests.conftest import Conversation, talking

Headers = dict[str, str]
EVENT = json.dumps(
    {"type": "event_callback", "event": {"type": "message", "text": "secret"}}
)
JSON = {"content-type": "application/json"}


@pytest.fixture
async def talk(slack: Workspace, glossary: Path) -> AsyncIterator[Conversation]:
    """The bot at work over HTTP."""
    async with talking(slack, "http", glossary) as conversation:
        yield conversation


async def knock(talk: Conversation, body: bytes, headers: Headers) -> int:
    """The status that a request gets."""
    url = talk.slack.wire.address
    knocking = aiohttp.ClientSession(headers={**JSON, **headers})
    async with knocking as session, session.post(url, data=io.BytesIO(body)) as answer:
        assert "Traceback" not in await answer.text()
        return answer.status


async def test_what_slack_signed_comes_in(talk: Conversation) -> None:
    body = EVENT.encode()
    assert await knock(talk, body, talk.slack.wire.signed(body)) == 200


def forged(signed: Headers) -> Headers:
    return {**signed, "x-slack-signature": "v0=" + "0" * 64}


def unsigned(signed: Headers) -> Headers:
    return {}


def without_time(signed: Headers) -> Headers:
    return {"x-slack-signature": signed["x-slack-signature"]}


def at_no_time(signed: Headers) -> Headers:
    return {**signed, "x-slack-request-timestamp": "²"}


def not_ascii(signed: Headers) -> Headers:
    return {**signed, "x-slack-signature": "v0=ü"}


@pytest.mark.parametrize("spoil", [forged, unsigned, without_time, at_no_time, not_ascii])
async def test_what_is_not_signed_is_refused_unread(
    talk: Conversation,
    caplog: pytest.LogCaptureFixture,
    spoil: Callable[[Headers], Headers],
) -> None:
    caplog.set_level(logging.INFO)
    body = EVENT.encode()
    assert await knock(talk, body, spoil(talk.slack.wire.signed(body))) == 401
    assert "without a valid, fresh signature" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize("minutes", [-6, 6])
async def test_a_stale_signature_is_refused(talk: Conversation, minutes: int) -> None:
    body = EVENT.encode()
    at = time.time() + 60 * minutes
    assert await knock(talk, body, talk.slack.wire.signed(body, at)) == 401


@pytest.mark.parametrize(
    "body",
    [b'{"type": ', b"[1, 2]", b"[" * 100_000, b'"text"', b'{"event": {"channel": 7}}'],
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


async def test_slack_can_verify_the_address(talk: Conversation) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc"}).encode()
    assert await knock(talk, body, talk.slack.wire.signed(body)) == 200
