"""Where Slack falters or refuses: whoever addressed the bot hears of it, nobody else."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from bot.playground.people import Person
from bot.playground.state import Channel
from bot.playground.workspace import Workspace
from bot.render.modal import EXPLAIN_TERMS
from bot.reply import usage
from bot.settings import Settings
from bot.slack import notices
from bot.slack.answers import LATE, Answers, Surface
from bot.slack.delivery import Delivery
from bot.slack.interactions import Command
from bot.slack.manners import Manners
from bot.slack.messages import Message
from bot.slack.seen import Seen
from bot.slack.threads import Threads
from tests.conftest import Conversation, talking, titles
from tests.glossaries import explainer
from tests.slack.clocks import Hasty
from tests.slack.conftest import Hook, rate_limit

SPRINT = explainer().expand("Sprint")


@pytest.fixture
def answers(delivery: Delivery) -> Answers:
    seen = Seen()
    manners = Manners(Settings("xoxb-", overhear_per_minute=1_000), ())
    return Answers(delivery, Threads(seen), seen, manners)


async def asks(ana: Person, build: Channel, text: str = "what is a sprint?") -> Message:
    """What the bot is sent of a question, told by hand."""
    said = await ana.says(build, text)
    return Message(said.channel, said.ts, "", said.user, said.text)


async def test_however_slow_slack_is_everything_is_acknowledged_at_once(
    talk: Conversation,
) -> None:
    asked, card = await talk.card()
    dm, slack = talk.slack.dm(talk.ana), talk.slack
    gates = [slack.hold(method) for method in slack.api.methods if method[:5] != "apps."]
    slack.wire.deliveries.clear()
    await talk.ana.says(talk.build, "what is a model?")
    await talk.ana.says(talk.build, "<@U0BOT> what is a prompt?")
    await talk.ana.says(dm, "token")
    await talk.ben.presses(card, "Model")
    await talk.ben.chooses(asked, EXPLAIN_TERMS)
    await talk.ben.commands(talk.build, "/whatis", "token")
    assert len(slack.wire.deliveries) == 7  # a mention comes as two events
    assert all(delivery.acked for delivery in slack.wire.deliveries)
    assert len(slack.thread(asked)) == 1
    for gate in gates:
        gate.set()
    await talk.quiet()
    assert len(slack.thread(asked)) == 2


@pytest.mark.parametrize("why", ["restricted_action", "is_archived", "no_permission"])
async def test_a_refusal_is_told_in_slacks_words_to_who_addressed_the_bot(
    talk: Conversation, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    talk.slack.fail_next("chat.postMessage", why)
    await talk.asks(talk.ana, talk.build, "<@U0BOT> what is a token?")
    [told] = talk.slack.seen_by(talk.ana, talk.build)
    assert f"“{why.replace('_', ' ')}”" in told.text
    assert "In a direct message I can" in told.text
    [line] = [r.getMessage() for r in caplog.records if r.levelno >= logging.WARNING]
    assert line == f"not answered surface=mention: {why}"


async def test_in_a_direct_message_nobody_is_sent_to_a_direct_message(
    talk: Conversation,
) -> None:
    dm = talk.slack.dm(talk.ana)
    talk.slack.fail_next("chat.postMessage", "restricted_action")
    await talk.asks(talk.ana, dm, "token")
    [told] = talk.slack.seen_by(talk.ana, dm)
    assert "restricted action" in told.text
    assert "direct message" not in told.text


@pytest.mark.parametrize("private", [False, True])
async def test_removed_before_it_could_answer_it_says_how_to_invite_it(
    talk: Conversation, private: bool
) -> None:
    place = talk.slack.channel("place", private=private)
    gate = talk.slack.hold("chat.postMessage")
    await talk.ana.says(place, "<@U0BOT> what is a token?")
    await talk.slack.until(lambda: talk.slack.called("chat.postMessage"))
    talk.slack.kick(place)
    gate.set()
    await talk.quiet()
    told = talk.slack.called("chat.postMessage")[-1].arguments
    assert (told["channel"], told["text"]) == (talk.ana.id, notices.invite("U0BOT").text)


async def test_where_slack_takes_no_blocks_the_answer_is_plain(
    talk: Conversation, caplog: pytest.LogCaptureFixture
) -> None:
    for term in ("token", "model"):
        talk.slack.fail_next("chat.postMessage", "invalid_blocks")
        asked = await talk.asks(talk.ana, talk.build, f"what is a {term}?")
        [card] = talk.slack.thread(asked)
        assert card.text.lower().startswith(term)
        assert card.blocks == []
    assert caplog.text.count("invalid_blocks") == 1


@pytest.mark.parametrize("why", ["token_revoked", "account_inactive"])
async def test_a_dead_token_is_told_to_the_owner_in_one_line(
    talk: Conversation, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    talk.slack.revoked = why
    await talk.asks(talk.ana, talk.build, "<@U0BOT> what is a token?")
    await talk.asks(talk.ana, talk.build, "<@U0BOT> what is a model?")
    critical = [r for r in caplog.records if r.levelno == logging.CRITICAL]
    assert [r.getMessage() for r in critical] == [f"Slack takes our token no more: {why}"]
    assert "Traceback" not in caplog.text


async def test_what_nobody_asked_us_is_not_answered_late(
    slack: Workspace,
    answers: Answers,
    clock: Hasty,
    ana: Person,
    build: Channel,
    caplog: pytest.LogCaptureFixture,
) -> None:
    slack.fail_next("chat.postMessage", "ratelimited", **rate_limit(LATE + 1))
    asked = await asks(ana, build)
    await answers.give(asked, SPRINT, Surface.OVERHEARD)
    assert (len(slack.called("chat.postMessage")), slack.ephemerals) == (1, [])
    assert clock.paused == []
    assert "not answered surface=channel: too late" in caplog.text
    # Nothing half-done is left: whoever asks in its thread later gets the card.
    root = slack.message(build.id, asked.ts)
    again = await ana.says(build, "what is a sprint?", root)
    later = Message(build.id, again.ts, asked.ts, ana.id, again.text)
    clock.time += LATE + 1
    await answers.give(later, SPRINT, Surface.OVERHEARD)
    assert root
    assert titles(slack.thread(root)) == ["what is a sprint?", "Sprint"]


async def test_a_busy_channel_is_not_flooded_with_what_nobody_asked_us(
    slack: Workspace, answers: Answers, clock: Hasty, ana: Person, build: Channel
) -> None:
    questions = [await asks(ana, build) for _ in range(80)]
    await asyncio.gather(
        *(answers.give(one, SPRINT, Surface.OVERHEARD) for one in questions)
    )
    assert 55 < len(slack.called("chat.postMessage")) < 65
    assert slack.ephemerals == []


async def test_who_addressed_us_is_answered_however_late(
    slack: Workspace, answers: Answers, clock: Hasty, ana: Person, build: Channel
) -> None:
    slack.fail_next("chat.postMessage", "ratelimited", **rate_limit(LATE + 1))
    asked = await asks(ana, build)
    await answers.give(asked, SPRINT, Surface.MENTION)
    assert clock.paused == [LATE + 1]
    root = slack.message(build.id, asked.ts)
    assert root
    assert titles(slack.thread(root)) == ["Sprint"]


async def test_or_told_to_come_again_where_it_would_take_all_day(
    slack: Workspace, answers: Answers, ana: Person, build: Channel
) -> None:
    slack.fail_next("chat.postMessage", "ratelimited", **rate_limit(3600))
    await answers.give(await asks(ana, build), SPRINT, Surface.MENTION)
    assert [told.text for told in slack.seen_by(ana, build)] == [notices.BUSY.text]


async def test_a_command_of_unknown_fate_is_not_answered_twice_but_told_so(
    answers: Answers, hook: Hook
) -> None:
    hook.answers = [(502, "<html>")]
    typed = Command("/whatis", "sprint", "C0BUILD", "U0ANA", hook.url)
    await answers.respond(typed, SPRINT)
    card, told = hook.said
    assert "blocks" in card
    assert told["text"] == notices.UNSURE.text


async def test_a_private_line_of_unknown_fate_is_not_sent_twice_either(
    slack: Workspace, answers: Answers, ana: Person, build: Channel
) -> None:
    slack.fail_next("chat.postEphemeral", "dropped", http_status=500, after=True)
    await answers.give(await asks(ana, build), usage("Sprint"), Surface.MENTION)
    line, told = slack.seen_by(ana, build)
    assert told.text == notices.UNSURE.text != line.text


async def test_what_a_process_before_this_one_answered_stands(
    slack: Workspace, transport: str, glossary: Path
) -> None:
    async with talking(slack, transport, glossary) as talk:
        asked, _ = await talk.card()
    async with asyncio.timeout(30), talking(slack, transport, glossary) as talk:
        await slack.redeliver(asked)
        await talk.quiet()
        await talk.asks(talk.ben, talk.build, "what is a token?", thread=asked)
        assert titles([m for m in slack.thread(asked) if m.bot_id]) == ["Token"]
        assert titles(slack.seen_by(talk.ben, talk.build, thread=asked)) == ["Token"]


async def test_whoever_asks_for_what_may_not_stand_is_shown_it(talk: Conversation) -> None:
    talk.slack.scopes.discard("channels:history")  # so that nothing can be looked up
    talk.slack.fail_next("chat.postMessage", "internal_error", http_status=503)
    asked = await talk.asks(talk.ana, talk.build, "<@U0BOT> what is a token?")
    await talk.asks(talk.ben, talk.build, "<@U0BOT> what is a token?", asked)
    assert talk.slack.thread(asked)[1:] == []
    [card] = talk.slack.seen_by(talk.ben, talk.build, thread=asked)
    assert titles([card]) == ["Token"]
