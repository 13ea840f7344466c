"""A press that is still on its way while the process that knows its thread goes away."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from bot.playground.state import Message
from bot.playground.workspace import Workspace
from tests.conftest import Conversation, talking, titles


async def pressed(talk: Conversation) -> tuple[Message, dict[str, Any]]:
    """A question whose card Ana has pressed “Model” on, and Ben's press of the same."""
    asked, card = await talk.card()
    delivery = await talk.ana.presses(card, "Model")
    await talk.quiet()
    bens = {**deepcopy(delivery.payload), "user": {"id": talk.ben.id}}
    return asked, bens


async def test_what_was_pressed_before_a_restart_stands_but_once(
    slack: Workspace, transport: str, glossary: Path
) -> None:
    async with talking(slack, transport, glossary) as talk:
        asked, late = await pressed(talk)
    async with talking(slack, transport, glossary) as talk:
        await slack.deliver("interaction", late)
        await talk.quiet()
        assert titles(slack.thread(asked)) == ["Token", "Model"]


@pytest.mark.parametrize("at", ["9999999999.000000", "", "soon", None])
async def test_nothing_is_looked_up_for_what_is_pressed_after_it(
    slack: Workspace, glossary: Path, at: object
) -> None:
    async with talking(slack, "http", glossary) as talk:
        asked, late = await pressed(talk)
    late["actions"][0]["action_ts"] = at
    async with talking(slack, "http", glossary) as talk:
        await slack.deliver("interaction", late)
        await talk.quiet()
        assert slack.called("conversations.replies") == []
        assert titles(slack.thread(asked)) == ["Token", "Model", "Model"]


async def test_where_it_cannot_be_looked_up_whoever_pressed_is_answered(
    slack: Workspace, glossary: Path
) -> None:
    async with talking(slack, "http", glossary) as talk:
        asked, late = await pressed(talk)
        slack.remove(slack.thread(asked)[-1])
    slack.fail_next("conversations.replies", "missing_scope")
    async with talking(slack, "http", glossary) as talk:
        await slack.deliver("interaction", late)
        await talk.quiet()
        assert len(slack.called("conversations.replies")) == 1
        assert titles(slack.thread(asked)) == ["Token", "Model"]
