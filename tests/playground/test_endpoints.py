"""What is sent to the workspace is refused in Slack's way, never with a crash."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientSession

from bot.playground.state import Channel, Message
from bot.playground.workspace import Person, Workspace


@pytest.fixture
def card(slack: Workspace, build: Channel) -> Message:
    """A message of the bot that could be pressed."""
    return slack.bot_posts(build, "card", [], None)


async def send(url: str, said: Any) -> tuple[int, str]:
    async with ClientSession() as session, session.post(url, json=said) as answer:
        return answer.status, await answer.text()


async def call(slack: Workspace, **request: Any) -> dict[str, Any]:
    async with (
        ClientSession() as session,
        session.post(slack.api_url + "chat.postMessage", **request) as answer,
    ):
        assert answer.status == 200
        found: dict[str, Any] = await answer.json()
        return found


@pytest.mark.parametrize(
    ("body", "error"), [("{", "invalid_json"), ("[1]", "json_not_object")]
)
async def test_a_body_that_is_no_json_object_is_refused(
    slack: Workspace, body: str, error: str
) -> None:
    headers = {"content-type": "application/json"}

    assert await call(slack, data=body, headers=headers) == {"ok": False, "error": error}


async def test_a_form_with_the_token_in_it_is_as_good_as_json(
    slack: Workspace, build: Channel
) -> None:
    blocks = '[{"type": "divider"}]'
    form = {"token": slack.bot_token, "channel": build.id, "text": "x", "blocks": blocks}

    assert (await call(slack, data=form))["ok"]
    [posted] = slack.messages(build)
    assert posted.blocks[0]["type"] == "divider"


@pytest.mark.parametrize("blocks", ["[", "{}", '"[]"', {"type": "divider"}, 5])
async def test_blocks_that_are_no_list_are_refused(
    slack: Workspace, build: Channel, blocks: Any
) -> None:
    said = {"channel": build.id, "text": "x", "blocks": blocks}
    headers = {"authorization": f"Bearer {slack.bot_token}"}

    answer = await call(slack, json=said, headers=headers)
    assert answer["error"] == "invalid_blocks_format"


async def test_a_refusal_of_blocks_names_each_fault_twice(
    slack: Workspace, build: Channel
) -> None:
    said = {"channel": build.id, "text": "x", "blocks": [{"type": "rocket"}]}
    headers = {"authorization": f"Bearer {slack.bot_token}"}

    answer = await call(slack, json=said, headers=headers)

    fault = "unsupported type: rocket [json-pointer:/blocks/0/type]"
    assert answer["errors"] == [fault]
    assert answer["response_metadata"]["messages"] == [f"[ERROR] {fault}"]


async def test_a_response_url_takes_an_object_and_no_other_name(
    slack: Workspace, ana: Person, build: Channel
) -> None:
    url = slack.respond_at(build, ana.id, None)

    for said in ([1], "x", None):
        assert (await send(url, said))[0] == 400
    assert (await send(f"{slack.url}/response/none", {"text": "x"}))[0] == 404
    assert (await send(url, {"text": "x"})) == (200, "ok")


async def test_a_response_url_replaces_and_deletes_what_was_pressed(
    slack: Workspace, ana: Person, build: Channel, card: Message
) -> None:
    url = slack.respond_at(build, ana.id, card)

    await send(url, {"text": "new", "replace_original": True})
    assert [one.text for one in slack.messages(build)] == ["new"]

    for _ in range(2):  # somebody else may have been faster
        assert (await send(url, {"delete_original": True}))[0] == 200
    assert slack.messages(build) == []
    status, why = await send(url, {"text": "back", "replace_original": True})
    assert (status, "message_not_found" in why) == (400, True)
    assert slack.messages(build) == []


async def test_a_response_url_answers_in_a_thread(
    slack: Workspace, ana: Person, build: Channel, card: Message
) -> None:
    url = slack.respond_at(build, ana.id, card)
    said = {"text": "x", "response_type": "in_channel", "thread_ts": card.ts}

    await send(url, said)
    assert [one.text for one in slack.thread(card)] == ["x"]
    await send(url, {**said, "response_type": "ephemeral", "text": "psst"})
    assert [one.text for one in slack.seen_by(ana, build, thread=card)] == ["psst"]
    assert len(slack.thread(card)) == 1


async def test_an_ephemeral_never_becomes_visible_to_all(
    slack: Workspace, ana: Person, build: Channel
) -> None:
    whispered = slack.show_to(ana.id, build, "psst", [], None)
    url = slack.respond_at(build, ana.id, whispered)

    await send(
        url, {"text": "loud", "replace_original": True, "response_type": "in_channel"}
    )

    assert slack.messages(build) == []
    assert [one.text for one in slack.seen_by(ana, build)] == ["loud"]


async def test_a_response_url_does_not_reach_an_archived_channel(
    slack: Workspace, ana: Person, build: Channel
) -> None:
    url = slack.respond_at(build, ana.id, None)
    build.archived = True

    status, why = await send(url, {"text": "x"})
    assert (status, "is_archived" in why) == (400, True)


async def test_a_call_that_breaks_off_in_the_middle_is_none(
    slack: Workspace, build: Channel, caplog: pytest.LogCaptureFixture
) -> None:
    to = urlsplit(slack.api_url)
    _, writer = await asyncio.open_connection(to.hostname, to.port)
    lines = ("host: x", "content-type: application/json", "content-length: 9", "", "{")
    writer.write("\r\n".join(["POST /api/chat.postMessage HTTP/1.1", *lines]).encode())
    await writer.drain()
    writer.close()
    await writer.wait_closed()

    assert await call(slack, json={"channel": build.id}) == {
        "ok": False,
        "error": "not_authed",
    }
    assert slack.messages(build) == []
    assert "Traceback" not in caplog.text
