"""No scope without its use: what works with all of them, and stops without the one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.playground.workspace import Workspace
from bot.slack import notices
from bot.slack.manifest import INDISPENSABLE, SCOPES, manifest
from tests.conftest import Conversation, talking, titles

Act = Callable[[Conversation], Awaitable[list[str]]]


async def mention(talk: Conversation) -> list[str]:
    asked = await talk.asks(talk.ana, talk.build, "<@U0BOT> what is a token?")
    return titles(talk.slack.thread(asked))


async def overheard(talk: Conversation) -> list[str]:
    asked = await talk.asks(talk.ana, talk.build, "what is a token?")
    return titles(talk.slack.thread(asked))


async def in_private(talk: Conversation) -> list[str]:
    channel = talk.slack.channel("quiet", private=True)
    asked = await talk.asks(talk.ana, channel, "what is a token?")
    return titles(talk.slack.thread(asked))


async def in_a_group(talk: Conversation) -> list[str]:
    group = talk.slack.group_dm(talk.ana, talk.ben)
    asked = await talk.asks(talk.ana, group, "<@U0BOT> what is a token?")
    return titles(talk.slack.thread(asked))


async def direct(talk: Conversation) -> list[str]:
    dm = talk.slack.dm(talk.ana)
    await talk.asks(talk.ana, dm, "token")
    return titles([said for said in talk.slack.messages(dm) if said.bot_id])


async def command(talk: Conversation) -> list[str]:
    try:
        return titles([await talk.private("token")])
    except ValueError:  # Slack knows no such command
        return []


NEEDS: dict[str, Act] = {
    "app_mentions:read": mention,
    "channels:history": overheard,
    "commands": command,
    "groups:history": in_private,
    "im:history": direct,
    "mpim:history": in_a_group,
}


def test_every_scope_but_the_indispensable_one_has_its_act() -> None:
    assert {*NEEDS, INDISPENSABLE} == set(SCOPES)
    assert set(manifest()["oauth_config"]["scopes"]["bot"]) == set(SCOPES)


@pytest.mark.parametrize("scope", NEEDS)
async def test_what_a_scope_is_asked_for_works_with_it_and_not_without(
    talk: Conversation, scope: str
) -> None:
    talk.slack.scopes.discard(scope)
    assert await NEEDS[scope](talk) == []
    talk.slack.scopes.add(scope)
    assert await NEEDS[scope](talk) == ["Token"]


@pytest.fixture
def mention_only(slack: Workspace) -> Workspace:
    """A workspace where the app was installed by the mention-only manifest."""
    scopes = manifest(mention_only=True)["oauth_config"]["scopes"]
    assert "bot_optional" not in scopes
    slack.scopes = set(scopes["bot"])
    return slack


async def test_without_the_right_to_read_channels_it_answers_whoever_addresses_it(
    mention_only: Workspace, transport: str, glossary: Path
) -> None:
    async with talking(mention_only, transport, glossary) as talk:
        assert await overheard(talk) == []
        assert await mention(talk) == await direct(talk) == await command(talk) == ["Token"]

        asked = await talk.asks(talk.ana, talk.build, "<@U0BOT> what is a token?")
        [card] = talk.slack.thread(asked)
        await talk.press(talk.ben, card, "Model")
        assert titles(talk.slack.thread(asked)) == ["Token", "Model"]
        miss = await talk.asks(talk.ana, talk.build, "<@U0BOT> what is a hovercraft?")
        assert talk.slack.thread(miss) == []
        assert "not in the glossary" in talk.slack.seen_by(talk.ana, talk.build)[-1].text


async def test_without_it_a_post_of_unknown_fate_is_not_sent_twice_and_that_is_told(
    mention_only: Workspace, transport: str, glossary: Path
) -> None:
    async with talking(mention_only, transport, glossary) as talk:
        talk.slack.fail_next(
            "chat.postMessage", "service_unavailable", http_status=503, after=True
        )
        asked = await talk.asks(talk.ana, talk.build, "<@U0BOT> what is a token?")

        assert titles(talk.slack.thread(asked)) == ["Token"]
        assert len(talk.slack.called("chat.postMessage")) == 1
        [told] = [one for one in talk.slack.ephemerals if one.only_for == talk.ana.id]
        assert told.text == notices.UNSURE.text
