"""What Slack sends again to a process that has not seen it, and another has answered."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.playground.state import Channel, Message
from bot.playground.workspace import Person, Workspace
from tests.conftest import talking, titles

SIZES = """
    sections:
      - title: Sizes
        text: Small ones and large ones."""


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
async def test_one_question_asked_twice_in_a_direct_message_has_its_two_answers(
    slack: Workspace, transport: str, glossary: Path, ana: Person, order: tuple[int, int]
) -> None:
    dm = slack.dm(ana)
    async with asyncio.timeout(30), talking(slack, transport, glossary) as talk:
        asked = [await talk.asks(ana, dm, "token") for _ in range(2)]
    async with asyncio.timeout(30), talking(slack, transport, glossary) as talk:
        for which in order:
            await slack.redeliver(asked[which])
            await talk.quiet()
    assert titles(answers(slack, dm)) == ["Token", "Token"]


async def test_a_choice_made_since_is_the_answer(
    slack: Workspace, transport: str, glossary: Path, build: Channel
) -> None:
    async with asyncio.timeout(30), talking(slack, transport, glossary) as talk:
        asked, picker = await talk.card("what does RL mean?")
        await talk.press(talk.ben, picker, picker.buttons[0])
        chosen = titles(answers(slack, build))
    async with asyncio.timeout(30), talking(slack, transport, glossary) as talk:
        await slack.redeliver(asked)
        await talk.quiet()
    assert titles(answers(slack, build)) == chosen


def answers(slack: Workspace, place: Channel) -> list[Message]:
    """What the bot has said there, in threads or not."""
    said = slack.messages(place)
    said += [reply for one in said for reply in slack.thread(one)]
    return [one for one in said if one.bot_id and not one.deleted]


async def test_the_card_of_a_glossary_before_the_restart_is_the_answer(
    slack: Workspace, transport: str, glossary: Path
) -> None:
    async with asyncio.timeout(30), talking(slack, transport, glossary) as talk:
        asked, card = await talk.card("what is a model?")
        assert "Read more" in card.buttons
        talk.rewrite({SIZES: ""})
    async with asyncio.timeout(30), talking(slack, transport, glossary) as talk:
        await slack.redeliver(asked)
        await talk.quiet()
    assert titles(slack.thread(asked)) == ["Model"]


async def test_what_somebody_else_was_answered_there_is_no_answer(
    slack: Workspace, transport: str, glossary: Path, ana: Person, build: Channel
) -> None:
    asked = await ana.says(build, "what is a token?")  # nobody is there to hear it
    async with asyncio.timeout(30), talking(slack, transport, glossary) as talk:
        await talk.asks(talk.ben, build, "what is a prompt?", thread=asked)
    async with asyncio.timeout(30), talking(slack, transport, glossary) as talk:
        await slack.redeliver(asked)
        await talk.quiet()
    assert titles(answers(slack, build)) == ["Prompt", "Token"]


async def test_nor_is_the_answer_to_what_the_asker_asked_before(
    slack: Workspace, transport: str, glossary: Path, ana: Person
) -> None:
    dm = slack.dm(ana)
    async with asyncio.timeout(30), talking(slack, transport, glossary) as talk:
        gate = slack.hold("chat.postMessage")
        await ana.says(dm, "prompt")
        slack.deliver_to("")
        asked = await ana.says(dm, "token")  # nobody hears it
        gate.set()
        await talk.quiet()
    async with asyncio.timeout(30), talking(slack, transport, glossary) as talk:
        await slack.redeliver(asked)
        await talk.quiet()
    assert titles(answers(slack, dm)) == ["Prompt", "Token"]


async def test_nor_is_the_answer_to_what_the_asker_asked_next(
    slack: Workspace, transport: str, glossary: Path, ana: Person, build: Channel
) -> None:
    asked = await ana.says(build, "<@U0BOT> what is a token?")  # nobody hears it
    async with asyncio.timeout(30), talking(slack, transport, glossary) as talk:
        await talk.asks(ana, build, "<@U0BOT> what is a prompt?", thread=asked)
    async with asyncio.timeout(30), talking(slack, transport, glossary) as talk:
        await slack.redeliver(asked)
        await talk.quiet()
    assert titles(answers(slack, build)) == ["Prompt", "Token"]


async def test_who_deleted_their_question_meanwhile_is_told_nothing(
    slack: Workspace, transport: str, glossary: Path, ana: Person, build: Channel
) -> None:
    asked = await ana.says(build, "<@U0BOT> what is a token?")
    slack.remove(asked)
    async with asyncio.timeout(30), talking(slack, transport, glossary) as talk:
        await slack.redeliver(asked)
        await talk.quiet()
    assert answers(slack, build) == []
    assert slack.seen_by(ana, build) == []
