"""Every surface hangs in one table behind one guard; messages are decided on at once."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.explainer import Explainer
from bot.glossary_source import GlossaryFile
from bot.settings import Settings
from bot.slack.answers import Answers
from bot.slack.clicks import Clicks
from bot.slack.delivery import Delivery
from bot.slack.listeners import Listener, Listeners
from bot.slack.manners import Manners
from bot.slack.seen import Seen
from bot.slack.threads import Threads
from bot.slack.windows import Windows
from tests.conftest import WORDS, Conversation, titles

BOT = "U0BOT"
EXPLAINER = Explainer(GlossaryFile(WORDS))


def at_work(client: AsyncWebClient, bot: str = BOT, **wishes: Any) -> Listeners:
    """Every listener with all that it works with."""
    settings = Settings("xoxb-", **wishes)
    delivery, seen, manners = Delivery(client, bot), Seen(), Manners(settings, ["T1"])
    threads = Threads(seen)
    answers = Answers(delivery, threads, seen, manners)
    clicks, windows = (
        Clicks(EXPLAINER, delivery, threads, seen),
        Windows(EXPLAINER, delivery),
    )
    return Listeners(EXPLAINER, answers, clicks, windows, manners, bot)


LISTENERS = at_work(AsyncWebClient("xoxb-"))  # of which nothing is sent
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
def test_what_nothing_comes_of_gets_no_answer_and_names_no_term(text: str) -> None:
    if not LISTENERS.message(event(text), {}) and f"<@{BOT}>" not in text:
        assert EXPLAINER.overheard(text).reply is None
        assert EXPLAINER.terms_in(text) == ()


@given(text=TEXTS)
def test_what_nothing_comes_of_in_a_thread_follows_nothing_up(text: str) -> None:
    nowhere = not LISTENERS.message(event(text, thread_ts="1.1"), {})
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
        event("", subtype="message_deleted"),
        event("", subtype="message_changed", message={"subtype": "tombstone"}),
    ],
)
def test_of_some_messages_something_may_come(passed: dict[str, Any]) -> None:
    assert LISTENERS.message(passed, {})


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
def test_of_most_messages_nothing_comes(let_go: dict[str, Any]) -> None:
    assert not LISTENERS.message(let_go, {})


@pytest.mark.parametrize(
    ("wishes", "shared"), [({"overhear": frozenset({"C2"})}, False), ({}, True)]
)
def test_where_it_may_not_overhear_nothing_comes_of_a_question(
    wishes: dict[str, Any], shared: bool
) -> None:
    listeners = at_work(AsyncWebClient("xoxb-"), **wishes)
    asked = {**event("what is a token?"), "is_ext_shared_channel": shared}
    assert not listeners.message(asked, {})


async def test_no_listener_is_attached_without_its_guard() -> None:
    guarded = []

    def guard(listener: Listener) -> Listener:
        guarded.append(listener.__name__)
        return listener

    client = AsyncWebClient("xoxb-")
    app = AsyncApp(client=client)
    at_work(client).attach(app, guard)
    assert guarded == ["mention", "whatis", "glossary", "click", "explain_terms"]
    assert len(app._async_listeners) == len(guarded)


async def test_what_a_message_below_asks_about_is_remembered_all_the_same(
    talk: Conversation,
) -> None:
    said = await talk.asks(talk.ana, talk.build, "we ran out of tokens")
    await talk.asks(talk.ben, talk.build, "what does that mean?", said)
    assert titles(talk.slack.thread(said)[1:]) == ["Token"]


async def test_a_mention_as_a_plain_message_belongs_to_its_own_event(
    talk: Conversation,
) -> None:
    talk.slack.scopes.discard("app_mentions:read")  # then only the message comes
    asked = await talk.asks(talk.ana, talk.build, "<@U0BOT> what is a token?")
    assert titles(talk.slack.thread(asked)) == []


async def test_a_mention_of_somebody_else_is_overheard(talk: Conversation) -> None:
    asked = await talk.asks(talk.ana, talk.build, "<@U0BEN> what is a token?")
    assert titles(talk.slack.thread(asked)) == ["Token"]
