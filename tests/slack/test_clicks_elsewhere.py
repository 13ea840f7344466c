"""Cards in direct messages, and in channels that the bot is no member of."""

from __future__ import annotations

import itertools
import time

import pytest

from bot.playground.state import Message
from tests.conftest import Conversation, titles


async def test_in_a_direct_message_everything_stays_flat(talk: Conversation) -> None:
    dm = talk.slack.dm(talk.ana)
    await talk.asks(talk.ana, dm, "token")
    card = talk.slack.messages(dm)[-1]
    await talk.press(talk.ana, card, "Model")
    await talk.press(talk.ana, card, "Read more")
    assert titles(talk.slack.messages(dm)[1:]) == ["Token", "Model", "More about Token"]
    assert card.buttons[1] == "✓ Model"
    await talk.press(talk.ana, card, "✓ Model")
    assert titles(talk.slack.seen_by(talk.ana, dm)) == ["Model"]
    await talk.press(talk.ana, card, "Dismiss")
    assert titles(talk.slack.messages(dm)[1:]) == ["Model", "More about Token"]


async def test_in_a_direct_message_did_you_mean_becomes_its_card(
    talk: Conversation,
) -> None:
    dm = talk.slack.dm(talk.ana)
    await talk.asks(talk.ana, dm, "modal")
    told = talk.slack.messages(dm)[-1]
    await talk.press(talk.ana, told, "Model")
    assert titles(talk.slack.messages(dm)[1:]) == ["Model"]


async def shared_elsewhere(talk: Conversation, term: str = "token") -> Message:
    """A card that Ana shared in a channel without the bot."""
    elsewhere = talk.slack.channel("elsewhere", bot=False)
    card = await talk.commands(talk.ana, elsewhere, "/whatis", term)
    await talk.press(talk.ana, card, "Share in channel")
    [shared] = talk.slack.messages(elsewhere)
    return shared


async def test_a_card_shared_where_the_bot_is_not_can_be_walked_on(
    talk: Conversation,
) -> None:
    shared = await shared_elsewhere(talk)
    await talk.press(talk.ben, shared, "Model")
    assert titles(talk.slack.thread(shared)) == ["Model"]
    assert shared.buttons[1] == "✓ Model"
    await talk.press(talk.ben, shared, "Read more")
    await talk.press(talk.ben, shared, "More")
    assert titles(talk.slack.thread(shared)) == ["Model", "More about Token"]
    assert "Attention" in shared.buttons


async def test_what_is_private_stays_so_where_the_bot_is_not(talk: Conversation) -> None:
    shared = await shared_elsewhere(talk)
    await talk.press(talk.ben, shared, "Model")
    await talk.press(talk.ana, shared, "✓ Model")
    elsewhere = talk.slack.channels[shared.channel]
    assert titles(talk.slack.seen_by(talk.ana, elsewhere)) == ["Model"]
    assert titles(talk.slack.thread(shared)) == ["Model"]


async def test_a_card_is_dismissed_where_the_bot_is_not(talk: Conversation) -> None:
    shared = await shared_elsewhere(talk)
    await talk.press(talk.ana, shared, "Dismiss")
    assert talk.slack.messages(talk.slack.channels[shared.channel]) == []


async def test_since_the_bot_was_removed_a_click_is_answered_by_its_response_url(
    talk: Conversation,
) -> None:
    asked, card = await talk.card()
    talk.slack.kick(talk.build)
    await talk.press(talk.ben, card, "Model")
    assert titles(talk.slack.thread(asked)) == ["Token", "Model"]


async def test_where_nothing_can_be_posted_whoever_pressed_hears_how_to_invite_it(
    talk: Conversation,
) -> None:
    asked, card = await talk.card()
    talk.slack.kick(talk.build)
    now = time.time()
    times = itertools.chain([now, now, now + 3600], itertools.repeat(now))
    talk.slack.now = lambda: next(times)  # the first answer to the click comes too late
    await talk.press(talk.ben, card, "Model")
    assert titles(talk.slack.thread(asked)) == ["Token"]
    [told] = talk.slack.seen_by(talk.ben, talk.build, thread=asked)
    assert "/invite <@U0BOT>" in told.text


async def test_whoever_cannot_be_told_at_all_costs_no_more_than_a_line_in_the_log(
    talk: Conversation, caplog: pytest.LogCaptureFixture
) -> None:
    _, card = await talk.card()
    talk.slack.kick(talk.build)
    talk.let_response_urls_expire()
    talk.slack.fail_next("chat.postMessage", "not_in_channel")
    talk.slack.fail_next("chat.postMessage", "channel_not_found")  # nor a direct message
    await talk.press(talk.ben, card, "Model")
    assert "nobody could be told" in caplog.text
    assert "Traceback" not in caplog.text
