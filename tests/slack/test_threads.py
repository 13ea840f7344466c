"""What may stand in a thread, and for how long clicks may add to it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.playground.workspace import Workspace
from bot.render.blocks import Message, Share
from bot.slack.calls import Fate, Undelivered
from bot.slack.messages import Place
from bot.slack.seen import Seen
from bot.slack.threads import WEEK, Outcome, Posted, Threads, subject
from tests.conftest import talking, title, titles
from tests.glossaries import explainer

THREAD = Place("C1", "100.0")
SPRINT = explainer().expand("Sprint")


@pytest.fixture
async def last_week() -> AsyncIterator[Workspace]:
    """A workspace whose clock is a week late."""
    async with Workspace(now=lambda: time.time() - WEEK - 60) as workspace:
        yield workspace


@pytest.fixture
def threads() -> Threads:
    return Threads(Seen(lambda: 200.0), lambda: 200.0)


async def sent(card: Message) -> str | None:
    return "101.0"


def test_replies_that_would_repeat_one_another_are_about_the_same() -> None:
    bot = explainer()
    assert subject(bot.expand("Sprint")) == subject(bot.expand("iteration")) == "Sprint"
    assert subject(bot.side_by_side(("Sprint", "Release"))) == "Release | Sprint"
    assert subject(bot.side_by_side(("Release", "Sprint"))) == "Release | Sprint"
    assert subject(bot.expand("PoS")) == "Point of sale | Proof of stake"
    assert subject(bot.details("Sprint")) != subject(bot.expand("Sprint"))


async def test_a_reply_is_posted_once(threads: Threads) -> None:
    assert await threads.post(THREAD, SPRINT, "U1", sent) == Posted(Outcome.POSTED, "101.0")
    assert await threads.post(THREAD, SPRINT, "U2", sent) == Posted(Outcome.STANDS)
    assert await threads.opened(THREAD) == {"Sprint"}


async def begun(
    threads: Threads, fails_with: Undelivered | None = None
) -> tuple[asyncio.Event, asyncio.Task[Posted], asyncio.Task[Posted]]:
    """Two people who want the same at once, and the gate that the first post waits at."""
    gate = asyncio.Event()

    async def slowly(card: Message) -> str | None:
        await gate.wait()
        if fails_with:
            raise fails_with
        return "101.0"

    first = asyncio.create_task(threads.post(THREAD, SPRINT, "U1", slowly))
    second = asyncio.create_task(threads.post(THREAD, SPRINT, "U2", sent))
    await asyncio.sleep(0)
    return gate, first, second


async def test_what_somebody_else_is_having_posted_is_waited_for(threads: Threads) -> None:
    gate, first, second = await begun(threads)
    gate.set()
    assert (await first).outcome is Outcome.POSTED
    assert (await second).outcome is Outcome.COMING


async def test_where_it_failed_for_somebody_else_it_is_tried_anew(threads: Threads) -> None:
    gate, first, second = await begun(threads, Undelivered("is_archived"))
    gate.set()
    with pytest.raises(Undelivered):
        await first
    assert (await second).outcome is Outcome.POSTED


async def test_a_post_that_was_cut_off_may_have_arrived_and_does_not_come_again(
    threads: Threads,
) -> None:
    _, first, second = await begun(threads)
    first.cancel()
    assert (await second).outcome is Outcome.DOUBTFUL
    assert (await threads.post(THREAD, SPRINT, "U3", sent)).outcome is Outcome.DOUBTFUL


@pytest.mark.parametrize(
    ("fate", "then", "last"),
    [
        (Fate.REFUSED, Outcome.POSTED, Outcome.STANDS),
        (Fate.UNKNOWN, Outcome.DOUBTFUL, Outcome.DOUBTFUL),
    ],
)
async def test_what_failed_may_come_again_but_not_what_may_have_arrived(
    threads: Threads, fate: Fate, then: Outcome, last: Outcome
) -> None:
    async def failing(card: Message) -> str | None:
        raise Undelivered("weather", fate)

    with pytest.raises(Undelivered):
        await threads.post(THREAD, SPRINT, "U1", failing)
    for outcome in (then, last):
        assert (await threads.post(THREAD, SPRINT, "U1", sent)).outcome is outcome


async def test_what_slack_refused_is_in_no_doubt_when_it_stands_after_all() -> None:
    seen = Seen()
    threads = Threads(seen)

    async def failing(card: Message) -> str | None:
        raise Undelivered("is_archived")

    with pytest.raises(Undelivered):
        await threads.post(THREAD, SPRINT, "U1", failing)
    await seen.show(THREAD, subject(SPRINT))  # as when a card becomes it
    assert (await threads.post(THREAD, SPRINT, "U1", sent)).outcome is Outcome.STANDS


async def test_a_deleted_thread_is_told_from_a_posted_reply(threads: Threads) -> None:
    async def gone(card: Message) -> str | None:
        return None

    assert await threads.post(THREAD, SPRINT, "U1", gone) == Posted(Outcome.GONE)


async def test_what_stands_in_a_thread_need_not_be_shared_there(threads: Threads) -> None:
    assert await threads.share(THREAD, SPRINT) is Share.HERE
    await threads.post(THREAD, SPRINT, "U1", sent)
    assert await threads.share(THREAD, SPRINT) is Share.NOWHERE
    assert await threads.share(Place("C1"), SPRINT) is Share.CHANNEL
    assert await threads.share(THREAD, explainer().details("Sprint")) is Share.NOWHERE


async def test_a_thread_is_not_old_where_we_posted_lately() -> None:
    threads = Threads(Seen(), lambda: 100.0 + WEEK)
    assert await threads.full(THREAD)
    await threads.post(THREAD, SPRINT, "U1", sent)
    assert not await threads.full(THREAD)


async def test_a_thread_of_which_no_age_can_be_told_is_not_old(threads: Threads) -> None:
    assert not await threads.full(Place("C1", "p100"))


async def test_in_a_thread_of_last_week_a_click_shows_its_card_to_who_pressed_alone(
    last_week: Workspace, transport: str, glossary: Path
) -> None:
    async with talking(last_week, transport, glossary) as talk:
        asked, card = await talk.card()
    async with asyncio.timeout(30), talking(last_week, transport, glossary) as talk:
        await talk.press(talk.ben, card, "Model")
        [shown] = last_week.seen_by(talk.ben, talk.build, thread=asked)
        assert title(shown) == "Model"
        assert card.buttons[1] == "Model"
        await talk.press(talk.ben, shown, "Share here")
        assert titles(last_week.thread(asked)) == ["Token", "Model"]
