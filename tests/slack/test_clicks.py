"""Every button, on every card it can stand on, and what its click then shows to whom."""

from __future__ import annotations

import asyncio
import itertools
import time

import pytest

from bot.playground.state import Message
from bot.slack.threads import MOST_POSTS
from tests.conftest import Conversation, title, titles

# --- on a card in a thread ----------------------------------------------------------


async def test_a_related_term_opens_in_the_thread_and_its_button_shows_it(
    talk: Conversation,
) -> None:
    asked, card = await talk.card()
    await talk.press(talk.ben, card, "Model")
    assert titles(talk.slack.thread(asked)) == ["Token", "Model"]
    assert card.buttons[:3] == ["Context window", "✓ Model", "Prompt"]


async def test_a_card_opened_by_a_click_shows_what_stands_in_the_thread(
    talk: Conversation,
) -> None:
    asked, card = await talk.card("what is a model?")
    await talk.press(talk.ben, card, "Training")
    assert talk.slack.thread(asked)[1].buttons[0] == "✓ Model"


async def test_pressing_a_tick_shows_the_card_to_whoever_pressed_alone(
    talk: Conversation,
) -> None:
    asked, card = await talk.card()
    await talk.press(talk.ben, card, "Model")
    await talk.press(talk.ana, card, "✓ Model")
    assert titles(talk.slack.thread(asked)) == ["Token", "Model"]
    [shown] = talk.slack.seen_by(talk.ana, talk.build, thread=asked)
    assert title(shown) == "Model"
    assert "Share here" not in shown.buttons


async def test_another_card_of_the_thread_opens_no_term_twice(talk: Conversation) -> None:
    asked, card = await talk.card()
    await talk.press(talk.ben, card, "Model")
    await talk.press(talk.ben, card, "Training")
    training = talk.slack.thread(asked)[2]
    await talk.press(talk.ana, card, "More")
    await talk.press(talk.ana, card, "Embedding")
    assert training.buttons[:2] == ["✓ Model", "Parameter"]
    assert titles(talk.slack.thread(asked)) == ["Token", "Model", "Training", "Embedding"]


async def test_more_shows_all_related_terms_and_keeps_showing_them(
    talk: Conversation,
) -> None:
    asked, card = await talk.card()
    assert "Attention" not in card.buttons
    await talk.press(talk.ben, card, "More")
    assert {"Embedding", "Attention"} < set(card.buttons)
    assert "More" not in card.buttons
    await talk.press(talk.ben, card, "Attention")
    assert "✓ Attention" in card.buttons
    assert titles(talk.slack.thread(asked)) == ["Token", "Attention"]


async def test_read_more_is_posted_in_the_thread_once(talk: Conversation) -> None:
    asked, card = await talk.card()
    await talk.press(talk.ben, card, "Read more")
    assert titles(talk.slack.thread(asked)) == ["Token", "More about Token"]
    await talk.press(talk.ana, card, "Read more")
    assert len(talk.slack.thread(asked)) == 2
    assert titles(talk.slack.seen_by(talk.ana, talk.build, thread=asked)) == [
        "More about Token"
    ]


async def test_reading_elsewhere_needs_no_more_than_an_acknowledgement(
    talk: Conversation,
) -> None:
    _, card = await talk.card()
    calls = len(talk.slack.calls)
    await talk.press(talk.ben, card, "Read definition")
    assert len(talk.slack.calls) == calls


async def test_whoever_asked_can_dismiss_and_ask_again(talk: Conversation) -> None:
    asked, card = await talk.card()
    await talk.press(talk.ana, card, "Dismiss")
    assert talk.slack.thread(asked) == []
    await talk.asks(talk.ben, talk.build, "what is a token?", thread=asked)
    assert titles(talk.slack.thread(asked)) == ["what is a token?", "Token"]


async def test_whoever_opened_a_card_can_dismiss_it_and_nobody_else(
    talk: Conversation,
) -> None:
    asked, card = await talk.card()
    await talk.press(talk.ben, card, "Model")
    opened = talk.slack.thread(asked)[1]
    await talk.press(talk.ana, opened, "Dismiss")
    assert titles(talk.slack.thread(asked)) == ["Token", "Model"]
    [told] = talk.slack.seen_by(talk.ana, talk.build, thread=asked)
    assert "whoever asked" in told.text
    await talk.press(talk.ben, opened, "Dismiss")
    assert titles(talk.slack.thread(asked)) == ["Token"]


