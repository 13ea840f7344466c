"""What Slack answers, or does not, tells what became of a call."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.client_reqrep import ConnectionKey
from aiohttp.test_utils import TestServer
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.calls import LONGEST_SAID, UNSAID, Fate, Undelivered, attempt

NOWHERE = ConnectionKey("localhost", 9, False, True, None, None, None)


async def failure_of(answer: web.Response) -> Undelivered:
    """What a call is to us that is answered like this, read by slack_sdk itself."""

    async def answering(request: web.Request) -> web.Response:
        return answer

    app = web.Application()
    app.router.add_post("/api/chat.postMessage", answering)
    async with TestServer(app) as server, aiohttp.ClientSession() as session:
        client = AsyncWebClient(
            "xoxb-1",
            base_url=str(server.make_url("/api/")),
            session=session,
            retry_handlers=[],
        )
        with pytest.raises(Undelivered) as failure:
            await attempt(lambda: client.chat_postMessage(channel="C1", text="secret"))
    assert "secret" not in str(failure.value)
    return failure.value


@pytest.mark.parametrize(
    ("status", "said", "why", "fate"),
    [
        (500, {"ok": False, "error": "is_archived"}, "is_archived", Fate.UNKNOWN),
        (200, {"ok": False, "error": "fatal_error"}, "fatal_error", Fate.UNKNOWN),
        (200, {"ok": False, "error": "internal_error"}, "internal_error", Fate.UNKNOWN),
        (
            200,
            {"ok": False, "error": "service_unavailable"},
            "service_unavailable",
            Fate.UNKNOWN,
        ),
        (200, {"ok": False}, "http 200", Fate.UNKNOWN),
        (200, {"ok": False, "error": None}, "http 200", Fate.UNKNOWN),
        (200, {}, "http 200", Fate.UNKNOWN),
        (200, [], "http 200", Fate.UNKNOWN),
        (200, ["ok"], "unreadable answer", Fate.UNKNOWN),
        (200, "ok", "unreadable answer", Fate.UNKNOWN),
        (200, None, "http 200", Fate.UNKNOWN),
        (200, {"ok": False, "error": "is_archived"}, "is_archived", Fate.REFUSED),
        (429, {"ok": False, "error": "ratelimited"}, "ratelimited", Fate.REFUSED),
        (200, {"ok": False, "error": "rate_limited"}, "rate_limited", Fate.REFUSED),
    ],
)
async def test_what_slack_answers_tells_what_became_of_a_post(
    status: int, said: object, why: str, fate: Fate
) -> None:
    failure = await failure_of(web.json_response(said, status=status))
    assert (failure.why, failure.fate) == (why, fate)


@pytest.mark.parametrize("kind", ["text/html", "text/plain", "application/json"])
@pytest.mark.parametrize("body", [b"<html>secret", b"", b"\xff\xfe", b"{", b"[[[["])
@pytest.mark.parametrize("status", [200, 502])
async def test_an_answer_that_is_no_json_leaves_the_fate_unknown(
    kind: str, body: bytes, status: int
) -> None:
    answer = web.Response(status=status, body=body, content_type=kind)
    assert (await failure_of(answer)).fate is Fate.UNKNOWN


@pytest.mark.parametrize("kind", ["text/html", "text/plain", "application/json"])
async def test_a_rate_limit_needs_no_json(kind: str) -> None:
    headers = {"retry-after": "7", "content-type": kind}
    failure = await failure_of(web.Response(status=429, text="slow", headers=headers))
    assert (failure.fate, failure.retry_after) == (Fate.REFUSED, 7)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("30", 30),
        ("0", 0),
        ("1.5", 1.5),
        ("1e999", LONGEST_SAID),
        ("-3", UNSAID),
        ("nan", UNSAID),
        ("soon", UNSAID),
        ("", UNSAID),
        ("Wed, 21 Oct 2026 07:28:00 GMT", UNSAID),
    ],
)
async def test_how_long_to_wait_is_read_as_slack_means_it(
    header: str, seconds: float
) -> None:
    headers = {"Retry-After": header}
    answer = web.json_response({"ok": False}, status=429, headers=headers)
    assert (await failure_of(answer)).retry_after == seconds


async def test_without_a_word_about_it_the_wait_is_short() -> None:
    failure = await failure_of(web.json_response({}, status=429))
    assert failure.retry_after == UNSAID


@pytest.mark.parametrize(
    ("error", "fate"),
    [
        (aiohttp.ServerDisconnectedError(), Fate.UNKNOWN),
        (aiohttp.ClientOSError(104, "reset"), Fate.UNKNOWN),
        (aiohttp.ClientPayloadError(), Fate.UNKNOWN),
        (TimeoutError(), Fate.UNKNOWN),
        (ConnectionResetError(), Fate.UNKNOWN),
        (aiohttp.ConnectionTimeoutError(), Fate.UNSENT),
        (aiohttp.ClientConnectorError(NOWHERE, OSError()), Fate.UNSENT),
    ],
)
def test_what_never_left_here_is_told_from_what_may_have_arrived(
    error: Exception, fate: Fate
) -> None:
    failure = Undelivered.of(error)
    assert (failure.why, failure.fate) == (type(error).__name__, fate)


@pytest.mark.parametrize(
    ("why", "kind"),
    [
        ("not_in_channel", "away"),
        ("channel_not_found", "away"),
        ("token_revoked", "revoked"),
        ("account_inactive", "revoked"),
        ("invalid_auth", "revoked"),
        ("not_authed", "revoked"),
        ("token_expired", "revoked"),
        ("invalid_blocks", "unfit"),
        ("invalid_blocks_format", "unfit"),
        ("msg_blocks_too_long", "unfit"),
        ("msg_too_long", "unfit"),
        ("restricted_action", ""),
        ("is_archived", ""),
    ],
)
def test_refusals_are_of_different_kinds(why: str, kind: str) -> None:
    def kinds(failure: Undelivered) -> list[str]:
        return [k for k in ("away", "revoked", "unfit", "busy") if getattr(failure, k)]

    assert kinds(Undelivered(why)) == [kind][: bool(kind)]
    assert kinds(Undelivered(why, Fate.UNKNOWN)) == []


@pytest.mark.parametrize(
    ("status", "body", "why", "fate"),
    [
        (404, "expired_url", "response_url: expired_url", Fate.REFUSED),
        (404, '{"ok":false,"error":"used_url"}', "response_url: used_url", Fate.REFUSED),
        (404, "<html>No such page", "response_url: http 404", Fate.REFUSED),
        (400, '{"error":["x"]}', "response_url: http 400", Fate.REFUSED),
        (400, "invalid_blocks", "invalid_blocks", Fate.REFUSED),
        (403, "invalid_auth", "response_url: invalid_auth", Fate.REFUSED),
        (503, "<html>", "response_url: http 503", Fate.UNKNOWN),
        (500, "invalid_auth", "response_url: invalid_auth", Fate.UNKNOWN),
        (429, "rate limited", "response_url: http 429", Fate.REFUSED),
        (200, '{"ok":false,"error":"used_url"}', "response_url: used_url", Fate.REFUSED),
    ],
)
def test_a_response_url_tells_it_in_its_own_way(
    status: int, body: str, why: str, fate: Fate
) -> None:
    headers: dict[str, Any] = {"Retry-After": "3"}
    failure = Undelivered.of_hook(status, body, headers)
    assert failure
    assert (failure.why, failure.fate) == (why, fate)
    assert failure.retry_after == (3 if status == 429 else None)
    assert not failure.revoked
    assert not failure.away


@pytest.mark.parametrize("body", ["ok", "", '{"ok":true}', "[]"])
def test_a_response_url_says_in_several_ways_that_all_went_well(body: str) -> None:
    assert Undelivered.of_hook(200, body, {}) is None


def test_an_answer_that_slack_sdk_cannot_read_leaves_the_fate_unknown() -> None:
    unreadable = SlackApiError("no JSON", SimpleNamespace(status=200))
    assert Undelivered.of(unreadable).fate is Fate.UNKNOWN
