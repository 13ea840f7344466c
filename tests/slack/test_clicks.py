"""Every button of a card in a thread, and what its click then shows to whom."""

from __future__ import annotations

import asyncio

import pytest

from bot.slack.threads import MOST_POSTS
from tests.conftest import Conversation, title, titles


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


@pytest.mark.parametrize("term", ["Token", "Prompt"])  # with details, and without
async def test_whoever_asked_can_dismiss_and_ask_again(
    talk: Conversation, term: str
) -> None:
    question = f"what is a {term.lower()}?"
    asked, card = await talk.card(question)
    await talk.press(talk.ana, card, "Dismiss")
    assert talk.slack.thread(asked) == []
    await talk.asks(talk.ben, talk.build, question, thread=asked)
    assert titles(talk.slack.thread(asked)) == [question, term]


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
    assert talk.slack.called("chat.postEphemeral") == []


async def test_what_slack_does_not_let_us_dismiss_is_told(talk: Conversation) -> None:
    asked, card = await talk.card()
    talk.slack.fail_next("chat.delete", "compliance_exports_prevent_deletion")
    await talk.press(talk.ana, card, "Dismiss")
    assert titles(talk.slack.thread(asked)) == ["Token"]
    assert "prevent deletion" in talk.slack.ephemerals[-1].text


async def test_more_on_a_card_whose_term_is_gone_says_so(talk: Conversation) -> None:
    _, card = await talk.card()
    talk.rewrite({"term: Token\n": "term: Piece\n", "[Token": "[Piece"})
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


async def test_once_chosen_from_a_picker_can_be_asked_for_again(
    talk: Conversation,
) -> None:
    asked, picker = await talk.card("what does RL mean?")
    await talk.press(talk.ben, picker, "Rate limit")
    await talk.asks(talk.ana, talk.build, "what does RL mean?", thread=asked)
    assert talk.slack.thread(asked)[-1].buttons == [
        "Reinforcement learning",
        "Rate limit",
        "Dismiss",
    ]


async def test_a_contrast_stays_one_when_a_term_is_opened_from_it(
    talk: Conversation,
) -> None:
    asked, card = await talk.card("difference between a token and a parameter?")
    await talk.press(talk.ben, card, "Model")
    both, model = titles(talk.slack.thread(asked))
    assert (both.split()[::2], model) == (["Token", "Parameter"], "Model")
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


async def test_of_two_buttons_pressed_at_once_both_show_it(talk: Conversation) -> None:
    _, card = await talk.card()
    slack = talk.slack
    gate = slack.hold("chat.update")
    await talk.ana.presses(card, "Model")
    await slack.until(lambda: slack.called("chat.update"))
    del slack.gates["chat.update"]  # the update after it would overtake it
    await talk.ben.presses(card, "Prompt")
    await slack.until(lambda: len(slack.called("chat.postMessage")) == 3)
    meanwhile = await talk.ana.says(slack.channel("other"), "what is a token?")
    await slack.until(lambda: slack.thread(meanwhile))
    gate.set()
    await talk.quiet()
    assert card.buttons[:3] == ["Context window", "✓ Model", "✓ Prompt"]
