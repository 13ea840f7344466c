"""The workspace refuses what Slack refuses, with Slack's own codes."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.state import Channel
from bot.playground.workspace import Person, Workspace


@pytest.fixture
def client(slack: Workspace) -> AsyncWebClient:
    return AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)


async def refusal(client: AsyncWebClient, method: str, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as error:
        await client.api_call(method, json=arguments)
    return str(error.value.response["error"])


def text(words: str = "x") -> dict[str, Any]:
    return {"type": "plain_text", "text": words}


def button(**more: Any) -> dict[str, Any]:
    return {"type": "button", "text": text(), "action_id": "a", **more}


def actions(*buttons: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": list(buttons), **more}


def rich(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": list(elements)}


def line(*runs: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": list(runs)}


RUN = {"type": "text", "text": "x"}
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "x"}}


@pytest.mark.parametrize(
    "blocks",
    [
        [SECTION],
        [{"type": "section", "fields": [text()], "accessory": button()}],
        [{"type": "header", "text": text()}],
        [{"type": "divider"}],
        [{"type": "context", "elements": [text(), {"type": "mrkdwn", "text": "y"}]}],
        [actions(button(value="v", url="https://e.com", style="primary"))],
        [
            rich(
                line(
                    RUN,
                    {"type": "link", "url": "https://e.com"},
                    {"type": "emoji", "name": "x"},
                )
            )
        ],
        [
            rich(
                {
                    "type": "rich_text_list",
                    "style": "bullet",
                    "indent": 1,
                    "elements": [line(RUN)],
                }
            )
        ],
        [rich({"type": "rich_text_quote", "elements": [{**RUN, "style": {"bold": True}}]})],
    ],
)
async def test_a_good_message_is_posted(
    client: AsyncWebClient, build: Channel, slack: Workspace, blocks: list[Any]
) -> None:
    answer = await client.chat_postMessage(channel=build.id, text="x", blocks=blocks)

    posted = slack.message(build.id, answer["ts"])
    assert posted is not None
    assert posted.blocks == [{"block_id": "b0", **blocks[0]}]


@pytest.mark.parametrize(
    "blocks",
    [
        ["x"],
        [{"type": "divider"}] * 51,
        [{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}],
        [{"type": "divider", "block_id": "a" * 256}],
        [{"type": "divider", "colour": "red"}],
        [{"type": "image", "image_url": "https://e.com", "alt_text": "x"}],
        [{"type": "section"}],
        [{"type": "section", "text": text("x" * 3001)}],
        [{"type": "section", "text": text("")}],
        [{"type": "section", "text": "x"}],
        [{"type": "section", "fields": [text()] * 11}],
        [{"type": "section", "fields": [text("x" * 2001)]}],
        [{"type": "header", "text": text("x" * 151)}],
        [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
        [{"type": "context", "elements": [text()] * 11}],
        [{"type": "context", "elements": []}],
        [actions()],
        [actions(*(button(action_id=str(i)) for i in range(26)))],
        [actions(button(), button())],
        [actions(button(text=text("x" * 76)))],
        [actions(button(text={"type": "mrkdwn", "text": "x"}))],
        [actions(button(value="x" * 2001))],
        [actions(button(url="x" * 3001))],
        [actions(button(action_id="x" * 256))],
        [actions(button(action_id=5))],
        [actions(button(accessibility_label="x" * 76))],
        [actions(button(style="loud"))],
        [actions({"type": "checkbox"})],
        [rich()],
        [rich(RUN)],
        [rich(line())],
        [rich(line({"type": "text", "text": ""}))],
        [rich(line({"type": "text"}))],
        [rich(line({"type": "blink", "text": "x"}))],
        [rich(line({**RUN, "style": {"loud": True}}))],
        [rich({"type": "rich_text_list", "style": "stars", "elements": [line(RUN)]})],
        [
            rich(
                {
                    "type": "rich_text_list",
                    "style": "bullet",
                    "indent": 9,
                    "elements": [line(RUN)],
                }
            )
        ],
        [rich({"type": "rich_text_list", "style": "bullet", "elements": [RUN]})],
    ],
)
async def test_blocks_that_slack_would_not_take_are_refused(
    client: AsyncWebClient, build: Channel, blocks: Any
) -> None:
    said = {"channel": build.id, "text": "x", "blocks": blocks}

    assert await refusal(client, "chat.postMessage", **said) == "invalid_blocks"


async def test_content_that_is_missing_or_too_long_is_refused(
    client: AsyncWebClient, build: Channel
) -> None:
    posts = "chat.postMessage"
    many = [{"type": "section", "text": text("x" * 3000)}] * 5

    assert await refusal(client, posts, channel=build.id) == "no_text"
    assert await refusal(client, posts, channel=build.id, text=" ") == "no_text"
    assert (
        await refusal(client, posts, channel=build.id, text="x" * 40_001) == "msg_too_long"
    )
    assert (
        await refusal(client, posts, channel=build.id, blocks=many) == "msg_blocks_too_long"
    )
    assert (
        await refusal(client, posts, channel=build.id, blocks="[")
        == "invalid_blocks_format"
    )


async def test_a_place_the_bot_cannot_write_to_is_refused(
    client: AsyncWebClient, slack: Workspace
) -> None:
    async def post(channel: Channel) -> str:
        return await refusal(client, "chat.postMessage", channel=channel.id, text="x")

    assert await post(slack.channel("open", bot=False)) == "not_in_channel"
    assert (
        await post(slack.channel("secret", private=True, bot=False)) == "channel_not_found"
    )
    assert await post(slack.channel("old", archived=True)) == "is_archived"
    assert await post(Channel("C9", "nowhere")) == "channel_not_found"


async def test_a_post_to_a_person_lands_in_the_dm_with_them(
    client: AsyncWebClient, slack: Workspace
) -> None:
    ana = slack.person("ana")

    answer = await client.chat_postMessage(channel=ana.id, text="x")

    assert answer["channel"] == slack.dm(ana).id
    assert [one.text for one in slack.messages(slack.dm(ana))] == ["x"]


async def test_a_wrong_token_and_a_missing_scope_are_refused(
    client: AsyncWebClient, slack: Workspace, build: Channel
) -> None:
    slack.scopes.discard("chat:write")
    assert (
        await refusal(client, "chat.postMessage", channel=build.id, text="x")
        == "missing_scope"
    )
    assert await refusal(client, "api.nonsense") == "unknown_method"
    client.token = slack.app_token
    assert await refusal(client, "auth.test") == "not_allowed_token_type"
    client.token = "xoxb-other"
    assert await refusal(client, "auth.test") == "invalid_auth"
    client.token = None
    assert await refusal(client, "auth.test") == "not_authed"


async def test_the_scopes_granted_stand_in_a_header(
    client: AsyncWebClient, slack: Workspace
) -> None:
    slack.scopes = {"chat:write", "commands"}

    answer = await client.auth_test()

    assert answer.headers["x-oauth-scopes"] == "chat:write,commands"
    assert answer["user_id"] == slack.bot_user


async def test_only_its_own_messages_can_be_changed_or_deleted(
    client: AsyncWebClient, slack: Workspace, ana: Person, build: Channel
) -> None:
    said = await ana.says(build, "hi")
    own = (await client.chat_postMessage(channel=build.id, text="x"))["ts"]
    other = {"channel": build.id, "ts": said.ts, "text": "y"}

    assert await refusal(client, "chat.update", **other) == "cant_update_message"
    assert await refusal(client, "chat.delete", **other) == "cant_delete_message"
    await client.chat_update(channel=build.id, ts=own, text="y")
    assert [message.text for message in slack.messages(build)] == ["hi", "y"]
    await client.chat_delete(channel=build.id, ts=own)
    assert (
        await refusal(client, "chat.delete", **{**other, "ts": own}) == "message_not_found"
    )
    long = {**other, "ts": own, "text": "y" * 4001}
    assert await refusal(client, "chat.update", **long) == "message_not_found"


async def test_an_update_keeps_the_family_of_blocks_and_the_length(
    client: AsyncWebClient, build: Channel, slack: Workspace
) -> None:
    ts = (
        await client.chat_postMessage(channel=build.id, blocks=[rich(line(RUN))], text="x")
    )["ts"]
    at = {"channel": build.id, "ts": ts}

    assert await refusal(client, "chat.update", **at, blocks=[SECTION]) == "block_mismatch"
    assert await refusal(client, "chat.update", **at, text="x" * 4001) == "msg_too_long"
    await client.chat_update(**at, text="only text")
    message = slack.message(build.id, ts)
    assert message is not None
    assert message.blocks == []


async def test_a_reply_to_a_deleted_message_falls_into_the_channel(
    client: AsyncWebClient, slack: Workspace, ana: Person, build: Channel
) -> None:
    said = await ana.says(build, "hi")
    await ana.deletes(said)

    answer = await client.chat_postMessage(channel=build.id, text="x", thread_ts=said.ts)

    assert "thread_ts" not in answer["message"]


async def test_a_reply_to_a_reply_stands_in_the_same_thread(
    client: AsyncWebClient, slack: Workspace, ana: Person, build: Channel
) -> None:
    said = await ana.says(build, "hi")
    reply = await ana.says(build, "you", thread=said)

    await client.chat_postMessage(channel=build.id, text="x", thread_ts=reply.ts)

    assert [message.text for message in slack.thread(said)] == ["you", "x"]
    answer = await client.conversations_replies(channel=build.id, ts=said.ts, limit=2)
    assert [message["text"] for message in answer["messages"]] == ["hi", "you"]
    assert answer["has_more"]


async def test_the_history_of_a_channel_comes_newest_first(
    client: AsyncWebClient, ana: Person, build: Channel
) -> None:
    for words in ("one", "two", "three"):
        said = await ana.says(build, words)
    await ana.says(build, "aside", thread=said)

    answer = await client.conversations_history(channel=build.id, limit=2)

    assert [message["text"] for message in answer["messages"]] == ["three", "two"]
    assert answer["has_more"]
    since = await client.conversations_history(channel=build.id, oldest=said.ts)
    assert since["messages"] == []


async def test_history_needs_its_scope_and_a_thread(
    client: AsyncWebClient, slack: Workspace, build: Channel
) -> None:
    at = {"channel": build.id, "ts": "1.1"}

    assert await refusal(client, "conversations.replies", **at) == "thread_not_found"
    slack.scopes.discard("channels:history")
    assert await refusal(client, "conversations.replies", **at) == "missing_scope"


async def test_an_ephemeral_is_for_one_person_and_in_no_history(
    client: AsyncWebClient, slack: Workspace, ana: Person, build: Channel
) -> None:
    ben = slack.person("ben")
    answer = await client.chat_postEphemeral(channel=build.id, user=ana.id, text="psst")

    assert [message.text for message in slack.seen_by(ana, build)] == ["psst"]
    assert slack.messages(build) == []
    at = {"channel": build.id, "ts": answer["message_ts"], "text": "x"}
    assert await refusal(client, "chat.update", **at) == "message_not_found"
    to_ben = {"channel": build.id, "user": ben.id, "text": "x"}
    assert await refusal(client, "chat.postEphemeral", **to_ben) == "user_not_in_channel"


async def test_an_ephemeral_in_a_thread_is_shown_only_where_the_thread_has_replies(
    client: AsyncWebClient, slack: Workspace, ana: Person, build: Channel
) -> None:
    said = await ana.says(build, "hi")
    whisper: dict[str, Any] = {
        "channel": build.id,
        "user": ana.id,
        "text": "psst",
        "thread_ts": said.ts,
    }

    await client.chat_postEphemeral(**whisper)
    assert slack.seen_by(ana, build, thread=said) == []

    await ana.says(build, "you", thread=said)
    await client.chat_postEphemeral(**whisper)
    assert len(slack.seen_by(ana, build, thread=said)) == 1


async def test_a_message_has_a_permalink(
    client: AsyncWebClient, ana: Person, build: Channel
) -> None:
    said = await ana.says(build, "hi")

    answer = await client.chat_getPermalink(channel=build.id, message_ts=said.ts)

    assert said.ts.replace(".", "") in answer["permalink"]
    none = {"channel": build.id, "message_ts": "1.1"}
    assert await refusal(client, "chat.getPermalink", **none) == "message_not_found"
    nowhere = {"channel": "C9", "message_ts": "1.1"}
    assert await refusal(client, "chat.getPermalink", **nowhere) == "channel_not_found"


async def test_what_would_notify_somebody_is_noticed(
    client: AsyncWebClient, slack: Workspace, build: Channel
) -> None:
    for words in ("<!channel> x", "hi <@U1>"):
        await client.chat_postMessage(channel=build.id, text=words)
    user = {"type": "user", "user_id": "U1"}
    await client.chat_postMessage(channel=build.id, text="x", blocks=[rich(line(user))])
    await client.chat_postMessage(channel=build.id, text="&lt;!channel&gt;")

    assert [message.pings for message in slack.messages(build)] == [True, True, True, False]


async def test_a_failure_can_be_arranged_before_or_after_the_call_is_carried_out(
    client: AsyncWebClient, slack: Workspace, build: Channel
) -> None:
    slack.fail_next("chat.postMessage", "ratelimited")
    assert (
        await refusal(client, "chat.postMessage", channel=build.id, text="x")
        == "ratelimited"
    )
    assert slack.messages(build) == []

    slack.fail_next("chat.postMessage", "oops", http_status=503, after=True)
    with pytest.raises(SlackApiError):
        await client.chat_postMessage(channel=build.id, text="x")
    assert len(slack.messages(build)) == 1
    assert [call.method for call in slack.called("chat.postMessage")] == [
        "chat.postMessage"
    ] * 2


async def test_whatever_would_have_pinged_is_remembered_when_it_is_gone(
    client: AsyncWebClient, slack: Workspace, ana: Person, build: Channel
) -> None:
    ts = (await client.chat_postMessage(channel=build.id, text="@here", link_names=True))[
        "ts"
    ]
    await client.chat_update(channel=build.id, ts=ts, text="quiet")
    await client.chat_update(channel=build.id, ts=ts, text="<!here>")
    await client.chat_delete(channel=build.id, ts=ts)
    await client.chat_postMessage(channel=build.id, text="@ana", parse="full")
    await client.chat_postEphemeral(channel=build.id, user=ana.id, text="<@U0ANA>")

    assert [one.text for one in slack.pinged] == ["@here", "<!here>", "@ana", "<@U0ANA>"]


async def test_a_thread_is_read_in_pages_with_its_parent_on_each(
    client: AsyncWebClient, ana: Person, build: Channel
) -> None:
    said = await ana.says(build, "hi")
    replies = [await ana.says(build, str(at), thread=said) for at in range(3)]
    at: dict[str, Any] = {"channel": build.id, "ts": said.ts}

    first = await client.conversations_replies(**at, limit=3)
    cursor = first["response_metadata"]["next_cursor"]
    last = await client.conversations_replies(**at, limit=3, cursor=cursor)

    assert [one["text"] for one in first["messages"]] == ["hi", "0", "1"]
    assert [one["text"] for one in last["messages"]] == ["hi", "2"]
    assert (first["has_more"], last["has_more"]) == (True, False)
    assert first["messages"][0]["reply_count"] == 3
    between: dict[str, Any] = {"oldest": replies[0].ts, "latest": replies[2].ts}
    found = await client.conversations_replies(**at, **between)
    assert [one["text"] for one in found["messages"]] == ["hi", "1"]
    found = await client.conversations_replies(**at, **between, inclusive=True)
    assert [one["text"] for one in found["messages"]] == ["hi", "0", "1", "2"]


async def test_the_ts_of_a_reply_gives_that_reply_alone(
    client: AsyncWebClient, ana: Person, build: Channel
) -> None:
    said = await ana.says(build, "hi")
    reply = await ana.says(build, "you", thread=said)
    await ana.says(build, "too", thread=said)

    answer = await client.conversations_replies(channel=build.id, ts=reply.ts)

    assert [one["text"] for one in answer["messages"]] == ["you"]


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"limit": "many"}, "invalid_limit"),
        ({"cursor": "-1"}, "invalid_cursor"),
        ({"oldest": "once"}, "invalid_ts_oldest"),
        ({"latest": [1]}, "invalid_ts_latest"),
    ],
)
async def test_a_page_that_cannot_be_is_refused(
    client: AsyncWebClient, build: Channel, wrong: dict[str, Any], error: str
) -> None:
    asked = {"channel": build.id, **wrong}

    assert await refusal(client, "conversations.history", **asked) == error


async def test_a_deleted_thread_is_a_tombstone_until_its_last_reply_goes(
    client: AsyncWebClient, ana: Person, build: Channel
) -> None:
    said = await ana.says(build, "hi")
    reply = await ana.says(build, "you", thread=said)
    at: dict[str, Any] = {"channel": build.id, "ts": said.ts}
    await ana.deletes(said)

    shown = (await client.conversations_replies(**at))["messages"]
    assert [one.get("subtype") for one in shown] == ["tombstone", None]
    history = await client.conversations_history(channel=build.id)
    assert [one["subtype"] for one in history["messages"]] == ["tombstone"]
    assert await refusal(client, "chat.update", **at, text="x") == "message_not_found"
    link = {"channel": build.id, "message_ts": said.ts}
    assert (await client.chat_getPermalink(**link))["ok"]

    await ana.deletes(reply)
    assert await refusal(client, "conversations.replies", **at) == "thread_not_found"
    assert await refusal(client, "chat.getPermalink", **link) == "message_not_found"


async def test_an_archived_channel_can_be_read_but_not_written_to(
    client: AsyncWebClient, slack: Workspace, ana: Person, build: Channel
) -> None:
    said = await ana.says(build, "hi")
    posted = (await client.chat_postMessage(channel=build.id, text="x"))["ts"]
    build.archived = True
    own = {"channel": build.id, "ts": posted}

    assert len((await client.conversations_history(channel=build.id))["messages"]) == 2
    assert (await client.conversations_replies(channel=build.id, ts=said.ts))["ok"]
    assert await refusal(client, "chat.update", **own, text="y") == "is_archived"
    assert await refusal(client, "chat.delete", **own) == "is_archived"
    whisper = {"channel": build.id, "user": ana.id, "text": "psst"}
    assert await refusal(client, "chat.postEphemeral", **whisper) == "is_archived"


async def test_what_scope_was_needed_is_told(
    client: AsyncWebClient, slack: Workspace, ana: Person, build: Channel
) -> None:
    secret = slack.channel("secret", private=True)
    slack.scopes = {"chat:write", "channels:history"}
    with pytest.raises(SlackApiError) as refused:
        await client.conversations_history(channel=secret.id)
    assert refused.value.response["needed"] == "groups:history"
    assert refused.value.response["provided"] == "channels:history,chat:write"

    slack.scopes = {"chat:write"}  # then nothing is told of channels, not even of none
    nowhere = {"channel": "C9", "ts": "1.0"}
    assert await refusal(client, "conversations.replies", **nowhere) == "missing_scope"


async def test_an_update_without_blocks_counts_as_an_edit(
    client: AsyncWebClient, build: Channel
) -> None:
    ts = (await client.chat_postMessage(channel=build.id, text="x", blocks=[SECTION]))["ts"]
    at = {"channel": build.id, "ts": ts}

    redrawn = await client.chat_update(**at, text="y", blocks=[SECTION])
    rewritten = await client.chat_update(**at, text="z")

    assert "edited" not in redrawn["message"]
    assert rewritten["message"]["edited"]["ts"] > ts


async def test_an_ephemeral_to_a_reply_is_shown_in_its_thread(
    client: AsyncWebClient, slack: Workspace, ana: Person, build: Channel
) -> None:
    said = await ana.says(build, "hi")
    reply = await ana.says(build, "you", thread=said)

    await client.chat_postEphemeral(
        channel=build.id, user=ana.id, text="psst", thread_ts=reply.ts
    )

    assert [one.text for one in slack.seen_by(ana, build, thread=said)] == ["psst"]
    assert slack.seen_by(ana, build) == []
