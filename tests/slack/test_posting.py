"""A post for everybody stands once, whatever the network and Slack do."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from bot.playground.state import Channel
from bot.playground.state import Message as Said
from bot.playground.workspace import Person, Workspace
from bot.render.blocks import Stance, message
from bot.reply import usage
from bot.slack import app
from bot.slack.calls import Fate, Undelivered
from bot.slack.delivery import Delivery
from bot.slack.messages import Place
from tests.conftest import settings_for, titles
from tests.glossaries import explainer
from tests.slack.clocks import Hasty
from tests.slack.conftest import below, rate_limit

CARD = message(explainer().expand("Sprint"), Stance("U0ANA"))
HELP = message(usage("Sprint"))

FAILED = {"http_status": 503}
TAKEN = {"http_status": 503, "after": True}  # done, and yet answered with a failure


async def test_a_post_lost_on_the_way_is_sent_again(
    slack: Workspace, delivery: Delivery, asked: Said
) -> None:
    slack.fail_next("chat.postMessage", "service_unavailable", **FAILED)
    ts = await delivery.post(below(asked), CARD, after=asked.ts)
    assert [card.ts for card in slack.thread(asked)] == [ts]


@pytest.mark.parametrize(
    ("error", "how"),
    [("service_unavailable", TAKEN), ("dropped", {"http_status": 500, "after": True})],
)
async def test_a_post_that_arrived_though_slack_faltered_is_found_not_repeated(
    slack: Workspace, delivery: Delivery, asked: Said, error: str, how: dict[str, Any]
) -> None:
    slack.fail_next("chat.postMessage", error, **how)
    ts = await delivery.post(below(asked), CARD, after=asked.ts)
    assert [card.ts for card in slack.thread(asked)] == [ts]
    assert len(slack.called("chat.postMessage")) == 1


async def test_slack_has_time_to_store_a_post_before_it_is_looked_for(
    slack: Workspace, delivery: Delivery, clock: Hasty, asked: Said, build: Channel
) -> None:
    def stored_slowly(pause: int) -> None:
        if pause == 2:
            slack.bot_posts(build, CARD.text, CARD.blocks, asked.ts)

    clock.meanwhile = stored_slowly
    slack.fail_next("chat.postMessage", "service_unavailable", **FAILED)
    ts = await delivery.post(below(asked), CARD, after=asked.ts)
    assert [card.ts for card in slack.thread(asked)] == [ts]
    assert len(slack.called("chat.postMessage")) == 1


async def test_what_was_taken_for_lost_and_arrives_all_the_same_is_taken_away(
    slack: Workspace, delivery: Delivery, clock: Hasty, asked: Said, build: Channel
) -> None:
    def stored_too_late(pause: int) -> None:
        if pause == 3:
            slack.bot_posts(build, CARD.text, CARD.blocks, asked.ts)

    clock.meanwhile = stored_too_late
    slack.fail_next("chat.postMessage", "service_unavailable", **FAILED)
    ts = await delivery.post(below(asked), CARD, after=asked.ts)
    assert [card.ts for card in slack.thread(asked) if not card.deleted] == [ts]
    assert len(slack.called("chat.delete")) == 1


async def test_what_fell_into_the_channel_for_its_question_was_deleted_is_taken_away(
    slack: Workspace, delivery: Delivery, asked: Said, build: Channel
) -> None:
    asked.deleted = True
    slack.fail_next("chat.postMessage", "service_unavailable", **TAKEN)
    assert await delivery.post(below(asked), CARD, after=asked.ts) is None
    assert slack.messages(build) == []
    assert len(slack.called("chat.postMessage")) == 1


async def test_the_same_answer_to_another_question_is_not_taken_for_it(
    slack: Workspace, delivery: Delivery, ana: Person
) -> None:
    dm = slack.dm(ana)
    first = await ana.says(dm, "sprint")
    await ana.says(dm, "sprint")
    standing = await delivery.post(Place(dm.id), CARD, after=first.ts)
    slack.fail_next("chat.postMessage", "service_unavailable", **FAILED)
    ts = await delivery.post(Place(dm.id), CARD, after=first.ts)
    assert [card.ts for card in slack.messages(dm)[2:]] == [standing, ts]


async def test_one_post_answers_one_question(
    slack: Workspace, delivery: Delivery, asked: Said, build: Channel
) -> None:
    slack.bot_posts(build, CARD.text, CARD.blocks, asked.ts)  # by a process before us
    assert await delivery.find(below(asked), CARD, after=asked.ts)
    assert await delivery.find(below(asked), CARD, after=asked.ts) == ""


async def test_help_is_found_by_its_text_for_it_has_no_buttons(
    slack: Workspace, delivery: Delivery, asked: Said, build: Channel
) -> None:
    posted = slack.bot_posts(build, HELP.text, HELP.blocks, asked.ts)
    assert await delivery.find(below(asked), CARD, after=asked.ts) == ""
    assert await delivery.find(below(asked), HELP, after=asked.ts) == posted.ts


async def test_what_others_said_is_not_taken_for_ours(
    slack: Workspace, delivery: Delivery, asked: Said, ana: Person, build: Channel
) -> None:
    await ana.says(build, HELP.text, thread=asked)
    assert await delivery.find(below(asked), HELP, after=asked.ts) == ""


async def test_a_card_is_found_though_terms_have_been_opened_on_it_since(
    slack: Workspace, delivery: Delivery, asked: Said, build: Channel
) -> None:
    ticked = message(
        explainer().expand("Sprint"), Stance("U0ANA", opened=frozenset({"Velocity"}))
    )
    posted = slack.bot_posts(build, ticked.text, ticked.blocks, asked.ts)
    assert await delivery.find(below(asked), CARD, after=asked.ts) == posted.ts


async def test_it_gives_up_after_a_while_and_says_that_nothing_is_known(
    slack: Workspace, delivery: Delivery, asked: Said
) -> None:
    for _ in range(9):
        slack.fail_next("chat.postMessage", "service_unavailable", **FAILED)
    with pytest.raises(Undelivered) as failure:
        await delivery.post(below(asked), CARD, after=asked.ts)
    assert failure.value.fate is Fate.UNKNOWN
    assert slack.thread(asked) == []
    assert len(slack.called("chat.postMessage")) == 4


async def test_even_the_last_try_is_looked_for(
    slack: Workspace, delivery: Delivery, asked: Said
) -> None:
    for _ in range(3):
        slack.fail_next("chat.postMessage", "service_unavailable", **FAILED)
    slack.fail_next("chat.postMessage", "service_unavailable", **TAKEN)
    ts = await delivery.post(below(asked), CARD, after=asked.ts)
    assert [card.ts for card in slack.thread(asked)] == [ts]


@pytest.mark.parametrize(
    ("error", "how"), [("missing_scope", {}), ("ratelimited", rate_limit(60))]
)
async def test_what_cannot_be_looked_up_is_not_sent_again(
    slack: Workspace, delivery: Delivery, asked: Said, error: str, how: dict[str, Any]
) -> None:
    slack.fail_next("chat.postMessage", "dropped", http_status=500, after=True)
    slack.fail_next("conversations.replies", error, **how)
    with pytest.raises(Undelivered, match=f"no look-up: {error}") as failure:
        await delivery.post(below(asked), CARD, after=asked.ts)
    assert failure.value.fate is Fate.UNKNOWN
    assert titles(slack.thread(asked)) == ["Sprint"]


async def test_a_look_up_may_wait_a_little_and_be_made_again(
    slack: Workspace, delivery: Delivery, asked: Said
) -> None:
    slack.fail_next("chat.postMessage", "dropped", http_status=500, after=True)
    slack.fail_next("conversations.replies", "ratelimited", **rate_limit(3))
    slack.fail_next("conversations.replies", "fatal_error")
    await delivery.post(below(asked), CARD, after=asked.ts)
    assert titles(slack.thread(asked)) == ["Sprint"]


async def test_a_thread_too_long_to_read_tells_nothing(
    delivery: Delivery, asked: Said, ana: Person, build: Channel
) -> None:
    for _ in range(200):
        await ana.says(build, "hm", thread=asked)
    with pytest.raises(Undelivered, match="too much to read"):
        await delivery.find(below(asked), CARD, after=asked.ts)


@pytest.mark.parametrize("gone", ["ts", "message", "channel"])
async def test_what_slack_leaves_out_of_its_answer_is_no_fault(
    slack: Workspace, delivery: Delivery, asked: Said, gone: str
) -> None:
    post = slack.api.methods["chat.postMessage"]

    async def laconic(arguments: object) -> dict[str, Any]:
        answer = await post(arguments)  # type: ignore[arg-type] # as it came
        return {key: value for key, value in answer.items() if key != gone}

    slack.api.methods = {**slack.api.methods, "chat.postMessage": laconic}
    ts = await delivery.post(below(asked), CARD, after=asked.ts)
    assert [card.ts for card in slack.thread(asked)] == [ts]


@pytest.mark.parametrize("known", [True, False])
async def test_a_thread_is_looked_at_before_a_post_is_taken_for_fallen_out_of_it(
    slack: Workspace, delivery: Delivery, asked: Said, known: bool
) -> None:
    if not known:
        slack.fail_next("conversations.replies", "unknown_method")
    post = slack.api.methods["chat.postMessage"]

    async def terse(arguments: object) -> dict[str, Any]:
        answer = await post(arguments)  # type: ignore[arg-type] # as it came
        return {**answer, "message": {"text": "…", "ts": answer["ts"]}}

    slack.api.methods = {**slack.api.methods, "chat.postMessage": terse}
    ts = await delivery.post(below(asked), CARD, after=asked.ts)
    assert [card.ts for card in slack.thread(asked)] == [ts]
    assert not slack.called("chat.delete")


async def test_history_without_messages_tells_nothing(
    slack: Workspace, delivery: Delivery, asked: Said
) -> None:
    async def nothing(arguments: object) -> dict[str, Any]:
        return {}

    slack.api.methods = {**slack.api.methods, "conversations.replies": nothing}
    with pytest.raises(Undelivered, match="unreadable answer"):
        await delivery.find(below(asked), CARD, after=asked.ts)


@pytest.mark.parametrize("error", ["restricted_action", "is_archived", "not_in_channel"])
async def test_a_refusal_is_final(
    slack: Workspace, delivery: Delivery, asked: Said, error: str
) -> None:
    slack.fail_next("chat.postMessage", error)
    with pytest.raises(Undelivered, match=error) as failure:
        await delivery.post(below(asked), CARD, after=asked.ts)
    assert failure.value.fate is Fate.REFUSED
    assert len(slack.called("chat.postMessage")) == 1


async def test_where_nothing_listens_it_is_tried_again_and_then_given_up(
    slack: Workspace, clock: Hasty
) -> None:
    nowhere = settings_for(slack, "http", api_url="http://127.0.0.1:9/api/")
    async with aiohttp.ClientSession() as session:
        client = app.client(nowhere, session)
        delivery = Delivery(client, "U0BOT", now=clock.now, sleep=clock.sleep)
        with pytest.raises(Undelivered) as failure:
            await delivery.post(Place("C1", "1.0"), CARD, after="1.0")
    assert failure.value.fate is Fate.UNSENT
    assert len(clock.paused) == 3


async def test_what_may_have_arrived_stays_in_doubt_though_later_tries_never_left(
    slack: Workspace, delivery: Delivery, asked: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = iter([TimeoutError(), *3 * [aiohttp.ConnectionTimeoutError()]])

    async def fails(**_: object) -> None:
        raise next(failures)

    monkeypatch.setattr(delivery.client, "chat_postMessage", fails)
    with pytest.raises(Undelivered) as failure:
        await delivery.post(below(asked), CARD, after=asked.ts)
    assert (failure.value.why, failure.value.fate) == (
        "ConnectionTimeoutError",
        Fate.UNKNOWN,
    )


async def test_in_a_thread_what_is_older_than_the_question_is_not_taken_for_its_answer(
    slack: Workspace, delivery: Delivery, ana: Person, build: Channel
) -> None:
    root = await ana.says(build, "good morning")
    older = slack.bot_posts(build, CARD.text, CARD.blocks, root.ts)  # before our time
    asked = await ana.says(build, "what is a sprint?", root)
    slack.fail_next("chat.postMessage", "service_unavailable", **FAILED)
    ts = await delivery.post(below(root), CARD, after=asked.ts)
    assert [card.ts for card in slack.thread(root)] == [older.ts, asked.ts, ts]


async def test_nor_is_it_in_a_direct_message(
    slack: Workspace, delivery: Delivery, ana: Person
) -> None:
    dm = slack.dm(ana)
    older = slack.bot_posts(dm, CARD.text, CARD.blocks, None)  # before our time
    asked = await ana.says(dm, "sprint")
    slack.fail_next("chat.postMessage", "service_unavailable", **FAILED)
    ts = await delivery.post(Place(dm.id), CARD, after=asked.ts)
    assert [card.ts for card in slack.messages(dm)] == [older.ts, asked.ts, ts]
