"""Every button of a card that one person sees: it changes in place."""

from __future__ import annotations

import asyncio

from tests.conftest import Conversation, title, titles


async def test_a_related_term_replaces_a_private_card_and_back_leads_back(
    talk: Conversation,
) -> None:
    card = await talk.private()
    await talk.press(talk.ana, card, "Model")
    await talk.press(talk.ana, card, "Parameter")
    assert title(card) == "Parameter"
    await talk.press(talk.ana, card, "← Back")
    assert title(card) == "Model"
    await talk.press(talk.ana, card, "← Back")
    assert title(card) == "Token"
    assert "← Back" not in card.buttons
    assert "More" in card.buttons
    assert talk.slack.messages(talk.build) == []
    assert talk.slack.seen_by(talk.ana, talk.build) == [card]


async def test_more_and_read_more_happen_in_place_on_a_private_card(
    talk: Conversation,
) -> None:
    card = await talk.private()
    await talk.press(talk.ana, card, "More")
    assert "Attention" in card.buttons
    await talk.press(talk.ana, card, "Read more")
    assert title(card) == "More about Token"
    assert not any(label.startswith("Share") for label in card.buttons)
    await talk.press(talk.ana, card, "← Back")
    assert title(card) == "Token"


async def test_a_private_card_shared_in_its_channel_begins_a_thread_of_its_own(
    talk: Conversation,
) -> None:
    card = await talk.private()
    await talk.press(talk.ana, card, "Share in channel")
    [shared] = talk.slack.messages(talk.build)
    assert title(shared) == "Token"
    assert card.deleted
    await talk.press(talk.ben, shared, "Context window")
    [below] = talk.slack.thread(shared)
    assert (title(below), below.buttons[0]) == ("Context window", "✓ Token")
    assert shared.buttons[0] == "✓ Context window"
    await talk.press(talk.ana, shared, "Dismiss")
    assert talk.slack.messages(talk.build) == []


async def test_sharing_twice_at_once_shares_once(talk: Conversation) -> None:
    card = await talk.private()
    await asyncio.gather(
        talk.ana.presses(card, "Share in channel"),
        talk.ana.presses(card, "Share in channel"),
    )
    await talk.quiet()
    assert titles(talk.slack.messages(talk.build)) == ["Token"]


async def test_a_contrast_is_shared_whole(talk: Conversation) -> None:
    card = await talk.private("token vs parameter")
    await talk.press(talk.ana, card, "Share in channel")
    [both] = titles(talk.slack.messages(talk.build))
    assert both.split()[::2] == ["Token", "Parameter"]


async def test_a_private_card_is_dismissed_by_its_owner(talk: Conversation) -> None:
    card = await talk.private()
    await talk.press(talk.ana, card, "Dismiss")
    assert talk.slack.seen_by(talk.ana, talk.build) == []


async def test_a_private_picker_becomes_the_chosen_card_in_place(
    talk: Conversation,
) -> None:
    card = await talk.private("RL")
    await talk.press(talk.ana, card, "Rate limit")
    assert title(card) == "Rate limit"
    await talk.press(talk.ana, card, "Reinforcement learning")
    assert title(card) == "Reinforcement learning"


async def test_the_list_is_browsed_and_a_term_of_it_leads_back_to_it(
    talk: Conversation,
) -> None:
    page = await talk.commands(talk.ana, talk.build, "/glossary")
    await talk.press(talk.ana, page, "Next →")
    assert "Vector store" in page.buttons
    await talk.press(talk.ana, page, "← Previous")
    await talk.press(talk.ana, page, "Models")
    assert page.buttons[0] == "Model"
    await talk.press(talk.ana, page, "Training")
    assert title(page) == "Training"
    await talk.press(talk.ana, page, "← Back")
    assert "Next →" in page.buttons


async def test_did_you_mean_stays_private_and_can_be_shared_in_the_thread_asked_in(
    talk: Conversation,
) -> None:
    asked = await talk.asks(talk.ana, talk.build, "<@U0BOT> what is a modal?")
    [told] = talk.slack.seen_by(talk.ana, talk.build)
    await talk.press(talk.ana, told, "Model")
    assert title(told) == "Model"
    assert talk.slack.thread(asked) == []
    await talk.press(talk.ana, told, "Share here")
    assert titles(talk.slack.thread(asked)) == ["Model"]
    assert talk.slack.messages(talk.build) == [asked]


async def test_what_was_shared_meanwhile_is_not_shared_again(talk: Conversation) -> None:
    asked = await talk.asks(talk.ana, talk.build, "<@U0BOT> what is a modal?")
    [told] = talk.slack.seen_by(talk.ana, talk.build)
    await talk.press(talk.ana, told, "Model")
    await talk.asks(talk.ben, talk.build, "what is a model?", thread=asked)
    standing = len(talk.slack.thread(asked))
    await talk.press(talk.ana, told, "Share here")
    assert len(talk.slack.thread(asked)) == standing
    assert "already stands" in talk.slack.ephemerals[-1].text


async def test_a_private_card_too_old_to_be_changed_is_shown_anew(
    talk: Conversation,
) -> None:
    card = await talk.private()
    talk.let_response_urls_expire()
    await talk.press(talk.ana, card, "Model")
    assert titles(talk.slack.seen_by(talk.ana, talk.build)) == ["Token", "Model"]
