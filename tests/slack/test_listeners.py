"""Every surface hangs in the one table, behind the one guard."""

from __future__ import annotations

import aiohttp
from slack_bolt.async_app import AsyncApp

from bot.playground.workspace import Workspace
from bot.slack import app as slack_app
from bot.slack.answers import Answers
from bot.slack.clicks import Clicks
from bot.slack.delivery import Delivery
from bot.slack.listeners import Listener, Listeners
from bot.slack.manners import Manners
from bot.slack.seen import Seen
from bot.slack.threads import Threads
from bot.slack.windows import Windows
from tests.conftest import Conversation, settings_for, titles
from tests.glossaries import explainer


async def test_no_listener_is_attached_without_its_guard(slack: Workspace) -> None:
    guarded = []

    def guard(listener: Listener) -> Listener:
        guarded.append(listener.__name__)
        return listener

    async with aiohttp.ClientSession() as session:
        client = slack_app.client(settings_for(slack, "http"), session)
        delivery, seen = Delivery(client, slack.bot_user), Seen()
        threads = Threads(seen)
        manners = Manners(settings_for(slack, "http"), ())
        answers = Answers(delivery, threads, seen, manners)
        clicks = Clicks(explainer(), delivery, threads, seen)
        windows = Windows(explainer(), delivery)
        app = AsyncApp(client=client)
        listeners = Listeners(
            explainer(), answers, clicks, windows, manners, slack.bot_user
        )
        listeners.attach(app, guard)
        attached = len(app._async_listeners)
    assert guarded == ["message", "mention", "whatis", "glossary", "click", "explain_terms"]
    assert attached == len(guarded)


async def test_a_mention_as_a_plain_message_belongs_to_its_own_event(
    talk: Conversation,
) -> None:
    talk.slack.scopes.discard("app_mentions:read")  # then only the message comes
    asked = await talk.asks(talk.ana, talk.build, "<@U0BOT> what is a token?")
    assert titles(talk.slack.thread(asked)) == []


async def test_a_mention_of_somebody_else_is_overheard(talk: Conversation) -> None:
    asked = await talk.asks(talk.ana, talk.build, "<@U0BEN> what is a token?")
    assert titles(talk.slack.thread(asked)) == ["Token"]
