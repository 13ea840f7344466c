"""The ways to the bot: sockets that come and go, and tickets that open one each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, WSServerHandshakeError

from bot.playground.state import Channel
from bot.playground.wire import SECONDS_TO_ACK
from bot.playground.workspace import Person, Workspace


@pytest.fixture
async def slack() -> AsyncIterator[Workspace]:
    async with Workspace() as workspace:
        yield workspace


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


@pytest.fixture
def ana(slack: Workspace) -> Person:
    return slack.person("ana")


@pytest.fixture
def build(slack: Workspace, ana: Person) -> Channel:
    return slack.channel("build")


async def connect(slack: Workspace, session: ClientSession) -> ClientWebSocketResponse:
    """A connection of the bot that has been greeted."""
    socket = await session.ws_connect(slack.wire.ticket())
    assert (await socket.receive_json())["type"] == "hello"
    return socket


async def acknowledged(socket: ClientWebSocketResponse) -> dict[str, Any]:
    """The next payload that comes here, taken."""
    envelope: dict[str, Any] = await socket.receive_json()
    await socket.send_json({"envelope_id": envelope["envelope_id"]})
    return envelope


async def test_a_ticket_opens_one_connection_and_none_can_be_made_up(
    slack: Workspace, session: ClientSession
) -> None:
    ticket = slack.wire.ticket()
    await session.ws_connect(ticket)

    for address in (ticket, ticket + "0"):
        with pytest.raises(WSServerHandshakeError) as refused:
            await session.ws_connect(address)
        assert refused.value.status == 404


async def test_each_payload_goes_to_one_connection_in_turn(
    slack: Workspace, session: ClientSession, ana: Person, build: Channel
) -> None:
    sockets = [await connect(slack, session), await connect(slack, session)]
    await slack.wire.connected(2)

    heard = []
    for words in ("one", "two", "three"):
        saying = asyncio.create_task(ana.says(build, words))
        receiving = [asyncio.create_task(acknowledged(socket)) for socket in sockets]
        [done], waiting = await asyncio.wait(receiving, return_when=asyncio.FIRST_COMPLETED)
        await saying
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        heard.append((receiving.index(done), done.result()["payload"]["event"]["text"]))

    assert heard == [(0, "one"), (1, "two"), (0, "three")]


async def test_what_a_lost_connection_did_not_acknowledge_has_failed_at_once(
    slack: Workspace, session: ClientSession, ana: Person, build: Channel
) -> None:
    socket = await connect(slack, session)
    await slack.wire.connected()

    async with asyncio.timeout(SECONDS_TO_ACK / 2):
        saying = asyncio.create_task(ana.says(build, "hi"))
        await socket.receive_json()
        await socket.close()
        said = await saying

    [delivery] = slack.wire.deliveries
    assert (delivery.status, delivery.acked) == (0, False)
    assert "closed" in delivery.body

    socket = await connect(slack, session)
    await slack.wire.connected()
    again = asyncio.create_task(slack.redeliver(said))
    envelope = await acknowledged(socket)
    await again
    assert envelope["payload"]["event_id"] == delivery.id
    assert (envelope["retry_attempt"], envelope["retry_reason"]) == (1, "http_timeout")


async def test_an_acknowledgement_of_something_else_is_none(
    slack: Workspace, session: ClientSession, ana: Person, build: Channel
) -> None:
    socket = await connect(slack, session)
    await slack.wire.connected()

    saying = asyncio.create_task(ana.says(build, "hi"))
    envelope = await socket.receive_json()
    await socket.send_json({"envelope_id": "another"})
    await socket.send_json({"type": "nothing known"})
    await socket.send_json(
        {"envelope_id": envelope["envelope_id"], "payload": {"text": "ok"}}
    )
    await saying

    assert slack.wire.deliveries[0].body == '{"text": "ok"}'


async def test_without_any_way_to_the_bot_a_delivery_is_recorded_as_not_taken(
    slack: Workspace, ana: Person, build: Channel
) -> None:
    await ana.says(build, "hi")

    assert [one.status for one in slack.wire.deliveries] == [0]


async def test_sockets_take_over_from_http_while_there_are_any(
    slack: Workspace, session: ClientSession, ana: Person, build: Channel
) -> None:
    slack.deliver_to("http://127.0.0.1:1/")
    socket = await connect(slack, session)
    await slack.wire.connected()
    saying = asyncio.create_task(ana.says(build, "hi"))
    await acknowledged(socket)
    await saying
    await slack.wire.disconnect()
    assert (await socket.receive_json())["type"] == "disconnect"
    await slack.until(lambda: not slack.wire.sockets)
    await ana.says(build, "hi")

    assert [one.acked for one in slack.wire.deliveries] == [True, False]
