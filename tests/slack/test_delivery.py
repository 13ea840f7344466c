"""Messages reach their place, by the way that leads there and in the form Slack takes."""

from __future__ import annotations

import logging
from collections.abc import Awaitable

import aiohttp
import pytest

from bot.playground.state import Channel
from bot.playground.state import Message as Said
from bot.playground.workspace import Person, Workspace
from bot.render.blocks import Stance, message
from bot.reply import usage
from bot.slack.calls import Fate, Undelivered
from bot.slack.delivery import Delivery
from bot.slack.messages import Asker, Place
from tests.conftest import titles
from tests.glossaries import explainer
from tests.slack.conftest import Hook, below

CARD = message(explainer().expand("Sprint"), Stance("U0ANA"))
HELP = message(usage("Sprint"))


@pytest.mark.parametrize("private", [True, False])
async def test_being_no_member_is_told_from_other_refusals(
    slack: Workspace, delivery: Delivery, private: bool
) -> None:
    elsewhere = slack.channel("elsewhere", private=private, bot=False)
    with pytest.raises(Undelivered) as failure:
        await delivery.post(Place(elsewhere.id), CARD, after="1.0")
    assert failure.value.away


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
    slack.fail_next("chat.delete", "cant_delete_message")
    with pytest.raises(Undelivered, match="cant_delete_message"):
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


@pytest.mark.parametrize("why", ["invalid_blocks", "msg_blocks_too_long", "msg_too_long"])
async def test_where_slack_takes_no_blocks_the_words_arrive_and_the_log_has_one_line(
    slack: Workspace,
    delivery: Delivery,
    ana: Person,
    asked: Said,
    build: Channel,
    why: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    slack.fail_next("chat.postMessage", why)
    slack.fail_next("chat.postEphemeral", why)
    await delivery.post(below(asked), CARD, after=asked.ts)
    await delivery.whisper(below(asked), ana.id, CARD)
    shown = [*slack.thread(asked), *slack.seen_by(ana, build, thread=asked)]
    assert [(one.text, one.blocks) for one in shown] == [(CARD.text, [])] * 2
    formatted = [call.arguments["mrkdwn"] for call in slack.called("chat.postMessage")]
    assert formatted == [True, False]
    [line] = [record.getMessage() for record in caplog.records]
    assert line == f"Slack takes no blocks, only plain text: {why}"


async def test_through_a_response_url_too(delivery: Delivery, hook: Hook) -> None:
    for send in (delivery.respond, delivery.publish):
        hook.answers = [(400, "invalid_blocks")]
        await send(hook.url, CARD)
    assert ["blocks" in said for said in hook.said] == [True, False, True, False]
    assert ["blocks" in said for said in hook.said] == [one["mrkdwn"] for one in hook.said]


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.slack.com/",
        "https://slack.com.invalid/",
        "https://notslack.com/",
        "https://api.invalid:444@evil.invalid/",
        "//hooks.slack.com/",
        "https://",
        "https://[",
        "https://evil.invalid\0.slack.com/",
    ],
)
async def test_where_slack_is_asked_over_https_no_response_url_leads_elsewhere(
    delivery: Delivery, url: str
) -> None:
    delivery.client.base_url = "HTTPS://api.invalid/api/"
    with pytest.raises(Undelivered, match="is not Slack's") as failure:
        await delivery.respond(url, CARD)
    assert failure.value.fate is Fate.REFUSED


