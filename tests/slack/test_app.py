"""What Bolt would get wrong by itself: the unheard, the unexpected, the environment."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any, NoReturn

import aiohttp
import pytest

from bot.explainer import Explainer
from bot.playground.workspace import Workspace
from bot.slack.app import client
from tests.conftest import Conversation, settings_for, talking, titles

UNHEARD: dict[str, tuple[str, dict[str, Any]]] = {
    "an event": ("event", {"type": "event_callback", "event": {"type": "reaction_added"}}),
    "a notice": ("event", {"type": "app_rate_limited"}),
    "a shortcut": ("interaction", {"type": "message_action", "callback_id": "other"}),
    "a view": ("interaction", {"type": "view_submission", "view": {}}),
    "a command": ("command", {"command": "/other", "text": ""}),
    "a button": (
        "interaction",
        {"type": "block_actions", "actions": [{"action_id": "explain:0", "value": "?"}]},
    ),
}


@pytest.mark.parametrize("what", UNHEARD)
async def test_what_has_no_listener_is_acknowledged_in_silence(
    talk: Conversation, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    kind, payload = UNHEARD[what]
    delivery = await talk.slack.deliver(kind, payload)
    await talk.quiet()
    assert delivery.acked
    assert "Unhandled" not in caplog.text
    assert talk.slack.messages(talk.build) == []


@pytest.mark.parametrize(
    "event", [{}, {"type": "message"}, {"type": "message", "channel": "C1", "text": None}]
)
async def test_a_message_event_of_no_known_shape_is_acknowledged(
    talk: Conversation, event: dict[str, Any]
) -> None:
    payload = {"type": "event_callback", "event": event}
    assert (await talk.slack.deliver("event", payload)).acked


async def test_too_many_events_are_told_to_the_owner(
    talk: Conversation, caplog: pytest.LogCaptureFixture
) -> None:
    await talk.slack.deliver("event", {"type": "app_rate_limited"})
    assert "Slack holds back events" in caplog.text


class Faulty(Explainer):
    """An explainer with a fault in it."""

    def asked(self, text: str) -> NoReturn:
        raise RuntimeError("inner secret")

    def overheard(self, text: str) -> NoReturn:
        raise RuntimeError("inner secret")


async def test_whoever_awaits_a_reply_hears_of_a_fault_but_not_of_which(
    slack: Workspace, transport: str, glossary: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with talking(slack, transport, glossary, Faulty) as talk:
        told = await talk.commands(talk.ana, talk.build, "/whatis", "token")
        await talk.asks(talk.ben, talk.build, "<@U0BOT> token")
        [also] = slack.seen_by(talk.ben, talk.build)
        group = slack.group_dm(talk.ana, talk.ben)
        await talk.asks(talk.ana, group, "<@U0BOT> token")
        [too] = slack.seen_by(talk.ana, group)
    assert told.text == also.text == too.text
    assert "went wrong" in told.text
    assert "inner secret" not in told.text
    assert caplog.text.count("Traceback") == 3


async def test_nobody_hears_of_a_fault_in_what_was_not_said_to_the_bot(
    slack: Workspace, transport: str, glossary: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with talking(slack, transport, glossary, Faulty) as talk:
        await talk.asks(talk.ana, talk.build, "what is a token?")
    assert slack.ephemerals == []
    assert "inner secret" in caplog.text


async def test_the_environment_does_not_turn_it_to_oauth(
    slack: Workspace, transport: str, glossary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_BOT_TOKEN"):
        monkeypatch.setenv(name, "another")
    async with talking(slack, transport, glossary) as talk:
        asked, _ = await talk.card()
    assert titles(slack.thread(asked)) == ["Token"]
    assert os.environ["SLACK_CLIENT_ID"] == "another"


@pytest.mark.parametrize(
    ("api", "direct", "expected"),
    [
        ("https://slack.com/api/", "", "http://proxy.example:3128"),
        ("https://slack.com/api/", "localhost,.slack.com", None),
        ("http://127.0.0.1:4321/api/", "", None),
    ],
)
async def test_a_proxy_of_the_environment_is_taken_but_not_where_it_need_not_be(
    slack: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    api: str,
    direct: str,
    expected: str | None,
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", direct)
    async with aiohttp.ClientSession() as session:
        assert client(settings_for(slack, "http", api_url=api), session).proxy == expected


async def test_on_this_machine_no_proxy_is_in_the_way(
    slack: Workspace, transport: str, glossary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    async with asyncio.timeout(30), talking(slack, transport, glossary) as talk:
        asked, _ = await talk.card()
        assert titles(slack.thread(asked)) == ["Token"]
        assert titles([await talk.private()]) == ["Token"]


async def test_slack_is_asked_once_who_we_are(talk: Conversation) -> None:
    await talk.card()
    assert len(talk.slack.called("auth.test")) == 1


async def test_its_own_messages_are_not_answered(talk: Conversation) -> None:
    event = {
        "type": "message", "channel": talk.build.id, "channel_type": "channel",
        "user": talk.slack.bot_user, "bot_id": talk.slack.bot_id,
        "ts": talk.slack.next_ts(), "text": "what is a token?",
    }  # fmt: skip
    await talk.slack.deliver("event", {"type": "event_callback", "event": event})
    await talk.quiet()
    assert talk.slack.called("chat.postMessage") == []
