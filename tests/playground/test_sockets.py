"""Socket Mode at the wire: connections that come, go, and only seem to be there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import (
    ClientSession,
    ClientWebSocketResponse,
    WSMsgType,
    WSServerHandshakeError,
)

from bot.playground.state import Channel
from bot.playground.weather import Climate, Fault, Weather
from bot.playground.workspace import Person, Workspace


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


async def connect(slack: Workspace, session: ClientSession) -> ClientWebSocketResponse:
    """A connection of the bot that has been greeted."""
    before = len(slack.wire.sockets)
    socket = await session.ws_connect(slack.wire.ticket(), autoping=False)
    assert (await socket.receive_json())["type"] == "hello"
    await slack.wire.connected(before + 1)
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

    async with asyncio.timeout(slack.weather.climate.to_ack / 2):
        saying = asyncio.create_task(ana.says(build, "hi"))
        await socket.receive_json()
        await socket.close()
        said = await saying

    [delivery] = slack.wire.deliveries
    assert (delivery.status, delivery.acked) == (0, False)
    assert "closed" in delivery.body

    socket = await connect(slack, session)
    again = asyncio.create_task(slack.redeliver(said))
    envelope = await acknowledged(socket)
    await again
    assert envelope["payload"]["event_id"] == delivery.id
    assert (envelope["retry_attempt"], envelope["retry_reason"]) == (1, "http_timeout")


async def test_an_acknowledgement_of_something_else_is_none(
    slack: Workspace, session: ClientSession, ana: Person, build: Channel
) -> None:
    socket = await connect(slack, session)

    saying = asyncio.create_task(ana.says(build, "hi"))
    envelope = await socket.receive_json()
    await socket.send_json({"envelope_id": "another"})
    await socket.send_json({"type": "nothing known"})
    await socket.send_json(
        {"envelope_id": envelope["envelope_id"], "payload": {"text": "ok"}}
    )
    await saying

    assert slack.wire.deliveries[0].body == '{"text": "ok"}'


async def test_what_was_not_acknowledged_in_time_comes_again_on_another_connection(
    slack: Workspace, session: ClientSession, ana: Person, build: Channel
) -> None:
    slack.weather = Weather(Climate(to_ack=0.1, retries=(0.0,)))
    first, second = await connect(slack, session), await connect(slack, session)

    saying = asyncio.create_task(ana.says(build, "hi"))
    unanswered = await first.receive_json()
    again = await acknowledged(second)
    await saying

    assert again["payload"] == unanswered["payload"]
    assert (unanswered["retry_attempt"], again["retry_attempt"]) == (0, 1)


async def test_a_ping_is_answered(slack: Workspace, session: ClientSession) -> None:
    socket = await connect(slack, session)

    await socket.ping(b"there?")

    answer = await socket.receive()
    assert (answer.type, answer.data) == (WSMsgType.PONG, b"there?")


async def test_half_open_nothing_passes_and_another_connection_gets_what_it_lost(
    slack: Workspace, session: ClientSession, ana: Person, build: Channel
) -> None:
    slack.weather = Weather(Climate(to_ack=0.1, retries=(0.0,)))
    silent = await connect(slack, session)
    slack.wire.fall_silent(slack.wire.sockets[0])
    other = await connect(slack, session)

    await silent.ping(b"there?")
    saying = asyncio.create_task(ana.says(build, "hi"))
    envelope = await acknowledged(other)
    await saying

    assert envelope["retry_attempt"] == 1
    assert not silent.closed
    with pytest.raises(TimeoutError):
        await silent.receive(timeout=0.1)
    assert slack.weather.counts == {Fault.HALF_OPEN: 1}


async def test_half_open_no_goodbye_is_answered_until_it_breaks_off(
    slack: Workspace, session: ClientSession
) -> None:
    silent = await connect(slack, session)
    slack.wire.fall_silent(slack.wire.sockets[0], seconds=0.3)

    await silent.close()

    await slack.wire.gone()
    assert silent.close_code == 1006  # it was broken off, not closed


async def test_the_end_of_a_connection_is_told_before_it_comes(
    slack: Workspace, session: ClientSession
) -> None:
    ending, staying = await connect(slack, session), await connect(slack, session)

    await slack.wire.warn(slack.wire.sockets[0], seconds=0.0)

    told = [(await ending.receive_json())["reason"] for _ in range(2)]
    assert told == ["warning", "refresh_requested"]
    assert (await ending.receive()).type is WSMsgType.CLOSE
    await slack.wire.gone(1)
    assert not staying.closed


async def test_one_connection_too_many_is_told_so_and_gets_nothing(
    slack: Workspace, session: ClientSession
) -> None:
    slack.weather = Weather(Climate(refusals=1.0))

    socket = await session.ws_connect(slack.wire.ticket())

    assert (await socket.receive_json())["type"] == "hello"
    told = await socket.receive_json()
    assert (told["type"], told["reason"]) == ("disconnect", "too_many_websockets")
    assert (await socket.receive()).type is WSMsgType.CLOSE
    assert slack.wire.sockets == []


async def test_a_connection_can_break_off_without_a_word(
    slack: Workspace, session: ClientSession
) -> None:
    socket = await connect(slack, session)

    slack.wire.break_off(slack.wire.sockets[0])

    assert (await socket.receive()).type is WSMsgType.CLOSED
    await slack.wire.gone()