@pytest.mark.parametrize("host", ["api.invalid", "hooks.slack.com", "Hooks.slack-gov.com"])
async def test_but_one_of_slack_or_of_its_api_is_used(
    delivery: Delivery, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    class Offline(aiohttp.ClientConnectorError):
        def __init__(self) -> None: ...

    def post(url: str, **_: object) -> None:
        raise Offline

    delivery.client.base_url = "https://api.invalid/api/"
    monkeypatch.setattr(delivery.client.session, "post", post)
    with pytest.raises(Undelivered, match="Offline") as failure:
        await delivery.withdraw(f"Https://{host}/")
    assert failure.value.fate is Fate.UNSENT


async def test_where_a_response_url_leads_on_nothing_is_taken(
    delivery: Delivery, hook: Hook
) -> None:
    hook.answers = [(307, hook.url)]
    with pytest.raises(Undelivered, match="http 307") as failure:
        await delivery.respond(hook.url, CARD)
    assert failure.value.fate is Fate.REFUSED
    assert len(hook.said) == 1


async def test_plain_text_that_slack_does_not_take_is_a_failure(
    slack: Workspace, delivery: Delivery, asked: Said
) -> None:
    for _ in range(2):
        slack.fail_next("chat.postMessage", "msg_too_long")
    with pytest.raises(Undelivered, match="msg_too_long"):
        await delivery.post(below(asked), CARD, after=asked.ts)
    assert len(slack.called("chat.postMessage")) == 2


async def test_a_card_that_stands_does_not_lose_its_buttons_to_an_update(
    slack: Workspace, delivery: Delivery, asked: Said
) -> None:
    ts = await delivery.post(below(asked), CARD, after=asked.ts)
    slack.fail_next("chat.update", "invalid_blocks")
    with pytest.raises(Undelivered, match="invalid_blocks"):
        await delivery.update(asked.channel, str(ts), CARD)
    [card] = slack.thread(asked)
    assert card.buttons


@pytest.mark.parametrize(
    "why", ["token_revoked", "account_inactive", "invalid_auth", "not_authed"]
)
async def test_the_owner_hears_once_that_the_token_is_good_for_nothing(
    slack: Workspace,
    delivery: Delivery,
    revoked: list[str],
    asked: Said,
    ana: Person,
    why: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    slack.revoked = why
    calls: list[Awaitable[object]] = [
        delivery.post(below(asked), CARD, after=asked.ts),
        delivery.whisper(below(asked), ana.id, CARD),
        delivery.update("C1", "1.0", CARD),
        delivery.delete("C1", "1.0"),
        delivery.find(below(asked), CARD, after=asked.ts),
    ]
    for call in calls:
        with pytest.raises(Undelivered, match=why):
            await call
    assert revoked == [why]
    [line] = [record for record in caplog.records if record.levelno == logging.CRITICAL]
    assert line.getMessage() == f"Slack takes our token no more: {why}"


async def test_a_response_url_says_nothing_about_the_token(
    delivery: Delivery, revoked: list[str], hook: Hook
) -> None:
    hook.answers = [(403, "invalid_auth"), (500, "invalid_auth")]
    for _ in range(2):
        with pytest.raises(Undelivered):
            await delivery.respond(hook.url, HELP)
    assert revoked == []


async def test_a_slack_that_falters_says_nothing_about_the_token(
    slack: Workspace, delivery: Delivery, revoked: list[str], asked: Said
) -> None:
    slack.fail_next("chat.postMessage", "invalid_auth", http_status=503)
    await delivery.post(below(asked), CARD, after=asked.ts)
    assert revoked == []


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


async def test_after_a_way_that_may_have_led_to_them_no_other_is_tried(
    slack: Workspace, delivery: Delivery, ana: Person, build: Channel, hook: Hook
) -> None:
    hook.answers = [(502, "<html>")]
    with pytest.raises(Undelivered) as failure:
        await delivery.tell(Asker(Place(build.id), ana.id, hook.url), HELP)
    assert failure.value.fate is Fate.UNKNOWN
    assert slack.seen_by(ana, build) == []
    assert slack.called("chat.postMessage") == []


async def test_what_may_be_heard_twice_is_told_until_a_way_has_surely_led_to_them(
    slack: Workspace, delivery: Delivery, ana: Person, build: Channel, hook: Hook
) -> None:
    hook.answers = [(502, "<html>")]
    await delivery.assure(Asker(Place(build.id), ana.id, hook.url), HELP)
    assert [one.text for one in slack.seen_by(ana, build)] == [HELP.text]


async def test_after_ways_that_lead_nowhere_the_last_is_a_direct_message(
    slack: Workspace, delivery: Delivery, hook: Hook
) -> None:
    hook.answers = [(404, "expired_url")]
    with pytest.raises(Undelivered):
        await delivery.tell(Asker(Place("C0GONE"), "U0ANA", hook.url), HELP)
    [call] = slack.called("chat.postMessage")
    assert call.arguments["channel"] == "U0ANA"


@pytest.mark.parametrize("after", [True, False])
async def test_the_same_notice_of_old_is_not_taken_for_a_new_one(
    slack: Workspace, delivery: Delivery, ana: Person, after: bool
) -> None:
    slack.bot_posts(slack.dm(ana), HELP.text, HELP.blocks, None)
    slack.fail_next("chat.postMessage", "internal_error", http_status=503, after=after)
    await delivery.assure(Asker(Place("C0GONE"), ana.id), HELP)
    texts = [one.text for one in slack.messages(slack.dm(ana))]
    assert texts == (3 if after else 2) * [HELP.text]


async def test_a_direct_message_that_may_have_arrived_is_not_sent_again(
    slack: Workspace, delivery: Delivery, ana: Person
) -> None:
    slack.fail_next("chat.postMessage", "internal_error", http_status=503, after=True)
    with pytest.raises(Undelivered) as failure:
        await delivery.tell(Asker(Place("C0GONE"), ana.id), CARD)
    assert failure.value.fate is Fate.UNKNOWN
    assert titles(slack.messages(slack.dm(ana))) == ["Sprint"]


async def test_a_direct_message_whose_blocks_slack_does_not_take_arrives_as_words(
    slack: Workspace, delivery: Delivery, ana: Person
) -> None:
    slack.fail_next("chat.postMessage", "invalid_blocks")
    await delivery.tell(Asker(Place("C0GONE"), ana.id), CARD)
    [card] = slack.messages(slack.dm(ana))
    assert card.blocks == []
    assert card.text.startswith("Sprint")


@pytest.mark.parametrize("url", ["", "expired"])
async def test_a_response_url_that_does_not_work_is_a_failure(
    slack: Workspace, delivery: Delivery, url: str
) -> None:
    with pytest.raises(Undelivered, match="response_url"):
        await delivery.respond(url and f"{slack.url}/response/{url}", CARD)
