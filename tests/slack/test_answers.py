"""A message is answered once, or its asker hears why not; nothing half-done stays."""

from __future__ import annotations

import asyncio
import json
import logging
from pathlib import Path
from typing import Any

import pytest

from bot.logs import JsonLines
from bot.playground import payloads
from bot.playground.state import Message
from bot.playground.workspace import Workspace
from tests.conftest import Conversation, talking, titles

TAKEN: dict[str, Any] = {"http_status": 500, "after": True}  # done, before it broke off


async def tombstoned(talk: Conversation, said: Message) -> None:
    """Slack's way to delete a message that has replies."""
    stone = Message(said.channel, said.ts, "USLACKBOT", "This message was deleted.")
    stone.subtype = "tombstone"
    channel = talk.slack.channels[said.channel]
    before = said.as_slack_has_it()
    event = payloads.changed(channel, stone, before, talk.slack.next_ts())
    await talk.slack.deliver("event", payloads.envelope(talk.slack, event))
    await talk.quiet()


async def test_asked_again_in_a_thread_it_is_shown_to_the_asker_alone(
    talk: Conversation,
) -> None:
    asked, _ = await talk.card()
    for text in ("what is a token?", "<@U0BOT> token"):
        await talk.asks(talk.ben, talk.build, text, thread=asked)
    shown = talk.slack.seen_by(talk.ben, talk.build, thread=asked)
    assert titles(shown) == ["Token", "Token"]
    assert [m for m in talk.slack.thread(asked) if m.bot_id] == [
        talk.slack.thread(asked)[0]
    ]


async def test_in_another_thread_it_is_answered_again(talk: Conversation) -> None:
    await talk.card()
    asked, _ = await talk.card()
    assert titles(talk.slack.thread(asked)) == ["Token"]


async def test_both_events_of_a_mention_and_their_retries_make_one_answer(
    talk: Conversation,
) -> None:
    gate = talk.slack.hold("chat.postMessage")
    asked = await talk.ana.says(talk.build, "<@U0BOT> what is a token?")
    await talk.slack.redeliver(asked)
    gate.set()
    await talk.quiet()
    assert titles(talk.slack.thread(asked)) == ["Token"]


@pytest.mark.parametrize("retry_num", [0, 1])
async def test_what_is_delivered_twice_is_answered_once_on_every_surface(
    talk: Conversation, retry_num: int
) -> None:
    dm = talk.slack.dm(talk.ana)
    for place, text in (
        (talk.build, "what is a token?"),
        (talk.build, "<@U0BOT> what is a model?"),
        (talk.build, "<@U0BOT> what is a zeppelin?"),
        (dm, "token"),
    ):
        said = await talk.asks(talk.ana, place, text)
        await talk.slack.redeliver(said, retry_num=retry_num)
        await talk.quiet()
    assert len(talk.slack.called("chat.postMessage")) == 3
    assert len(talk.slack.ephemerals) == 1


