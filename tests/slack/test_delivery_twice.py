"""What may be done twice is tried until it is done; what may not is never sent again."""

from __future__ import annotations

import pytest

from bot.playground.state import Channel
from bot.playground.state import Message as Said
from bot.playground.workspace import Person, Workspace
from bot.render.blocks import Stance, message
from bot.reply import usage
from bot.slack.calls import Fate, Undelivered
from bot.slack.delivery import Delivery
from bot.slack.messages import Place
from tests.glossaries import explainer
from tests.slack.conftest import Hook, below

CARD = message(explainer().expand("Sprint"), Stance("U0ANA"))
HELP = message(usage("Sprint"))

TAKEN = {"http_status": 503, "after": True}  # done, and yet answered with a failure


async def test_an_update_and_a_deletion_of_unknown_fate_are_made_again(
    slack: Workspace, delivery: Delivery, asked: Said
) -> None:
    ts = str(await delivery.post(below(asked), CARD, after=asked.ts))
    for method in ("chat.update", "chat.delete"):
        slack.fail_next(method, "service_unavailable", **TAKEN)
        slack.fail_next(method, "dropped", http_status=500)
    await delivery.update(asked.channel, ts, HELP)
    assert slack.thread(asked)[0].text == HELP.text
    await delivery.delete(asked.channel, ts)
    assert slack.thread(asked) == []


async def test_a_whisper_of_unknown_fate_is_not_sent_again(
    slack: Workspace, delivery: Delivery, ana: Person, build: Channel
) -> None:
    slack.fail_next("chat.postEphemeral", "dropped", http_status=500, after=True)
    with pytest.raises(Undelivered) as failure:
        await delivery.whisper(Place(build.id), ana.id, HELP)
    assert failure.value.fate is Fate.UNKNOWN
    assert len(slack.seen_by(ana, build)) == 1


async def test_a_whisper_that_slack_turned_away_is_sent_again(
    slack: Workspace, delivery: Delivery, ana: Person, build: Channel
) -> None:
    slack.fail_next("chat.postEphemeral", "ratelimited", http_status=429)
    await delivery.whisper(Place(build.id), ana.id, HELP)
    assert len(slack.seen_by(ana, build)) == 1


async def test_a_whisper_without_a_ts_has_been_shown(
    slack: Workspace, delivery: Delivery, ana: Person, build: Channel
) -> None:
    async def laconic(arguments: object) -> dict[str, object]:
        return {}

    slack.api.methods = {**slack.api.methods, "chat.postEphemeral": laconic}
    assert await delivery.whisper(Place(build.id), ana.id, HELP) == ""


async def test_what_a_response_url_may_have_said_is_not_said_again(
    delivery: Delivery, hook: Hook
) -> None:
    for send in (delivery.respond, delivery.publish):
        hook.answers, hook.said = [(502, "<html>")], []
        with pytest.raises(Undelivered) as failure:
            await send(hook.url, HELP)
        assert failure.value.fate is Fate.UNKNOWN
        assert len(hook.said) == 1


async def test_what_a_response_url_turned_away_is_said_again(
    delivery: Delivery, hook: Hook
) -> None:
    for send in (delivery.respond, delivery.publish):
        hook.answers, hook.said = [(429, "rate limited")], []
        await send(hook.url, HELP)
        assert len(hook.said) == 2


async def test_what_was_pressed_is_replaced_or_withdrawn_however_often_it_takes(
    delivery: Delivery, hook: Hook
) -> None:
    hook.answers = [(502, "<html>"), (503, ""), (200, "ok"), (500, "")]
    await delivery.replace(hook.url, CARD)
    await delivery.withdraw(hook.url)
    assert ["delete_original" in said for said in hook.said] == [False] * 3 + [True] * 2


async def test_a_message_that_is_gone_need_not_be_taken_away(
    slack: Workspace, delivery: Delivery, build: Channel
) -> None:
    await delivery.delete(build.id, "1.0")
    assert len(slack.called("chat.delete")) == 1
