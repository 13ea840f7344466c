"""Nobody is bothered: by answers where none are wanted, by too many, or by bots at bots."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.playground.state import Channel, Message
from bot.playground.workspace import Person, Workspace
from bot.slack import notices
from tests.conftest import Conversation, talking, titles

Talk = Callable[..., Any]


@pytest.fixture
def wishing(slack: Workspace, transport: str, glossary: Path) -> Talk:
    """The bot at work with an owner's wishes."""

    @asynccontextmanager
    async def talk(**wishes: Any) -> AsyncIterator[Conversation]:
        async with (
            asyncio.timeout(30),
            talking(slack, transport, glossary, **wishes) as one,
        ):
            yield one

    return talk


async def test_where_it_may_not_overhear_it_answers_only_who_addresses_it(
    wishing: Talk,
) -> None:
    async with wishing(overhear=frozenset({"C0OTHER"})) as talk:
        other = talk.slack.channel("other")
        silent = await talk.asks(talk.ana, talk.build, "what is a token?")
        heard = await talk.asks(talk.ana, other, "what is a token?")
        await talk.asks(talk.ben, talk.build, "and a context?", silent)
        mention = await talk.asks(talk.ana, talk.build, "<@U0BOT> what is a token?")

        assert titles(talk.slack.thread(silent)) == ["and a context?"]
        assert titles(talk.slack.thread(heard)) == ["Token"]
        assert titles(talk.slack.thread(mention)) == ["Token"]