async def test_a_dismissed_term_can_be_shared_again_from_its_tick(
    talk: Conversation,
) -> None:
    asked, card = await talk.card()
    await talk.press(talk.ben, card, "Model")
    await talk.press(talk.ben, talk.slack.thread(asked)[1], "Dismiss")
    await talk.press(talk.ben, card, "✓ Model")
    [shown] = talk.slack.seen_by(talk.ben, talk.build, thread=asked)
    await talk.press(talk.ben, shown, "Share here")
    assert titles(talk.slack.thread(asked)) == ["Token", "Model"]
    assert shown.deleted


async def test_dismissing_twice_at_once_is_no_fault(talk: Conversation) -> None:
    asked, card = await talk.card()
    await asyncio.gather(
        talk.ana.presses(card, "Dismiss"), talk.ana.presses(card, "Dismiss")
    )
    await talk.quiet()
    assert talk.slack.thread(asked) == []
    assert talk.slack.ephemerals == []


async def test_what_slack_does_not_let_us_dismiss_is_told(talk: Conversation) -> None:
    asked, card = await talk.card()
    talk.slack.fail_next("chat.delete", "compliance_exports_prevent_deletion")
    await talk.press(talk.ana, card, "Dismiss")
    assert titles(talk.slack.thread(asked)) == ["Token"]
    assert "prevent deletion" in talk.slack.ephemerals[-1].text


async def test_more_on_a_card_whose_term_is_gone_says_so(talk: Conversation) -> None:
    _, card = await talk.card()
    rewrite(talk, {"term: Token\n": "term: Piece\n", "[Token": "[Piece"})
    before = card.blocks
    await talk.press(talk.ben, card, "More")
    assert "no longer" in talk.slack.ephemerals[-1].text
    assert card.blocks == before


async def test_dismissing_what_was_read_more_leaves_the_card(talk: Conversation) -> None:
    asked, card = await talk.card()
    await talk.press(talk.ben, card, "Read more")
    await talk.press(talk.ben, talk.slack.thread(asked)[1], "Dismiss")
    assert titles(talk.slack.thread(asked)) == ["Token"]
    await talk.press(talk.ana, card, "Read more")
    assert titles(talk.slack.thread(asked)) == ["Token", "More about Token"]


async def test_a_picker_becomes_the_chosen_card_with_the_others_at_hand(
    talk: Conversation,
) -> None:
    asked, picker = await talk.card("what does RL mean?")
    await talk.press(talk.ben, picker, "Rate limit")
    assert titles(talk.slack.thread(asked)) == ["Rate limit"]
    assert "Reinforcement learning" in picker.buttons
    await talk.press(talk.ana, picker, "Reinforcement learning")
    assert title(picker) == "Reinforcement learning"
    assert "Rate limit" in picker.buttons


async def test_a_chosen_meaning_stands_in_the_thread_as_if_asked_for(
    talk: Conversation,
) -> None:
    asked, picker = await talk.card("what does RL mean?")
    await talk.press(talk.ben, picker, "Rate limit")
    await talk.asks(talk.ben, talk.build, "what is a rate limit?", thread=asked)
    assert titles(talk.slack.thread(asked)) == ["Rate limit", "what is a rate limit?"]
    [shown] = talk.slack.seen_by(talk.ben, talk.build, thread=asked)
    assert title(shown) == "Rate limit"


async def test_a_contrast_stays_one_when_a_term_is_opened_from_it(
    talk: Conversation,
) -> None:
    asked, card = await talk.card("difference between a token and a parameter?")
    await talk.press(talk.ben, card, "Model")
    assert titles(talk.slack.thread(asked)) == ["Token · Parameter", "Model"]
    assert "✓ Model" in card.buttons
    assert len(card.buttons) == 6  # five related terms, Dismiss


async def test_two_people_pressing_at_once_make_one_reply(talk: Conversation) -> None:
    asked, card = await talk.card()
    gate = talk.slack.hold("chat.postMessage")
    await asyncio.gather(talk.ana.presses(card, "Model"), talk.ben.presses(card, "Model"))
    await talk.slack.until(lambda: len(talk.slack.called("chat.postMessage")) == 2)
    gate.set()
    await talk.quiet()
    assert titles(talk.slack.thread(asked)) == ["Token", "Model"]
    assert talk.slack.ephemerals == []


