"""A Slack, or what stands in its place, that tells no more than it must."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.playground.state import Message
from bot.playground.workspace import Workspace
from tests.conftest import Conversation, talking, titles

JUNE = 1_750_000_000.0


async def tersely(
    talk: Conversation, text: str, event: dict[str, Any] | None = None, **body: Any
) -> Message:
    """A message of which the bot hears only what every event tells."""
    scopes, talk.slack.scopes = talk.slack.scopes, {"chat:write"}
    said = await talk.ana.says(talk.build, text)
    talk.slack.scopes = scopes
    told = {"type": "message", "channel": said.channel, "user": said.user, "ts": said.ts}
    told |= {"text": text, **(event or {})}
    payload = {"type": "event_callback", "event": told, **body}
    delivery = await talk.slack.deliver("event", payload)
    assert delivery.acked
    await talk.quiet()
    return said


@pytest.mark.parametrize("body", [{}, {"event_id": "Ev1"}], ids=["none", "the same"])
async def test_questions_are_told_apart_without_ids_of_their_events(
    talk: Conversation, body: dict[str, Any]
) -> None:
    asked = [await tersely(talk, "what is a token?", **body) for _ in range(3)]
    assert [titles(talk.slack.thread(said)) for said in asked] == [["Token"]] * 3


@pytest.mark.parametrize("empty", [{"subtype": ""}, {"subtype": None, "edited": None}])
async def test_what_is_told_as_empty_is_not_there(
    talk: Conversation, empty: dict[str, Any]
) -> None:
    asked = await tersely(talk, "what is a token?", empty)
    assert titles(talk.slack.thread(asked)) == ["Token"]


async def test_where_slack_does_not_tell_whose_we_are_nobody_is_taken_for_an_outsider(
    slack: Workspace, transport: str, glossary: Path
) -> None:
    team, slack.team = slack.team, ""
    async with asyncio.timeout(30), talking(slack, transport, glossary) as talk:
        asked = await tersely(talk, "<@U0BOT> token", {"type": "app_mention", "team": team})
        assert titles(slack.thread(asked)) == ["Token"]


async def test_a_clock_of_its_own_makes_no_thread_old_in_which_we_just_posted(
    transport: str, glossary: Path
) -> None:
    async with (
        asyncio.timeout(30),
        Workspace(now=lambda: JUNE) as slack,
        talking(slack, transport, glossary) as talk,
    ):
        asked, card = await talk.card()
        await talk.press(talk.ben, card, "Model")
        assert titles(slack.thread(asked)) == ["Token", "Model"]
