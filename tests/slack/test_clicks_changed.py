"""Clicks on what is no longer as it was, and clicks that Slack refuses."""

from __future__ import annotations

import pytest

from tests.conftest import Conversation, title, titles

DROPPED = {
    "term: Prompt,": "term: Instruction,",
    "term: Sampling,": "term: Drawing,",
    "term: Rate limit, aliases: [RL],": "term: Quota,",
    "Model, Prompt, Sampling,": "Model,",
}


async def test_a_dropped_term_is_told_to_whoever_pressed_and_the_card_stays(
    talk: Conversation,
) -> None:
    asked, card = await talk.card()
    before = card.blocks
    talk.rewrite(DROPPED)
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
    talk.rewrite(DROPPED)
    for shown, label in ((picker, "Rate limit"), (mine, "Share in channel")):
        before = shown.blocks
        await talk.press(talk.ana, shown, label)
        assert "no longer" in talk.slack.ephemerals[-1].text
        assert shown.blocks == before
    assert len(talk.slack.messages(talk.build)) == 1


async def test_a_renamed_term_is_found_by_its_old_name(talk: Conversation) -> None:
    asked, card = await talk.card()
    talk.rewrite({"term: Prompt,": "term: Instruction, aliases: [Prompt],"})
    await talk.press(talk.ben, card, "Prompt")
    assert titles(talk.slack.thread(asked)) == ["Token", "Instruction"]
    assert "✓ Instruction" in card.buttons


async def test_a_card_whose_own_term_is_gone_stays_as_it_is(talk: Conversation) -> None:
    asked, card = await talk.card("what is a prompt?")
    before = card.blocks
    talk.rewrite(DROPPED)
    await talk.press(talk.ben, card, "Token")
    assert titles(talk.slack.thread(asked)) == ["Prompt", "Token"]
    assert card.blocks == before


async def test_on_a_private_card_a_dropped_term_is_told_beside_it(
    talk: Conversation,
) -> None:
    card = await talk.private()
    talk.rewrite(DROPPED)
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
    talk: Conversation, caplog: pytest.LogCaptureFixture
) -> None:
    asked, card = await talk.card()
    talk.slack.fail_next("chat.postMessage", "restricted_action")
    await talk.press(talk.ben, card, "Model")
    assert "restricted action" in talk.slack.ephemerals[-1].text
    assert "nothing said surface=explain: restricted_action" in caplog.text
    assert card.buttons[1] == "Model"
    await talk.press(talk.ben, card, "Model")
    assert titles(talk.slack.thread(asked)) == ["Token", "Model"]