async def test_two_terms_pressed_at_once_both_get_their_tick(talk: Conversation) -> None:
    asked, card = await talk.card()
    await asyncio.gather(
        talk.ana.presses(card, "Model"), talk.ben.presses(card, "Context window")
    )
    await talk.quiet()
    assert sorted(titles(talk.slack.thread(asked))) == ["Context window", "Model", "Token"]
    assert card.buttons[:2] == ["✓ Context window", "✓ Model"]


async def test_clicks_do_not_fill_a_thread_for_ever(talk: Conversation) -> None:
    asked, card = await talk.card()
    await talk.press(talk.ben, card, "More")
    for name in ("Context window", "Model", "Prompt", "Sampling", "Training", "Embedding"):
        await talk.press(talk.ben, card, name)
    for name in ("Agent", "Spec", "Prompt"):
        await talk.asks(talk.ben, talk.build, f"what is a {name.lower()}?", thread=asked)
    cards = [said for said in talk.slack.thread(asked) if said.bot_id]
    assert len(cards) == MOST_POSTS - 1
    model = next(card for card in cards if title(card) == "Model")
    await talk.press(talk.ben, model, "Parameter")
    await talk.press(talk.ben, card, "Attention")
    assert not any(title(card) == "Attention" for card in talk.slack.thread(asked))
    [*_, shown] = talk.slack.seen_by(talk.ben, talk.build, thread=asked)
    assert title(shown) == "Attention"
    assert "✓ Attention" not in card.buttons
    await talk.press(talk.ben, shown, "Share here")
    assert titles(talk.slack.thread(asked))[-1] == "Attention"


# --- on a card that one person sees -------------------------------------------------


async def private(talk: Conversation, term: str = "token") -> Message:
    """A card in #build that only Ana sees."""
    return await talk.commands(talk.ana, talk.build, "/whatis", term)


async def test_a_related_term_replaces_a_private_card_and_back_leads_back(
    talk: Conversation,
) -> None:
    card = await private(talk)
    await talk.press(talk.ana, card, "Model")
    await talk.press(talk.ana, card, "Parameter")
    assert title(card) == "Parameter"
    await talk.press(talk.ana, card, "← Back")
    assert title(card) == "Model"
    await talk.press(talk.ana, card, "← Back")
    assert title(card) == "Token"
    assert "← Back" not in card.buttons
    assert talk.slack.messages(talk.build) == []
    assert talk.slack.seen_by(talk.ana, talk.build) == [card]


async def test_more_and_read_more_happen_in_place_on_a_private_card(
    talk: Conversation,
) -> None:
    card = await private(talk)
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
    card = await private(talk)
    await talk.press(talk.ana, card, "Share in channel")
    [shared] = talk.slack.messages(talk.build)
    assert title(shared) == "Token"
    assert card.deleted
    await talk.press(talk.ben, shared, "Model")
    assert titles(talk.slack.thread(shared)) == ["Model"]
    assert shared.buttons[1] == "✓ Model"
    model = talk.slack.thread(shared)[0]
    assert "✓ Token" not in model.buttons  # it is not related to it
    await talk.press(talk.ana, shared, "Dismiss")
    assert talk.slack.messages(talk.build) == []


async def test_sharing_twice_at_once_shares_once(talk: Conversation) -> None:
    card = await private(talk)
    await asyncio.gather(
        talk.ana.presses(card, "Share in channel"),
        talk.ana.presses(card, "Share in channel"),
    )
    await talk.quiet()
    assert titles(talk.slack.messages(talk.build)) == ["Token"]


async def test_a_contrast_is_shared_whole(talk: Conversation) -> None:
    card = await private(talk, "token vs parameter")
    await talk.press(talk.ana, card, "Share in channel")
    assert titles(talk.slack.messages(talk.build)) == ["Token · Parameter"]


async def test_a_private_card_is_dismissed_by_its_owner(talk: Conversation) -> None:
    card = await private(talk)
    await talk.press(talk.ana, card, "Dismiss")
    assert talk.slack.seen_by(talk.ana, talk.build) == []


async def test_a_private_picker_becomes_the_chosen_card_in_place(
    talk: Conversation,
) -> None:
    card = await private(talk, "RL")
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
    card = await private(talk)
    response_urls_expire_at_once(talk)
    await talk.press(talk.ana, card, "Model")
    assert titles(talk.slack.seen_by(talk.ana, talk.build)) == ["Token", "Model"]


