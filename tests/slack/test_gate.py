"""The gate lets nothing go that the listeners would do something with."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.explainer import Explainer
from bot.glossary_source import GlossaryFile
from bot.playground.workspace import Workspace
from bot.slack.gate import leads_nowhere
from bot.slack.server import running
from tests.conftest import WORDS, Conversation, settings_for, talking, titles
from tests.slack.doors import health

BOT = "U0BOT"
EXPLAINER = Explainer(GlossaryFile(WORDS))
ABOVE = ("Token",)  # what the message above may name
PIECES = [
    "what's", "what", "wat", "is", "a", "an", "the", "token", "tokens", "context",
    "window", "Context-Window", "does", "mean", "means", "and", "about", "how",
    "define", "explain", "difference", "between", "vs", "versus", "or", "that",
    "it", "this", "stand", "for", "anyone", "know", "please", "nvm", "never",
    "mind", "hi,", "@ana", "<@U0BOT>", "<@U0ANA>", "<!here>", "&gt;", "`", "```",
    "*token*", "_mean_", "w.h.a.t.", "wh\u200bat", "ｗｈａｔ", "&amp;", "tf", "form",
    "of", "?", "?!", ".", "…", ":wave:", "what/is", "<https://x.y|what>",
    "<https://x.y>", "&#119;hat", "R.A.G.", "contextWindow", "we", "shipped", "it",
    "today", "\n", "?", " ",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join) | st.text(max_size=30)


def event(text: object, **more: Any) -> dict[str, Any]:
    """A message in a channel, as Slack sends it."""
    said = {"type": "message", "channel": "C1", "user": "U1", "ts": "1.2", "text": text}
    return {"type": "event_callback", "event_id": "Ev1", "event": {**said, **more}}


@given(text=TEXTS)
def test_what_it_lets_go_gets_no_answer_and_names_no_term(text: str) -> None:
    if leads_nowhere(event(text), EXPLAINER, BOT) and f"<@{BOT}>" not in text:
        assert EXPLAINER.overheard(text).reply is None
        assert EXPLAINER.terms_in(text) == ()


@given(text=TEXTS)
def test_what_it_lets_go_in_a_thread_follows_nothing_up(text: str) -> None:
    nowhere = leads_nowhere(event(text, thread_ts="1.1"), EXPLAINER, BOT)
    if nowhere and f"<@{BOT}>" not in text:
        assert EXPLAINER.overheard(text).reply is None
        for answering, above in itertools.product((True, False), ((), ABOVE)):
            further = EXPLAINER.followed_up(text, answering=answering, above=above)
            assert further.reply is None


@pytest.mark.parametrize(
    "passed",
    [
        event("what is a token?"),
        event("we ran out of tokens"),  # “what does that mean?” may be asked below it
        event("and tokens?", thread_ts="1.1"),
        event("what does that mean?", thread_ts="1.1"),
        event("hi", channel="D1"),
        event("", channel="D1"),
        event("<@U0BOT> hi", channel_type="mpim"),
        {"event": {"type": "app_mention", "text": "hi"}},
        event("", subtype="message_deleted"),
        event("", subtype="message_changed", message={"subtype": "tombstone"}),
        {"type": "block_actions"},
        {"command": "/whatis"},
        {"type": "event_callback", "event": None},
    ],
)
def test_it_passes_what_something_may_come_of(passed: dict[str, Any]) -> None:
    assert not leads_nowhere(passed, EXPLAINER, BOT)


@pytest.mark.parametrize(
    "let_go",
    [
        event("lunch?"),
        event("deploying in five minutes"),
        event("thanks", thread_ts="1.1"),
        event("we ran out of tokens", thread_ts="1.1"),
        event("what is a token?", bot_id="B1"),
        event("what is a token?", edited={"ts": "1.3"}),
        event("what is a token?", subtype="channel_topic"),
        event("what is a token?", subtype="message_changed"),
        event("<@U0BOT> what is a token?"),  # it comes as app_mention, too
        event(None),
        {"event": {"type": "message"}},
    ],
)
def test_it_lets_go_what_leads_nowhere(let_go: dict[str, Any]) -> None:
    assert leads_nowhere(let_go, EXPLAINER, BOT)


async def test_what_a_message_below_asks_about_is_remembered_all_the_same(
    talk: Conversation,
) -> None:
    said = await talk.asks(talk.ana, talk.build, "we ran out of tokens")
    await talk.asks(talk.ben, talk.build, "what does that mean?", said)
    assert titles(talk.slack.thread(said)[1:]) == ["Token"]


@asynccontextmanager
async def crowded(slack: Workspace, transport: str, glossary: Path) -> AsyncIterator[Any]:
    """A bot that has as much to do as it takes on."""
    source = GlossaryFile(glossary)
    settings = settings_for(slack, transport, port=0)
    async with running(settings, Explainer(source), source, most=1) as bot:
        if transport == "http":
            slack.deliver_to(f"http://127.0.0.1:{bot.port}/slack/events")
        talk = Conversation(slack, bot, source)
        gate = slack.hold("chat.postMessage")
        asked = await talk.ana.says(talk.build, "what is a token?")
        yield talk, asked, gate


async def test_with_too_much_to_do_slack_is_told_to_send_it_again(
    slack: Workspace, transport: str, glossary: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with asyncio.timeout(30), crowded(slack, transport, glossary) as at_work:
        talk, first, gate = at_work
        more = await talk.ben.says(talk.build, "what is a context window?")
        chatter = await talk.slack.deliver("event", event("lunch?"))
        assert chatter.acked
        assert not talk.slack.wire.deliveries[-2].acked
        assert "turned away" in caplog.text

        gate.set()
        await talk.quiet()
        await talk.slack.redeliver(more)
        await talk.quiet()
    assert titles(slack.thread(first)) == ["Token"]
    assert titles(slack.thread(more)) == ["Context window"]


async def test_with_too_much_to_do_a_command_is_told_so(
    slack: Workspace, transport: str, glossary: Path
) -> None:
    async with asyncio.timeout(30), crowded(slack, transport, glossary) as at_work:
        talk, _, gate = at_work
        typed = await talk.ben.commands(talk.build, "/whatis", "token")
        assert "more than I can answer" in typed.body
        gate.set()


async def test_health_counts_what_was_turned_away(slack: Workspace, glossary: Path) -> None:
    async with asyncio.timeout(30), crowded(slack, "http", glossary) as at_work:
        talk, _, gate = at_work
        await talk.ben.says(talk.build, "what is a context window?")
        _, told = await health(talk.bot.port)
        assert (told["answering"], told["turned_away"]) == (1, 1)
        gate.set()


async def test_a_flood_does_not_fill_the_log(
    slack: Workspace, glossary: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with asyncio.timeout(30), crowded(slack, "http", glossary) as at_work:
        talk, _, gate = at_work
        for _ in range(5):
            await talk.ben.says(talk.build, "what is a context window?")
        gate.set()
    assert caplog.text.count("turned away") == 1


async def test_both_doors_let_go_alike(
    slack: Workspace, transport: str, glossary: Path
) -> None:
    class Deaf(Explainer):
        def may_answer(self, text: str, *, in_thread: bool = False) -> bool:
            return False

        def terms_in(self, text: str) -> tuple[str, ...]:
            return ()

    async with talking(slack, transport, glossary, Deaf) as talk:
        said = await talk.asks(talk.ana, talk.build, "what is a token?")
        assert titles(slack.thread(said)) == []
        assert all(one.acked for one in slack.wire.deliveries)
