"""Clicks where Slack falters or refuses: no reply twice, and no dead end."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from bot.playground.people import Person
from bot.playground.state import Channel
from bot.playground.workspace import Workspace
from bot.render.blocks import Message
from bot.render.buttons import Act, Button
from bot.slack import notices
from bot.slack.clicks import Clicks
from bot.slack.delivery import Delivery
from bot.slack.interactions import Click
from bot.slack.seen import Seen
from bot.slack.threads import Threads
from tests.conftest import Conversation, titles
from tests.glossaries import explainer
from tests.slack.conftest import Hook

JUST_NOW = f"{time.time():.6f}"


@pytest.fixture
def clicks(delivery: Delivery) -> Clicks:
    seen = Seen()
    return Clicks(explainer(), delivery, Threads(seen), seen)


def pressed(act: Act, channel: Channel, url: str, *, private: bool = False) -> Click:
    """A click of Ana's on a button about Sprint."""
    button = Button(act, "Sprint", asker="U0ANA")
    return Click(button, channel.id, JUST_NOW, "", "U0ANA", url, private=private)


async def test_where_a_post_fails_for_good_everybody_who_pressed_is_told(
    talk: Conversation,
) -> None:
    asked, card = await talk.card()
    for _ in range(2):
        talk.slack.fail_next("chat.postMessage", "restricted_action")
    await asyncio.gather(talk.ana.presses(card, "Model"), talk.ben.presses(card, "Model"))
    await talk.quiet()
    for person in (talk.ana, talk.ben):
        [told] = talk.slack.seen_by(person, talk.build, thread=asked)
        assert "restricted action" in told.text
    await talk.press(talk.ben, card, "Model")
    assert titles(talk.slack.thread(asked)) == ["Token", "Model"]


async def test_where_it_fails_for_one_it_is_posted_for_the_other(
    talk: Conversation,
) -> None:
    asked, card = await talk.card()
    talk.slack.fail_next("chat.postMessage", "restricted_action")
    await asyncio.gather(talk.ana.presses(card, "Model"), talk.ben.presses(card, "Model"))
    await talk.quiet()
    assert titles(talk.slack.thread(asked)) == ["Token", "Model"]
    assert len(talk.slack.ephemerals) == 1


async def test_a_click_of_unknown_fate_is_looked_up_and_not_posted_twice(
    talk: Conversation,
) -> None:
    asked, card = await talk.card()
    talk.slack.fail_next("chat.postMessage", "dropped", http_status=500, after=True)
    await talk.press(talk.ben, card, "Model")
    assert titles(talk.slack.thread(asked)) == ["Token", "Model"]
    assert card.buttons[1] == "✓ Model"


async def test_what_may_have_been_published_is_not_published_twice(
    slack: Workspace, clicks: Clicks, hook: Hook
) -> None:
    elsewhere = slack.channel("elsewhere", bot=False)
    hook.answers = [(502, "<html>")]
    for _ in range(2):
        await clicks.press(pressed(Act.EXPLAIN, elsewhere, hook.url))
    published, told, again = hook.said
    assert published["response_type"] == "in_channel"
    assert told["text"] == notices.UNSURE.text
    assert "response_type" not in again  # whoever presses again sees it alone


async def test_what_could_not_be_published_leads_to_an_invitation(
    slack: Workspace, clicks: Clicks, hook: Hook
) -> None:
    elsewhere = slack.channel("elsewhere", bot=False)
    hook.answers = [(404, "expired_url")]
    await clicks.press(pressed(Act.EXPLAIN, elsewhere, hook.url))
    assert hook.said[-1]["text"] == notices.invite("U0BOT").text


async def test_what_may_have_been_replaced_is_not_shown_beside_it_as_well(
    clicks: Clicks, hook: Hook, build: Channel
) -> None:
    hook.answers = [(502, "<html>")] * 4
    await clicks.press(pressed(Act.DETAILS, build, hook.url, private=True))
    *replaced, told = hook.said
    assert all(said["replace_original"] for said in replaced)
    assert told["text"] == notices.UNSURE.text


@pytest.mark.parametrize("why", ["invalid_blocks", "edit_window_closed"])
async def test_where_a_card_cannot_be_changed_whoever_pressed_sees_the_rest_alone(
    talk: Conversation, why: str
) -> None:
    asked, card = await talk.card()
    before = card.blocks
    talk.slack.fail_next("chat.update", why)
    await talk.press(talk.ben, card, "More")
    assert card.blocks == before
    assert titles(talk.slack.seen_by(talk.ben, talk.build, thread=asked)) == ["Token"]