# --- in a direct message ------------------------------------------------------------


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


# --- where the bot is no member -----------------------------------------------------


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
    response_urls_expire_at_once(talk)
    await talk.press(talk.ben, card, "Model")
    assert "nobody could be told" in caplog.text
    assert "Traceback" not in caplog.text


# --- when things have changed -------------------------------------------------------


DROPPED = {
    "term: Prompt,": "term: Instruction,",
    "term: Sampling,": "term: Drawing,",
    "term: Rate limit, aliases: [RL],": "term: Quota,",
    "Model, Prompt, Sampling,": "Model,",
}


def rewrite(talk: Conversation, changes: dict[str, str]) -> None:
    """Change the glossary of a running bot."""
    text = talk.source.path.read_text(encoding="utf-8")
    for old, new in changes.items():
        text = text.replace(old, new)
    talk.source.path.write_text(text, encoding="utf-8")
    assert talk.source.refresh()


async def test_a_dropped_term_is_told_to_whoever_pressed_and_the_card_stays(
    talk: Conversation,
) -> None:
    asked, card = await talk.card()
    before = card.blocks
    rewrite(talk, DROPPED)
    await talk.press(talk.ben, card, "Prompt")
    assert titles(talk.slack.thread(asked)) == ["Token"]
    [told] = talk.slack.seen_by(talk.ben, talk.build, thread=asked)
    assert "no longer" in told.text
    assert card.blocks == before


async def test_every_button_of_a_dropped_term_says_so_and_changes_nothing(
    talk: Conversation,
) -> None:
    _, picker = await talk.card("what does RL mean?")
    mine = await talk.commands(talk.ana, talk.build, "/whatis", "sampling")
    rewrite(talk, DROPPED)
    for shown, label in ((picker, "Rate limit"), (mine, "Share in channel")):
        before = shown.blocks
        await talk.press(talk.ana, shown, label)
        assert "no longer" in talk.slack.ephemerals[-1].text
        assert shown.blocks == before
    assert len(talk.slack.messages(talk.build)) == 1


async def test_a_renamed_term_is_found_by_its_old_name(talk: Conversation) -> None:
    asked, card = await talk.card()
    rewrite(talk, {"term: Prompt,": "term: Instruction, aliases: [Prompt],"})
    await talk.press(talk.ben, card, "Prompt")
    assert titles(talk.slack.thread(asked)) == ["Token", "Instruction"]
    assert "✓ Instruction" in card.buttons


async def test_a_card_whose_own_term_is_gone_stays_as_it_is(talk: Conversation) -> None:
    asked, card = await talk.card("what is a prompt?")
    before = card.blocks
    rewrite(talk, DROPPED)
    await talk.press(talk.ben, card, "Token")
    assert titles(talk.slack.thread(asked)) == ["Prompt", "Token"]
    assert card.blocks == before


async def test_on_a_private_card_a_dropped_term_is_told_beside_it(
    talk: Conversation,
) -> None:
    card = await private(talk)
    rewrite(talk, DROPPED)
    await talk.press(talk.ana, card, "Prompt")
    assert title(card) == "Token"
    assert "no longer" in talk.slack.seen_by(talk.ana, talk.build)[-1].text


async def test_a_card_that_cannot_be_updated_is_still_answered(
    talk: Conversation,
) -> None:
    asked, card = await talk.card()
    talk.slack.fail_next("chat.update", "edit_window_closed")
    await talk.press(talk.ben, card, "Model")
    assert titles(talk.slack.thread(asked)) == ["Token", "Model"]
    assert talk.slack.ephemerals == []


async def test_what_slack_refuses_is_told_and_can_be_tried_again(
    talk: Conversation,
) -> None:
    asked, card = await talk.card()
    talk.slack.fail_next("chat.postMessage", "restricted_action")
    await talk.press(talk.ben, card, "Model")
    assert "restricted action" in talk.slack.ephemerals[-1].text
    assert card.buttons[1] == "Model"
    await talk.press(talk.ben, card, "Model")
    assert titles(talk.slack.thread(asked)) == ["Token", "Model"]


def response_urls_expire_at_once(talk: Conversation) -> None:
    """Let half an hour go by between any two moments."""
    hours = itertools.count(1)
    talk.slack.now = lambda: time.time() + 3600 * next(hours)
