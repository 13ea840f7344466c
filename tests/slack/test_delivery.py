"""Messages reach their place once, whatever the network and Slack do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from types import SimpleNamespace

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bot.playground.state import Channel
from bot.playground.state import Message as Said
from bot.playground.workspace import Person, Workspace
from bot.render.blocks import Stance, message
from bot.reply import usage
from bot.slack import app
from bot.slack.delivery import Delivery, Fate, Undelivered
from bot.slack.incoming import Asker, Place
from tests.conftest import settings_for, titles
from tests.glossaries import explainer

CARD = message(explainer().expand("Sprint"), Stance("U0ANA"))
HELP = message(usage("Sprint"))


@pytest.fixture
async def delivery(slack: Workspace) -> AsyncIterator[Delivery]:
    """A delivery into the workspace that does not pause before it tries again."""
    async with aiohttp.ClientSession() as session:
        client = app.client(settings_for(slack, "http"), session)
        yield Delivery(client, slack.bot_user, pauses=(0, 0))


@pytest.fixture
def ana(slack: Workspace) -> Person:
    return slack.person("ana")


@pytest.fixture
def build(slack: Workspace, ana: Person) -> Channel:
    return slack.channel("build")


@pytest.fixture
async def asked(ana: Person, build: Channel) -> Said:
    """A question to post below."""
    return await ana.says(build, "what is a sprint?")


def below(said: Said) -> Place:
    return Place(said.channel, said.ts)


async def test_a_post_lost_on_the_way_is_sent_again(
    slack: Workspace, delivery: Delivery, asked: Said
) -> None:
    slack.fail_next("chat.postMessage", "service_unavailable", http_status=503)
    ts = await delivery.post(below(asked), CARD, after=asked.ts)
    assert [card.ts for card in slack.thread(asked)] == [ts]


async def test_a_post_that_arrived_though_slack_faltered_is_found_not_repeated(
    slack: Workspace, delivery: Delivery, asked: Said
) -> None:
    for status, error in ((503, "service_unavailable"), (200, "internal_error")):
        slack.fail_next("chat.postMessage", error, http_status=status, after=status == 503)
        await delivery.post(below(asked), CARD, after=asked.ts)
    assert titles(slack.thread(asked)) == ["Sprint"]


async def test_help_is_found_by_its_text_for_it_has_no_buttons(
    slack: Workspace, delivery: Delivery, asked: Said
) -> None:
    posted = await delivery.post(below(asked), HELP, after=asked.ts)
    assert await delivery.find(below(asked), HELP, after=asked.ts) == posted
    assert await delivery.find(below(asked), CARD, after=asked.ts) == ""


async def test_what_others_said_is_not_taken_for_ours(
    slack: Workspace, delivery: Delivery, asked: Said, ana: Person, build: Channel
) -> None:
    await ana.says(build, HELP.text, thread=asked)
    assert await delivery.find(below(asked), HELP, after=asked.ts) == ""


async def test_a_card_is_found_though_terms_have_been_opened_on_it_since(
    slack: Workspace, delivery: Delivery, asked: Said
) -> None:
    ticked = message(
        explainer().expand("Sprint"), Stance("U0ANA", opened=frozenset({"Velocity"}))
    )
    posted = await delivery.post(below(asked), ticked, after=asked.ts)
    assert await delivery.find(below(asked), CARD, after=asked.ts) == posted


async def test_it_gives_up_after_a_while_and_says_that_nothing_is_known(
    slack: Workspace, delivery: Delivery, asked: Said
) -> None:
    for _ in range(3):
        slack.fail_next("chat.postMessage", "service_unavailable", http_status=503)
    with pytest.raises(Undelivered) as failure:
        await delivery.post(below(asked), CARD, after=asked.ts)
    assert failure.value.fate is Fate.UNKNOWN
    assert slack.thread(asked) == []


async def test_what_cannot_be_looked_up_is_not_sent_again(
    slack: Workspace, delivery: Delivery, asked: Said
) -> None:
    slack.fail_next("chat.postMessage", "dropped", http_status=500, after=True)
    slack.fail_next("conversations.replies", "missing_scope")
    with pytest.raises(Undelivered, match="no look-up: missing_scope") as failure:
        await delivery.post(below(asked), CARD, after=asked.ts)
    assert failure.value.fate is Fate.UNKNOWN
    assert titles(slack.thread(asked)) == ["Sprint"]


async def test_a_thread_too_long_to_read_tells_nothing(
    slack: Workspace, delivery: Delivery, asked: Said, ana: Person, build: Channel
) -> None:
    for _ in range(200):
        await ana.says(build, "hm", thread=asked)
    with pytest.raises(Undelivered, match="too much to read"):
        await delivery.find(below(asked), CARD, after=asked.ts)


async def test_a_refusal_is_final(
    slack: Workspace, delivery: Delivery, asked: Said
) -> None:
    slack.fail_next("chat.postMessage", "is_archived")
    with pytest.raises(Undelivered, match="is_archived") as failure:
        await delivery.post(below(asked), CARD, after=asked.ts)
    assert (failure.value.fate, failure.value.away) == (Fate.REFUSED, False)
    assert len(slack.called("chat.postMessage")) == 1


@pytest.mark.parametrize("private", [True, False])
async def test_being_no_member_is_told_from_other_refusals(
    slack: Workspace, delivery: Delivery, private: bool
) -> None:
    elsewhere = slack.channel("elsewhere", private=private, bot=False)
    with pytest.raises(Undelivered) as failure:
        await delivery.post(Place(elsewhere.id), CARD, after="1.0")
    assert failure.value.away


async def test_a_rate_limit_is_waited_for(
    slack: Workspace, delivery: Delivery, asked: Said
) -> None:
    slack.fail_next(
        "chat.postMessage", "ratelimited", http_status=429, headers={"Retry-After": "0"}
    )
    await delivery.post(below(asked), CARD, after=asked.ts)
    assert titles(slack.thread(asked)) == ["Sprint"]


async def test_a_post_into_a_deleted_thread_is_taken_back_at_once(
    slack: Workspace, delivery: Delivery, asked: Said, build: Channel
) -> None:
    asked.deleted = True
    assert await delivery.post(below(asked), CARD, after=asked.ts) is None
    assert slack.messages(build) == []


async def test_what_cannot_be_taken_back_is_at_least_not_posted_again(
    slack: Workspace, delivery: Delivery, asked: Said
) -> None:
    asked.deleted = True
    slack.fail_next("chat.delete", "fatal_error")
    with pytest.raises(Undelivered, match="fatal_error"):
        await delivery.post(below(asked), CARD, after=asked.ts)
    assert len(slack.called("chat.postMessage")) == 1


async def test_outside_of_threads_posts_stay_where_they_fall(
    slack: Workspace, delivery: Delivery, build: Channel
) -> None:
    ts = await delivery.post(Place(build.id), CARD, after="1.0")
    assert [card.ts for card in slack.messages(build)] == [ts]


async def test_links_never_unfold_beside_a_card(
    slack: Workspace, delivery: Delivery, asked: Said
) -> None:
    await delivery.post(below(asked), CARD, after=asked.ts)
    [call] = slack.called("chat.postMessage")
    assert (call.arguments["unfurl_links"], call.arguments["unfurl_media"]) == (
        False,
        False,
    )


async def test_where_nothing_listens_it_is_tried_again_and_then_given_up(
    slack: Workspace,
) -> None:
    nowhere = settings_for(slack, "http", api_url="http://127.0.0.1:9/api/")
    async with aiohttp.ClientSession() as session:
        delivery = Delivery(app.client(nowhere, session), "U0BOT", pauses=(0, 0))
        for call in (
            delivery.post(Place("C1", "1.0"), CARD, after="1.0"),
            delivery.delete("C1", "1.0"),
        ):
            with pytest.raises(Undelivered) as failure:
                await call
            assert failure.value.fate is Fate.UNSENT


async def test_a_command_is_answered_through_its_response_url(
    slack: Workspace, delivery: Delivery, ana: Person
) -> None:
    elsewhere = slack.channel("elsewhere", bot=False)
    url = slack.respond_at(elsewhere, ana.id, None)
    await delivery.tell(Asker(Place(elsewhere.id), ana.id, url), CARD)
    assert titles(slack.seen_by(ana, elsewhere)) == ["Sprint"]
    assert slack.called("chat.postEphemeral") == []


async def test_in_a_thread_the_asker_is_told_in_that_thread(
    slack: Workspace, delivery: Delivery, ana: Person, build: Channel, asked: Said
) -> None:
    await delivery.post(below(asked), CARD, after=asked.ts)
    url = slack.respond_at(build, ana.id, None)
    await delivery.tell(Asker(below(asked), ana.id, url), HELP)
    assert len(slack.seen_by(ana, build, thread=asked)) == 1
    assert len(slack.called("chat.postEphemeral")) == 1


@pytest.mark.parametrize("url", ["", "expired"])
async def test_a_response_url_that_does_not_work_is_a_failure(
    slack: Workspace, delivery: Delivery, url: str
) -> None:
    with pytest.raises(Undelivered, match="response_url"):
        await delivery.respond(url and f"{slack.url}/response/{url}", CARD)


@pytest.mark.parametrize(
    ("status", "data", "why", "fate"),
    [
        (502, "<html>", "http 502", Fate.UNKNOWN),
        (500, {"error": "is_archived"}, "is_archived", Fate.UNKNOWN),
        (200, {"error": "fatal_error"}, "fatal_error", Fate.UNKNOWN),
        (200, {"ok": False}, "http 200", Fate.UNKNOWN),
        (200, {"error": "is_archived"}, "is_archived", Fate.REFUSED),
        (429, {"error": "ratelimited"}, "ratelimited", Fate.REFUSED),
    ],
)
def test_what_slack_answers_tells_what_became_of_a_post(
    status: int, data: object, why: str, fate: Fate
) -> None:
    answer = SimpleNamespace(status_code=status, data=data)
    failure = Undelivered.of(SlackApiError("refused", answer))
    assert (failure.why, failure.fate) == (why, fate)


def test_an_answer_that_slack_sdk_cannot_read_leaves_the_fate_unknown() -> None:
    unreadable = SlackApiError("no JSON", SimpleNamespace(status=200))
    assert Undelivered.of(unreadable).fate is Fate.UNKNOWN
