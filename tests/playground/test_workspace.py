"""What people do reaches the bot in Slack's own shapes, over HTTP and over WebSockets."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs

import pytest
from aiohttp import ClientSession, web
from slack_sdk.signature import SignatureVerifier
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.workspace import Workspace


class Ear:
    """An app that hears everything, says nothing, and answers with `status`."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.status = 200

    async def hear(self, request: web.Request) -> web.Response:
        body = await request.text()
        stamp, signature = (
            request.headers[f"x-slack-{one}"] for one in ("request-timestamp", "signature")
        )
        verifier = SignatureVerifier("playground-signing-secret")
        assert verifier.is_valid(body, stamp, signature)
        if request.content_type == "application/json":
            self.heard.append(json.loads(body))
        else:
            form = {key: values[0] for key, values in parse_qs(body).items()}
            self.heard.append(json.loads(form["payload"]) if "payload" in form else form)
        self.headers.append(dict(request.headers))
        return web.Response(status=self.status)

    def events(self) -> list[dict[str, Any]]:
        return [one["event"] for one in self.heard]


@pytest.fixture
async def ear(slack: Workspace) -> AsyncIterator[Ear]:
    ear = Ear()
    app = web.Application()
    app.router.add_post("/", ear.hear)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.deliver_to(f"http://127.0.0.1:{runner.addresses[0][1]}/")
    yield ear
    await runner.cleanup()


BUTTON = {
    "type": "actions",
    "elements": [
        {
            "type": "button",
            "action_id": "go:0",
            "text": {"type": "plain_text", "text": "Go"},
            "value": "v",
        }
    ],
}


def client(slack: Workspace) -> AsyncWebClient:
    return AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)


async def test_a_message_arrives_signed_and_whole(slack: Workspace, ear: Ear) -> None:
    ana, build = slack.person("ana"), slack.channel("build")
    said = await ana.says(build, "a &amp; b")
    await ana.says(build, "more", thread=said)

    first, reply = ear.events()
    assert (first["text"], first["channel_type"], first["user"]) == (
        "a &amp; b",
        "channel",
        ana.id,
    )
    assert "thread_ts" not in first
    assert reply["thread_ts"] == said.ts
    assert ear.heard[0]["event_id"] != ear.heard[1]["event_id"]
    assert all(delivery.acked for delivery in slack.wire.deliveries)


async def test_a_mention_arrives_twice_under_two_ids(slack: Workspace, ear: Ear) -> None:
    ana, build = slack.person("ana"), slack.channel("build")

    await ana.says(build, f"<@{slack.bot_user}> hi")

    assert sorted(event["type"] for event in ear.events()) == ["app_mention", "message"]
    assert ear.events()[0]["ts"] == ear.events()[1]["ts"]
    assert ear.heard[0]["event_id"] != ear.heard[1]["event_id"]


async def test_a_mention_in_a_direct_message_arrives_once(
    slack: Workspace, ear: Ear
) -> None:
    ana, ben = slack.person("ana"), slack.person("ben")

    await ana.says(slack.dm(ana), f"<@{slack.bot_user}> hi")
    await ana.says(slack.group_dm(ana, ben), f"<@{slack.bot_user}> hi")

    assert [event["channel_type"] for event in ear.events()] == ["im", "mpim"]


async def test_without_membership_or_scope_nothing_arrives(
    slack: Workspace, ear: Ear
) -> None:
    ana = slack.person("ana")
    await ana.says(slack.channel("far", bot=False), "hi")
    slack.scopes.discard("groups:history")
    await ana.says(slack.channel("secret", private=True), "hi")
    slack.scopes.discard("app_mentions:read")
    await ana.says(slack.channel("near"), f"<@{slack.bot_user}> hi")

    assert [event["type"] for event in ear.events()] == ["message"]


async def test_edits_and_deletions_arrive_hidden(slack: Workspace, ear: Ear) -> None:
    ana, build = slack.person("ana"), slack.channel("build")
    said = await ana.says(build, "hi")

    await ana.edits(said, "hello")
    await ana.deletes(said)

    _, edited, deleted = ear.events()
    assert edited["subtype"] == "message_changed"
    assert edited["message"]["text"] == "hello"
    assert edited["previous_message"]["text"] == "hi"
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", said.ts)


async def test_what_the_bot_posts_comes_back_to_it(slack: Workspace, ear: Ear) -> None:
    build = slack.channel("build")
    answer = await client(slack).chat_postMessage(channel=build.id, text="x")
    await client(slack).chat_delete(channel=build.id, ts=answer["ts"])
    await slack.settled()

    posted, deleted = ear.events()
    assert posted["bot_id"] == slack.bot_id
    assert deleted["subtype"] == "message_deleted"


async def test_a_redelivery_is_the_same_event_with_a_reason(
    slack: Workspace, ear: Ear
) -> None:
    ana, build = slack.person("ana"), slack.channel("build")
    said = await ana.says(build, "hi")

    await slack.redeliver(said, 2, "http_error")

    assert ear.heard[0] == ear.heard[1]
    assert "x-slack-retry-num" not in {name.lower() for name in ear.headers[0]}
    assert ear.headers[1]["x-slack-retry-num"] == "2"
    assert ear.headers[1]["x-slack-retry-reason"] == "http_error"


async def test_a_failed_delivery_is_recorded(slack: Workspace, ear: Ear) -> None:
    ear.status = 500
    ana, build = slack.person("ana"), slack.channel("build")
    await ana.says(build, "hi")
    slack.deliver_to("http://127.0.0.1:1/")
    await ana.says(build, "hi")

    assert [delivery.status for delivery in slack.wire.deliveries] == [500, 0]