async def test_a_question_deleted_before_the_answer_leaves_nothing_in_the_channel(
    talk: Conversation, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    gate = talk.slack.hold("chat.postMessage")
    asked = await talk.ana.says(talk.build, "what is a token?")
    asked.deleted = True  # Slack knows; its event is still on the way
    gate.set()
    await talk.quiet()
    assert talk.slack.messages(talk.build) == []
    assert "answered" not in caplog.text


async def test_a_question_known_to_be_deleted_loses_the_card_that_came_too_late(
    talk: Conversation, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    dm = talk.slack.dm(talk.ana)
    gate = talk.slack.hold("chat.postMessage")
    asked = await talk.ana.says(dm, "token")
    await talk.ana.deletes(asked)
    gate.set()
    await talk.quiet()
    assert talk.slack.messages(dm) == []
    assert "answered" not in caplog.text


async def test_with_an_answered_question_its_card_goes(talk: Conversation) -> None:
    asked, card = await talk.card()
    await tombstoned(talk, asked)
    assert card.deleted


async def test_in_a_direct_message_too(talk: Conversation) -> None:
    dm = talk.slack.dm(talk.ana)
    asked = await talk.asks(talk.ana, dm, "token")
    await talk.ana.deletes(asked)
    await talk.quiet()
    assert talk.slack.messages(dm) == []


async def test_a_card_dismissed_before_its_question_goes_is_no_fault(
    talk: Conversation, caplog: pytest.LogCaptureFixture
) -> None:
    asked, card = await talk.card()
    await talk.press(talk.ana, card, "Dismiss")
    await tombstoned(talk, asked)
    assert not [record for record in caplog.records if record.levelno > logging.INFO]


async def test_deleting_what_was_never_answered_does_nothing(talk: Conversation) -> None:
    said = await talk.asks(talk.ana, talk.build, "good morning")
    calls = len(talk.slack.calls)
    await talk.ana.deletes(said)
    await talk.quiet()
    assert len(talk.slack.calls) == calls


async def test_an_addressed_asker_hears_why_there_is_no_answer(
    talk: Conversation, caplog: pytest.LogCaptureFixture
) -> None:
    talk.slack.fail_next("chat.postMessage", "restricted_action")
    asked = await talk.asks(talk.ana, talk.build, "<@U0BOT> what is a token?")
    [told] = talk.slack.seen_by(talk.ana, talk.build)
    assert "restricted action" in told.text
    assert "not answered surface=mention: restricted_action" in caplog.text
    await talk.slack.redeliver(asked)
    await talk.quiet()
    assert titles(talk.slack.thread(asked)) == ["Token"]


async def test_nobody_is_bothered_where_nobody_asked_the_bot(talk: Conversation) -> None:
    talk.slack.fail_next("chat.postMessage", "restricted_action")
    asked = await talk.asks(talk.ana, talk.build, "what is a token?")
    assert talk.slack.thread(asked) == []
    assert talk.slack.ephemerals == []


async def test_a_post_that_slack_took_before_it_broke_off_is_not_sent_again(
    talk: Conversation,
) -> None:
    talk.slack.fail_next("chat.postMessage", "dropped", **TAKEN)
    asked = await talk.asks(talk.ana, talk.build, "what is a token?")
    assert titles(talk.slack.thread(asked)) == ["Token"]


async def test_where_history_cannot_be_read_it_is_told_rather_than_sent_twice(
    talk: Conversation,
) -> None:
    talk.slack.fail_next("chat.postMessage", "dropped", **TAKEN)
    talk.slack.fail_next("conversations.replies", "missing_scope")
    asked = await talk.asks(talk.ana, talk.build, "<@U0BOT> what is a token?")
    assert titles(talk.slack.thread(asked)) == ["Token"]
    [told] = talk.slack.seen_by(talk.ana, talk.build)
    assert "ask again" in told.text
    await talk.slack.redeliver(asked)
    await talk.quiet()
    assert titles(talk.slack.thread(asked)) == ["Token"]


async def test_a_new_process_answers_what_no_other_has(
    slack: Workspace, transport: str, glossary: Path
) -> None:
    ana, build = slack.person("ana"), slack.channel("build")
    asked = await ana.says(build, "what is a token?")  # nobody is there to hear it
    async with asyncio.timeout(30), talking(slack, transport, glossary) as talk:
        await slack.redeliver(asked)
        await talk.quiet()
        assert titles(slack.thread(asked)) == ["Token"]


async def test_a_new_process_finds_what_the_last_one_answered(
    slack: Workspace, transport: str, glossary: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with talking(slack, transport, glossary) as talk:
        asked, card = await talk.card()
        await talk.press(talk.ben, card, "Model")
    caplog.set_level(logging.INFO)
    async with asyncio.timeout(30), talking(slack, transport, glossary) as talk:
        await slack.redeliver(asked)
        await talk.quiet()
        assert titles(slack.thread(asked)) == ["Token", "Model"]
    assert "answered" not in caplog.text


async def test_sent_again_where_history_cannot_be_read_the_asker_is_told(
    slack: Workspace, transport: str, glossary: Path
) -> None:
    ana, build = slack.person("ana"), slack.channel("build")
    asked = await ana.says(build, "<@U0BOT> what is a token?")
    async with asyncio.timeout(30), talking(slack, transport, glossary) as talk:
        a_minute = {"http_status": 429, "headers": {"Retry-After": "60"}}
        slack.fail_next("conversations.replies", "ratelimited", **a_minute)
        await slack.redeliver(asked)
        await talk.quiet()
    assert slack.thread(asked) == []
    assert "ask again" in slack.seen_by(ana, build)[0].text


async def test_each_answer_leaves_one_line_in_the_log_without_a_word_of_it(
    talk: Conversation, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    asked, card = await talk.card("hello, what is a tokin?")
    await talk.press(talk.ben, card, "Model")
    await talk.asks(talk.ben, talk.build, "what is a token?", thread=asked)
    await talk.asks(talk.ana, talk.build, "<@U0BOT> what is a zeppelin?")
    await talk.commands(talk.ana, talk.build, "/whatis", "prompt")
    lines = [
        r.getMessage() for r in caplog.records if r.getMessage().startswith("answered")
    ]
    assert [line.rpartition(" ")[0] for line in lines] == [
        "answered Token surface=channel",
        "answered Model surface=explain",
        "answered Token surface=channel",
        "answered unknown surface=mention",
        "answered Prompt surface=/whatis",
    ]
    secrets = (talk.slack.bot_token, talk.slack.app_token, talk.slack.signing_secret)
    assert not any(word in caplog.text for word in ("tokin", "zeppelin", "hello", *secrets))


async def test_for_machines_that_line_has_term_surface_and_milliseconds_as_fields(
    talk: Conversation, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await talk.card()
    lines = [json.loads(JsonLines().format(record)) for record in caplog.records]
    [told] = [line for line in lines if line["message"].startswith("answered")]
    assert (told["term"], told["surface"]) == ("Token", "channel")
    assert told["message"].endswith(f"ms={told['ms']}")