async def test_a_channel_gets_so_many_unasked_answers_a_minute_and_then_silence(
    wishing: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with wishing(overhear_per_minute=2) as talk:
        asked = [
            await talk.asks(talk.ana, talk.build, "what is a token?") for _ in range(4)
        ]
        mention = await talk.asks(talk.ana, talk.build, "<@U0BOT> token")

        assert [len(talk.slack.thread(said)) for said in asked] == [1, 1, 0, 0]
        assert titles(talk.slack.thread(mention)) == ["Token"]
        assert "silent in C0BUILD" in caplog.text


async def test_what_slack_sends_again_does_not_count_as_another_answer(
    wishing: Talk,
) -> None:
    async with wishing(overhear_per_minute=2) as talk:
        first = await talk.asks(talk.ana, talk.build, "what is a token?")
        await talk.slack.redeliver(first)
        await talk.quiet()
        second = await talk.asks(talk.ana, talk.build, "what is a token?")
        assert [titles(talk.slack.thread(said)) for said in (first, second)] == [
            ["Token"],
            ["Token"],
        ]


@pytest.fixture
def shared(slack: Workspace) -> tuple[Channel, Person]:
    """A channel shared with another organisation, and somebody from there."""
    eve = slack.person("eve", team="T0ELSE")
    channel = slack.channel("partners")
    channel.shared = True
    return channel, eve


async def test_in_a_shared_channel_nothing_is_overheard_and_our_own_people_are_answered(
    talk: Conversation, shared: tuple[Channel, Person]
) -> None:
    channel, eve = shared
    for person in (talk.ana, eve):
        asked = await talk.asks(person, channel, "what is a token?")
        assert titles(talk.slack.thread(asked)) == []

    mention = await talk.asks(talk.ana, channel, "<@U0BOT> what is a token?")
    assert titles(talk.slack.thread(mention)) == ["Token"]


async def test_people_from_outside_are_refused_once_and_privately(
    talk: Conversation, shared: tuple[Channel, Person]
) -> None:
    channel, eve = shared
    asked = await talk.asks(eve, channel, "<@U0BOT> what is a token?")
    await talk.slack.redeliver(asked)
    await talk.quiet()

    assert titles(talk.slack.thread(asked)) == []
    [told] = talk.slack.seen_by(eve, channel)
    assert told.text == notices.OUTSIDE.text


async def test_so_are_they_in_direct_messages_of_several_people(
    talk: Conversation, shared: tuple[Channel, Person]
) -> None:
    _, eve = shared
    group = talk.slack.group_dm(talk.ana, eve)
    group.shared = True
    asked = await talk.asks(eve, group, "<@U0BOT> what is a token?")
    assert titles(talk.slack.thread(asked)) == []
    [told] = talk.slack.seen_by(eve, group)
    assert told.text == notices.OUTSIDE.text


async def test_so_are_they_in_direct_messages(
    talk: Conversation, shared: tuple[Channel, Person]
) -> None:
    _, eve = shared
    dm = talk.slack.dm(eve)
    dm.shared = True
    await talk.asks(eve, dm, "token")
    assert len(talk.slack.messages(dm)) == 1
    [told] = talk.slack.seen_by(eve, dm)
    assert told.text == notices.OUTSIDE.text


async def test_clicks_commands_and_windows_are_refused_to_people_from_outside(
    talk: Conversation, shared: tuple[Channel, Person]
) -> None:
    channel, eve = shared
    said = await talk.asks(talk.ana, channel, "<@U0BOT> what is a token?")
    [card] = talk.slack.thread(said)
    await talk.press(eve, card, "Model")
    await eve.chooses(said, "explain_terms")
    await talk.quiet()
    told = await talk.commands(eve, channel, "/whatis", "token")

    assert titles(talk.slack.thread(said)) == ["Token"]
    assert eve.window is None
    assert told.text == notices.OUTSIDE.text
    seen = [*talk.slack.seen_by(eve, channel), *talk.slack.seen_by(eve, channel, said)]
    assert {one.text for one in seen} == {notices.OUTSIDE.text}
    assert len(seen) == 3

    await talk.press(talk.ben, card, "Model")
    assert titles(talk.slack.thread(said)) == ["Token", "Model"]


async def test_if_the_owner_wishes_people_from_outside_are_answered_when_they_ask(
    wishing: Talk, shared: tuple[Channel, Person]
) -> None:
    channel, eve = shared
    async with wishing(shared_channels=True) as talk:
        silent = await talk.asks(eve, channel, "what is a token?")
        asked = await talk.asks(eve, channel, "<@U0BOT> what is a token?")
        [card] = talk.slack.thread(asked)
        await talk.press(eve, card, "Model")

        assert titles(talk.slack.thread(asked)) == ["Token", "Model"]
        assert talk.slack.thread(silent) == []


async def test_a_colleague_from_another_workspace_of_ours_is_no_outsider(
    talk: Conversation,
) -> None:
    sister = talk.slack.person("sis", team="T0SISTER")
    said = await talk.asks(sister, talk.build, "what is a token?")
    [card] = talk.slack.thread(said)
    await talk.press(sister, card, "Model")
    assert titles(talk.slack.thread(said)) == ["Token", "Model"]

    await sister.chooses(said, "explain_terms")
    await talk.quiet()
    assert sister.window
    await sister.presses_in_window("Token")
    await talk.quiet()
    assert "chunk of text" in sister.window.text


async def test_what_it_said_itself_is_no_question_when_somebody_pastes_or_quotes_it(
    talk: Conversation,
) -> None:
    said, card = await talk.card()
    whispered = await talk.commands(talk.ana, talk.build, "/whatis", "help")
    for text in (card.text, f"&gt; {said.text}", f"```{said.text}```", whispered.text):
        pasted = await talk.asks(talk.ben, talk.build, text)
        assert titles(talk.slack.thread(pasted)) == []


async def test_what_comes_from_itself_without_the_mark_of_a_bot_is_not_answered(
    talk: Conversation,
) -> None:
    itself = talk.slack.person("bot")
    assert itself.id == talk.slack.bot_user
    for text in ("what is a token?", "<@U0BOT> what is a token?"):
        said = await talk.asks(itself, talk.build, text)
        assert talk.slack.thread(said) == []


async def test_two_bots_that_answer_one_another_stop_at_once(
    transport: str, glossary: Path, tmp_path: Path
) -> None:
    """Two real apps in mirrors of one channel: what one says, the other hears of a bot."""
    async with AsyncExitStack() as stack, asyncio.timeout(30):
        talks = []
        for _ in range(2):
            slack = await stack.enter_async_context(Workspace())
            talks.append(
                await stack.enter_async_context(talking(slack, transport, glossary))
            )
        here, there = talks
        told: set[str] = set()
        asked = await here.asks(here.ana, here.build, "what is a token?")
        for _ in range(3):
            for one, other in ((here, there), (there, here)):
                for said in [*one.build.messages]:
                    if said.bot_id == one.slack.bot_id and said.ts not in told:
                        told.add(said.ts)
                        await _mirror(said, other)

        assert titles(here.slack.thread(asked)) == ["Token"]
        assert [said for said in there.build.messages if said.bot_id == "B0BOT"] == []
        assert len(told) == 1


async def _mirror(said: Message, other: Conversation) -> None:
    """What a bot said, as the app on the other side hears it; a question on top of it."""
    for text in (said.text, "what is a token?", "<@U0BOT> what is a token?"):
        await other.ben.says(other.build, text, bot_id="B0ELSE")
        await other.quiet()
