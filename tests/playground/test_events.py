"""What happens to a message makes the events that Slack would send, and no others."""

from __future__ import annotations

from typing import Any

from bot.playground.state import Channel, Message
from bot.playground.workspace import Person, Workspace

Event = dict[str, Any]


def heard(slack: Workspace) -> list[Event]:
    """The events since one looked last."""
    events = [one.payload["event"] for one in slack.wire.deliveries]
    slack.wire.deliveries.clear()
    return events


def kinds(slack: Workspace) -> list[str]:
    return [event.get("subtype") or event["type"] for event in heard(slack)]


async def test_an_edit_that_mentions_the_bot_is_a_mention_with_a_mark(
    slack: Workspace, ana: Person, build: Channel
) -> None:
    said = await ana.says(build, "hi")
    heard(slack)

    await ana.edits(said, "hi <@U0BOT>")

    change, mention = heard(slack)
    assert (change["subtype"], mention["type"]) == ("message_changed", "app_mention")
    assert mention["ts"] == said.ts
    assert mention["edited"] == {"user": ana.id, "ts": mention["event_ts"]}
    assert change["message"]["edited"]["ts"] > said.ts
    assert "edited" not in change["previous_message"]


async def test_another_bot_mentions_like_anybody_but_the_bot_not_itself(
    slack: Workspace, ana: Person, build: Channel
) -> None:
    await ana.says(build, "<@U0BOT|explainer> hi", bot_id="B0OTHER")
    mention = heard(slack)[-1]
    assert (mention["type"], mention["bot_id"]) == ("app_mention", "B0OTHER")

    slack.deliver_to("http://127.0.0.1:1/")
    slack.bot_posts(build, "I am <@U0BOT>", [], None)
    await slack.settled()
    assert kinds(slack) == ["message"]


async def test_a_notice_that_names_the_bot_is_no_mention(
    slack: Workspace, ana: Person, build: Channel
) -> None:
    await ana.says(build, "<@U0BOT> has joined", subtype="channel_join")

    assert kinds(slack) == ["channel_join"]


async def test_a_mention_needs_no_right_to_read_the_channel(
    slack: Workspace, ana: Person, build: Channel
) -> None:
    slack.scopes -= {"channels:history", "groups:history"}

    await ana.says(build, "<@U0BOT> hi")
    await ana.says(slack.channel("secret", private=True), "<@U0BOT> hi")

    assert [event["type"] for event in heard(slack)] == ["app_mention"] * 2


async def test_with_replies_below_it_a_deleted_message_becomes_a_tombstone(
    slack: Workspace, ana: Person, build: Channel
) -> None:
    said = await ana.says(build, "hi")
    reply = await ana.says(build, "you", thread=said)
    heard(slack)

    await ana.deletes(said)

    [event] = heard(slack)
    stone = event["message"]
    assert (event["subtype"], stone["subtype"]) == ("message_changed", "tombstone")
    assert (stone["user"], stone["text"]) == ("USLACKBOT", "This message was deleted.")
    assert (stone["ts"], stone["reply_count"]) == (said.ts, 1)
    assert event["previous_message"]["text"] == "hi"
    assert slack.thread(said) == [reply]
    assert slack.messages(build) == []

    await ana.deletes(reply)  # with the last reply the stone goes, too

    gone = heard(slack)
    assert [event["subtype"] for event in gone] == ["message_deleted"] * 2
    assert [event["deleted_ts"] for event in gone] == [reply.ts, said.ts]
    assert gone[1]["previous_message"]["subtype"] == "tombstone"


async def test_below_a_tombstone_a_reply_still_stands_in_the_thread(
    slack: Workspace, ana: Person, build: Channel
) -> None:
    said = await ana.says(build, "hi")
    reply = await ana.says(build, "you", thread=said)
    await ana.deletes(said)

    assert slack.bot_posts(build, "x", [], said.ts).thread_ts == said.ts
    for one in slack.thread(said):
        slack.remove(one) if one is not reply else await ana.deletes(reply)
    assert slack.bot_posts(build, "x", [], said.ts).thread_ts is None


async def test_a_reply_tells_whose_thread_it_stands_in_and_the_parent_of_its_replies(
    slack: Workspace, ana: Person, build: Channel
) -> None:
    ben = slack.person("ben")
    said = await ana.says(build, "hi")
    for _ in range(2):
        reply = await ben.says(build, "you", thread=said)

    event = heard(slack)[-1]
    assert (event["thread_ts"], event["parent_user_id"]) == (said.ts, ana.id)
    parent = said.as_slack_has_it()
    assert (parent["thread_ts"], parent["reply_count"]) == (said.ts, 2)
    assert (parent["reply_users"], parent["latest_reply"]) == ([ben.id], reply.ts)


async def test_a_reply_to_a_reply_stands_below_the_first_message(
    slack: Workspace, ana: Person, build: Channel
) -> None:
    said = await ana.says(build, "hi")
    reply = await ana.says(build, "you", thread=said)
    await ana.says(build, "too", thread=reply)

    assert [one.text for one in slack.thread(reply)] == ["you", "too"]
    assert heard(slack)[-1]["thread_ts"] == said.ts


async def test_a_broadcast_stands_in_the_thread_and_in_the_channel(
    slack: Workspace, ana: Person, build: Channel
) -> None:
    said = await ana.says(build, "hi")
    aside = await ana.says(build, "all", thread=said, subtype="thread_broadcast")

    assert slack.messages(build) == [said, aside]
    assert slack.thread(said) == [aside]
    assert heard(slack)[-1]["root"]["ts"] == said.ts


async def test_a_shared_file_comes_with_its_name(
    slack: Workspace, ana: Person, build: Channel
) -> None:
    await ana.says(build, "look", subtype="file_share")

    [event] = heard(slack)
    assert event["files"][0]["name"]
    assert event["upload"] is False


async def test_a_change_is_seen_where_the_bot_hears_nothing_of_it(
    slack: Workspace, ana: Person
) -> None:
    far = slack.channel("far", bot=False)
    seen: list[Message] = []
    ignore = slack.on_change(lambda: seen.extend(slack.messages(far)))

    said = await ana.says(far, "hi")
    await ana.edits(said, "hello")
    assert said in seen
    assert heard(slack) == []

    ignore()
    seen.clear()
    await ana.deletes(said)
    assert seen == []


async def test_a_redelivery_gives_what_became_of_it(
    slack: Workspace, ana: Person, build: Channel
) -> None:
    said = await ana.says(build, "<@U0BOT> hi")
    first = [one.id for one in slack.wire.deliveries]
    await slack.deliver("event", {"type": "app_rate_limited"})

    again = await slack.redeliver(said, retry_num=3, reason="http_error")

    assert [one.id for one in again] == first
    assert {(one.retry_num, one.retry_reason) for one in again} == {(3, "http_error")}
    assert len(await slack.redeliver(said)) == 2
