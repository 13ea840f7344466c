"""“Explain terms here” opens a window with the terms of a message, and one walks in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.playground.state import Window
from bot.playground.workspace import Person, Workspace
from bot.render.blocks import Message
from bot.slack import notices
from bot.slack.retries import PAUSES
from tests.conftest import Conversation, talking

CHOSEN = "explain_terms"


async def opened(talk: Conversation, who: Person, text: str) -> Window:
    """What opens when somebody chooses the shortcut on a message with this text."""
    said = await talk.asks(talk.ana, talk.build, text)
    assert (await who.chooses(said, CHOSEN)).acked
    await talk.quiet()
    window = who.window
    assert window is not None
    return window


async def press(talk: Conversation, who: Person, label: str) -> Window:
    assert (await who.presses_in_window(label)).acked
    await talk.quiet()
    window = who.window
    assert window is not None
    return window


async def test_the_terms_of_a_message_are_buttons_longest_first_and_without_code(
    talk: Conversation,
) -> None:
    window = await opened(
        talk, talk.ben, "our context window holds a `prompt`, tokens in AI"
    )

    assert window.buttons == ["Context window", "Token"]
    assert talk.slack.messages(talk.build)[0].text.startswith("our context")
    assert talk.slack.ephemerals == []


async def test_a_term_shows_its_card_in_place_and_back_leads_to_the_list(
    talk: Conversation,
) -> None:
    window = await opened(talk, talk.ben, "a token for the model")
    assert window.buttons == ["Token", "Model"]

    window = await press(talk, talk.ben, "Token")
    assert "chunk of text" in window.text
    assert "Dismiss" not in window.buttons
    window = await press(talk, talk.ben, "Training")
    assert "gets its numbers" in window.text

    window = await press(talk, talk.ben, "← Back")
    assert "chunk of text" in window.text
    window = await press(talk, talk.ben, "← Back")
    assert window.buttons == ["Token", "Model"]


async def test_more_and_read_more_work_in_the_window(talk: Conversation) -> None:
    await opened(talk, talk.ben, "a token")
    await press(talk, talk.ben, "Token")

    window = await press(talk, talk.ben, "More")
    assert "Attention" in window.buttons
    window = await press(talk, talk.ben, "Read more")
    assert "about four letters" in window.text
    window = await press(talk, talk.ben, "← Back")
    assert "chunk of text" in window.text


async def test_a_message_without_terms_says_so(talk: Conversation) -> None:
    window = await opened(talk, talk.ben, "good morning")

    assert "No term of the glossary" in window.text
    assert window.buttons == []


async def test_it_works_in_threads_and_where_the_bot_is_no_member(
    talk: Conversation,
) -> None:
    far = talk.slack.channel("far", bot=False)
    began = await talk.ana.says(far, "hi")
    reply = await talk.ana.says(far, "the token expired", thread=began)

    await talk.ben.chooses(reply, CHOSEN)
    await talk.quiet()

    assert talk.ben.window is not None
    assert talk.ben.window.buttons == ["Token"]
    assert talk.slack.called("chat.postMessage") == []


async def test_a_link_in_the_window_needs_no_answer(talk: Conversation) -> None:
    await opened(talk, talk.ben, "a token")
    window = await press(talk, talk.ben, "Token")

    assert "Read definition" in window.buttons
    await press(talk, talk.ben, "Read definition")
    assert len(talk.slack.called("views.update")) == 1


async def test_a_shortcut_of_another_make_is_acknowledged(talk: Conversation) -> None:
    said = await talk.asks(talk.ana, talk.build, "a token")

    assert (await talk.ben.chooses(said, "something_else")).acked
    await talk.quiet()

    assert talk.ben.window is None


async def test_if_no_window_opens_whoever_chose_it_hears_of_it(talk: Conversation) -> None:
    said = await talk.asks(talk.ana, talk.build, "a token, no question")
    talk.slack.fail_next("views.open", "expired_trigger_id")
    await talk.ana.chooses(said, "explain_terms")
    await talk.quiet()

    assert talk.ana.window is None
    [told] = talk.slack.seen_by(talk.ana, talk.build)
    assert "expired trigger id" in told.text


async def test_a_window_that_may_have_opened_is_not_opened_again(
    talk: Conversation,
) -> None:
    said = await talk.asks(talk.ana, talk.build, "a token, no question")
    talk.slack.fail_next("views.open", "dropped", http_status=500, after=True)
    await talk.ben.chooses(said, CHOSEN)
    await talk.quiet()

    assert talk.ben.window is not None
    assert len(talk.slack.called("views.open")) == 1
    [told] = talk.slack.seen_by(talk.ben, talk.build)
    assert told.text == notices.UNSURE.text


@pytest.mark.parametrize(
    ("fault", "notice"),
    [
        ({"error": "fatal_error", "http_status": 503}, notices.UNSURE),
        ({"error": "hash_conflict"}, notices.refused("hash_conflict", elsewhere=True)),
    ],
)
async def test_if_a_window_does_not_change_whoever_pressed_hears_of_it(
    talk: Conversation, fault: dict[str, Any], notice: Message
) -> None:
    before = await opened(talk, talk.ben, "a token for the model")
    for _ in range(1 + len(PAUSES)):
        talk.slack.fail_next("views.update", **fault)
    assert (await press(talk, talk.ben, "Token")).text == before.text
    assert [one.text for one in talk.slack.messages(talk.slack.dm(talk.ben))] == [
        notice.text
    ]
    assert talk.slack.called("chat.postEphemeral") == []


async def test_a_window_that_was_closed_meanwhile_needs_no_excuse(
    talk: Conversation,
) -> None:
    await opened(talk, talk.ben, "a token for the model")
    talk.slack.fail_next("views.update", "not_found")
    await press(talk, talk.ben, "Token")
    assert talk.slack.messages(talk.slack.dm(talk.ben)) == []


async def test_a_window_that_a_stop_leaves_unchanged_is_told(
    slack: Workspace, transport: str, glossary: Path
) -> None:
    async with talking(slack, transport, glossary, patience=1.0) as talk:
        await opened(talk, talk.ben, "a token for the model")
        slack.hold("views.update")
        assert (await talk.ben.presses_in_window("Token")).acked
        await slack.until(lambda: slack.called("views.update"))
    told = [one.text for one in slack.messages(slack.dm(talk.ben))]
    assert told == [notices.UNSURE.text]