async def test_a_command_arrives_as_a_form_with_a_response_url(
    slack: Workspace, ear: Ear
) -> None:
    ana, build = slack.person("ana"), slack.channel("build")

    await ana.commands(build, "/whatis", "a token")

    [form] = ear.heard
    assert (form["command"], form["text"], form["channel_name"]) == (
        "/whatis",
        "a token",
        "build",
    )
    slack.scopes.discard("commands")
    with pytest.raises(ValueError, match="not installed"):
        await ana.commands(build, "/whatis")


async def respond(url: str, **said: Any) -> tuple[int, str]:
    async with ClientSession() as session, session.post(url, json=said) as answer:
        return answer.status, await answer.text()


async def test_a_click_carries_its_message_place_and_value(
    slack: Workspace, ear: Ear
) -> None:
    ana, build = slack.person("ana"), slack.channel("build")
    said = await ana.says(build, "hi")
    post: dict[str, Any] = {
        "channel": build.id,
        "text": "x",
        "blocks": [BUTTON],
        "thread_ts": said.ts,
    }
    await client(slack).chat_postMessage(**post)
    [card] = slack.thread(said)

    await ana.presses(card, "Go")

    click = ear.heard[-1]
    assert click["actions"][0]["value"] == "v"
    assert click["message"]["ts"] == card.ts
    assert click["container"]["thread_ts"] == said.ts
    assert click["container"]["is_ephemeral"] is False
    with pytest.raises(ValueError, match="no button"):
        await ana.presses(card, "Stop")


async def test_a_click_on_an_ephemeral_has_no_message_and_can_replace_it(
    slack: Workspace, ear: Ear
) -> None:
    ana, build = slack.person("ana"), slack.channel("build")
    await client(slack).chat_postEphemeral(
        channel=build.id, user=ana.id, text="x", blocks=[BUTTON]
    )
    [card] = slack.seen_by(ana, build)

    await ana.presses(card, "go:0")

    click = ear.heard[-1]
    assert "message" not in click
    assert click["container"]["is_ephemeral"] is True
    await respond(click["response_url"], text="y", replace_original=True)
    assert [message.text for message in slack.seen_by(ana, build)] == ["y"]
    await respond(click["response_url"], delete_original=True)
    assert slack.seen_by(ana, build) == []
    with pytest.raises(ValueError, match="does not see"):
        await slack.person("ben").presses(card, "Go")


async def test_a_response_url_speaks_privately_or_in_the_channel_five_times(
    slack: Workspace, ear: Ear
) -> None:
    ana, build = slack.person("ana"), slack.channel("build", bot=False)
    await ana.commands(build, "/whatis", "x")
    url = ear.heard[-1]["response_url"]

    assert await respond(url, text="only you") == (200, "ok")
    assert await respond(url, text="all", response_type="in_channel") == (200, "ok")
    assert (await respond(url))[0] == 400
    assert (await respond(url, text="x", blocks=[{"type": "x"}]))[0] == 400
    await respond(url, text="fifth")
    assert (await respond(url, text="sixth"))[0] == 404

    assert [message.text for message in slack.seen_by(ana, build)] == ["only you", "fifth"]
    assert [message.text for message in slack.messages(build)] == ["all"]


async def test_a_response_url_ends_after_half_an_hour() -> None:
    now = [1_000_000.0]
    async with Workspace(now=lambda: now[0]) as slack:
        ana = slack.person("ana")
        url = slack.respond_at(slack.channel("build"), ana.id, None)
        now[0] += 31 * 60

        assert (await respond(url, text="late"))[0] == 404


async def test_held_calls_wait_for_their_gate(slack: Workspace) -> None:
    build = slack.channel("build")
    gate = slack.hold("chat.postMessage")
    posting = asyncio.create_task(
        client(slack).chat_postMessage(channel=build.id, text="x")
    )

    await slack.until(lambda: slack.called("chat.postMessage"))
    assert slack.messages(build) == []
    gate.set()

    await posting
    assert len(slack.messages(build)) == 1


async def test_waiting_for_what_never_comes_ends(slack: Workspace) -> None:
    with pytest.raises(TimeoutError):
        await slack.until(lambda: False, timeout=0.01)


async def test_socket_mode_delivers_everything_and_takes_acknowledgements(
    slack: Workspace,
) -> None:
    heard: list[SocketModeRequest] = []

    async def hear(socket: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        heard.append(request)
        await socket.send_socket_mode_response(SocketModeResponse(request.envelope_id))

    ana, build = slack.person("ana"), slack.channel("build")
    socket = SocketModeClient(slack.app_token, web_client=client(slack))
    socket.socket_mode_request_listeners.append(hear)
    try:
        await socket.connect()
        await slack.wire.connected()
        said = await ana.says(build, "hi")
        await slack.redeliver(said)
        await ana.commands(build, "/whatis", "x")
    finally:
        await socket.close()

    assert [request.type for request in heard] == [
        "events_api",
        "events_api",
        "slash_commands",
    ]
    assert [request.retry_attempt for request in heard] == [0, 1, None]
    assert all(delivery.acked for delivery in slack.wire.deliveries)


async def test_a_socket_is_told_to_renew_itself(slack: Workspace) -> None:
    address = slack.wire.ticket()
    async with ClientSession() as session, session.ws_connect(address) as socket:
        assert (await socket.receive_json())["type"] == "hello"
        await slack.wire.connected()

        await slack.wire.disconnect("warning")

        assert await socket.receive_json() == {"type": "disconnect", "reason": "warning"}
