"""No channel gets more posts than Slack takes, and no thread gets them in another order."""

from __future__ import annotations

import asyncio

import pytest

from bot.playground.state import Channel
from bot.playground.state import Message as Said
from bot.playground.workspace import Person, Workspace
from bot.render.blocks import Stance, message
from bot.reply import usage
from bot.slack.calls import Fate, Undelivered
from bot.slack.delivery import Delivery
from bot.slack.messages import Place
from bot.slack.pace import BURST, INTERVAL, LONGEST_WAIT
from bot.slack.retries import MOST_WAITS
from tests.conftest import titles
from tests.glossaries import explainer
from tests.slack.clocks import Hasty
from tests.slack.conftest import below, rate_limit

CARD = message(explainer().expand("Sprint"), Stance("U0ANA"))
OTHER = message(explainer().expand("Release"), Stance("U0ANA"))
HELP = message(usage("Sprint"))


async def test_a_rate_limit_is_waited_for_as_long_as_slack_says(
    slack: Workspace, delivery: Delivery, clock: Hasty, asked: Said
) -> None:
    slack.fail_next("chat.postMessage", "ratelimited", **rate_limit(30))
    await delivery.post(below(asked), CARD, after=asked.ts)
    assert titles(slack.thread(asked)) == ["Sprint"]
    assert clock.paused == [30]


async def test_a_rate_limit_is_not_waited_for_all_day(
    slack: Workspace, delivery: Delivery, clock: Hasty, asked: Said
) -> None:
    slack.fail_next("chat.postMessage", "ratelimited", **rate_limit(3600))
    with pytest.raises(Undelivered) as failure:
        await delivery.post(below(asked), CARD, after=asked.ts)
    assert (failure.value.busy, failure.value.fate) == (True, Fate.REFUSED)
    assert clock.paused == []


async def test_nor_again_and_again(
    slack: Workspace, delivery: Delivery, asked: Said
) -> None:
    for _ in range(MOST_WAITS + 1):
        slack.fail_next("chat.postMessage", "ratelimited", **rate_limit(1))
    with pytest.raises(Undelivered, match="ratelimited"):
        await delivery.post(below(asked), CARD, after=asked.ts)
    assert len(slack.called("chat.postMessage")) == MOST_WAITS + 1


async def test_what_would_come_too_late_is_not_sent(
    slack: Workspace, delivery: Delivery, asked: Said
) -> None:
    slack.fail_next("chat.postMessage", "ratelimited", **rate_limit(90))
    with pytest.raises(Undelivered, match="too late"):
        await delivery.post(below(asked), CARD, after=asked.ts, within=60)
    assert len(slack.called("chat.postMessage")) == 1


async def test_in_a_thread_no_post_overtakes_another(
    slack: Workspace, delivery: Delivery, asked: Said
) -> None:
    slack.fail_next("chat.postMessage", "ratelimited", **rate_limit(20))
    posts = (delivery.post(below(asked), one, after=asked.ts) for one in (CARD, OTHER))
    await asyncio.gather(*posts)
    assert titles(slack.thread(asked)) == ["Sprint", "Release"]


async def test_a_thread_in_trouble_does_not_hold_up_the_others(
    slack: Workspace, delivery: Delivery, asked: Said, ana: Person, build: Channel
) -> None:
    gate = slack.hold("chat.postMessage")
    waiting = asyncio.create_task(delivery.post(below(asked), CARD, after=asked.ts))
    await slack.until(lambda: slack.called("chat.postMessage"))
    del slack.gates["chat.postMessage"]
    other = await ana.says(build, "what is a release?")
    await delivery.post(below(other), OTHER, after=other.ts)
    assert titles(slack.thread(other)) == ["Release"]
    assert slack.thread(asked) == []
    gate.set()
    await waiting


async def test_posts_of_one_channel_keep_apart(
    slack: Workspace, delivery: Delivery, clock: Hasty, ana: Person, build: Channel
) -> None:
    for _ in range(5):
        said = await ana.says(build, "what is a sprint?")
        await delivery.post(below(said), CARD, after=said.ts)
    assert clock.paused == pytest.approx([INTERVAL, INTERVAL])


async def test_direct_messages_and_channels_keep_apart_each_by_itself(
    slack: Workspace, delivery: Delivery, clock: Hasty, ana: Person, build: Channel
) -> None:
    for _ in range(3):
        await delivery.post(Place(build.id), CARD, after="1.0")
        await delivery.post(Place(slack.dm(ana).id), CARD, after="1.0")
    assert clock.paused == []
    await delivery.post(Place(slack.dm(ana).id), CARD, after="1.0")
    assert len(clock.paused) == 1


async def test_what_only_one_person_sees_is_sent_at_once(
    slack: Workspace, delivery: Delivery, clock: Hasty, ana: Person, build: Channel
) -> None:
    for _ in range(9):
        await delivery.whisper(Place(build.id), ana.id, HELP)
        await delivery.respond(slack.respond_at(build, ana.id, None), HELP)
    assert clock.paused == []


@pytest.mark.parametrize("where", ["threads of a channel", "one thread", "direct messages"])
async def test_nobody_joins_a_line_that_is_longer_than_anybody_waits(
    slack: Workspace, delivery: Delivery, ana: Person, build: Channel, where: str
) -> None:
    direct, threads = where == "direct messages", where == "threads of a channel"
    channel = slack.dm(ana) if direct else build
    thread = "" if direct else "1.0"
    slack.hold("chat.postMessage")
    posts = []
    for number in range(400):
        place = Place(channel.id, f"{number + 1}.0" if threads else thread)
        posts.append(asyncio.create_task(delivery.post(place, CARD, after="1.0")))
    await slack.until(lambda: slack.called("chat.postMessage"))
    refused = [post.exception() for post in posts if post.done()]
    assert {str(one) for one in refused} == {"ratelimited"}
    line = LONGEST_WAIT / INTERVAL
    assert line - BURST < 400 - len(refused) < line + BURST
    for post in posts:
        post.cancel()
    await asyncio.wait(posts)
    slack.gates.popitem()[1].set()
    await delivery.post(Place(channel.id, thread), CARD, after="1.0")  # the line is gone


async def test_a_limit_says_nothing_of_the_post_before_that_may_have_arrived(
    slack: Workspace, delivery: Delivery, asked: Said
) -> None:
    slack.fail_next("chat.postMessage", "internal_error", http_status=503)
    slack.fail_next("chat.postMessage", "ratelimited", **rate_limit(3600))
    with pytest.raises(Undelivered, match="ratelimited") as failure:
        await delivery.post(below(asked), CARD, after=asked.ts)
    assert failure.value.fate is Fate.UNKNOWN