async def test_a_meaning_that_cannot_be_put_in_the_place_of_the_picker_is_shown_alone(
    talk: Conversation,
) -> None:
    asked, picker = await talk.card("what does RL mean?")
    talk.slack.fail_next("chat.update", "edit_window_closed")
    label = picker.buttons[0]
    await talk.press(talk.ben, picker, label)
    assert len(talk.slack.seen_by(talk.ben, talk.build, thread=asked)) == 1
    await talk.press(talk.ben, picker, label)
    assert label not in picker.buttons


async def test_too_many_updates_are_waited_for(
    slack: Workspace, clicks: Clicks, ana: Person, build: Channel
) -> None:
    card = slack.bot_posts(build, "Sprint", [], None)
    slack.fail_next("chat.update", "ratelimited", http_status=429)
    button = Button(Act.CHOOSE, "Sprint", asker=ana.id)
    await clicks.press(Click(button, build.id, card.ts, "", ana.id, ""))
    assert titles([card]) == ["Sprint"]
    assert card.buttons


@pytest.mark.parametrize(
    ("how", "notice"),
    [
        ({"http_status": 503}, notices.UNSURE),
        ({"http_status": 429, "headers": {"Retry-After": "3600"}}, notices.BUSY),
    ],
)
async def test_an_update_that_slack_never_takes_is_told(
    slack: Workspace,
    clicks: Clicks,
    hook: Hook,
    ana: Person,
    build: Channel,
    how: dict[str, Any],
    notice: Message,
) -> None:
    card = slack.bot_posts(build, "Sprint", [], None)
    for _ in range(4):
        slack.fail_next("chat.update", "fatal_error", **how)
    button = Button(Act.CHOOSE, "Sprint", asker=ana.id)
    await clicks.press(Click(button, build.id, card.ts, "", ana.id, hook.url))
    assert [said["text"] for said in hook.said] == [notice.text]


async def test_back_leads_to_the_list_where_it_remembers_no_way(
    clicks: Clicks, build: Channel, hook: Hook
) -> None:
    await clicks.press(pressed(Act.BACK, build, hook.url, private=True))
    [said] = hook.said
    assert said["replace_original"]
    assert "Sprint" in said["text"]


async def test_of_two_who_press_at_once_each_is_told_where_the_reply_may_be_lost(
    talk: Conversation,
) -> None:
    asked, card = await talk.card()
    talk.slack.scopes.discard("channels:history")  # so that nothing can be looked up
    gate = talk.slack.hold("chat.postMessage")
    talk.slack.fail_next("chat.postMessage", "internal_error", http_status=503)
    assert (await talk.ana.presses(card, "Model")).acked
    await talk.slack.until(lambda: len(talk.slack.called("chat.postMessage")) == 2)
    assert (await talk.ben.presses(card, "Model")).acked
    gate.set()
    await talk.quiet()

    assert titles(talk.slack.thread(asked)) == ["Token"]
    [told] = talk.slack.seen_by(talk.ana, talk.build, thread=asked)
    assert told.text == notices.UNSURE.text
    assert titles(talk.slack.seen_by(talk.ben, talk.build, thread=asked)) == ["Model"]


async def test_what_may_not_stand_is_not_said_to_stand_already(
    talk: Conversation,
) -> None:
    private = await talk.private()
    talk.slack.scopes.discard("channels:history")  # so that nothing can be looked up
    talk.slack.fail_next("chat.postMessage", "internal_error", http_status=503)
    for _ in range(2):
        await talk.press(talk.ana, private, "Share in channel")
    told = [one.text for one in talk.slack.seen_by(talk.ana, talk.build)[1:]]
    assert told == 2 * [notices.UNSURE.text]


async def test_a_button_whose_card_may_not_stand_gets_no_mark(talk: Conversation) -> None:
    asked, card = await talk.card()
    talk.slack.scopes.discard("channels:history")
    talk.slack.fail_next("chat.postMessage", "internal_error", http_status=503)
    await talk.press(talk.ana, card, "Model")
    await talk.press(talk.ben, card, "Model")
    assert titles(talk.slack.thread(asked)) == ["Token"]
    assert titles(talk.slack.seen_by(talk.ben, talk.build, thread=asked)) == ["Model"]
    assert "✓ Model" not in card.buttons
