"""Deliveries at the wire: by which way they go, and what is sent again as Slack does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field

import pytest
from aiohttp import ClientSession, web

from bot.playground.state import Channel
from bot.playground.weather import Climate, Fault, Weather
from bot.playground.workspace import Person, Workspace

from .test_sockets import acknowledged, connect


@dataclass
class Ear:
    """A server that Slack delivers to: what it heard, and what it answers, 200 at last."""

    address: str = ""
    statuses: list[int] = field(default_factory=list)
    heard: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    broken: int = 0

    async def take(self, request: web.Request) -> web.Response:
        try:
            text = await request.text()
        except ConnectionResetError:
            self.broken += 1
            raise
        self.heard.append((text, request.headers))
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    @property
    def retries(self) -> list[str]:
        return [headers.get("x-slack-retry-num", "0") for _, headers in self.heard]


@pytest.fixture
async def ear(slack: Workspace) -> AsyncIterator[Ear]:
    ear, app = Ear(), web.Application()
    app.router.add_post("/events", ear.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.deliver_to(f"http://127.0.0.1:{runner.addresses[0][1]}/events")
    yield ear
    await runner.cleanup()


def weather(slack: Workspace, fault: Fault, retries: tuple[float, ...] = (0.0,)) -> None:
    """From now on this happens to every delivery."""
    slack.weather = Weather(Climate(deliveries={fault: 1.0}, retries=retries, held=0.1))


async def test_without_any_way_to_the_bot_a_delivery_is_recorded_as_not_taken(
    slack: Workspace, ana: Person, build: Channel
) -> None:
    await ana.says(build, "hi")

    assert [one.status for one in slack.wire.deliveries] == [0]


async def test_sockets_take_over_from_http_while_there_are_any(
    slack: Workspace, ana: Person, build: Channel
) -> None:
    slack.deliver_to("http://127.0.0.1:1/")
    async with ClientSession() as session:
        socket = await connect(slack, session)
        saying = asyncio.create_task(ana.says(build, "hi"))
        await acknowledged(socket)
        await saying
        await slack.wire.disconnect()
        assert (await socket.receive_json())["type"] == "disconnect"
        await socket.receive()
        await slack.wire.gone()
        await ana.says(build, "hi")

    assert [one.acked for one in slack.wire.deliveries] == [True, False]


async def test_an_event_is_sent_again_until_it_is_acknowledged(
    slack: Workspace, ear: Ear, ana: Person, build: Channel
) -> None:
    slack.weather = Weather(Climate(retries=(0.0, 0.0, 0.0)))
    ear.statuses = [500, 404]

    await ana.says(build, "hi")

    assert ear.retries == ["0", "1", "2"]
    assert len({text for text, _ in ear.heard}) == 1  # one event_id, too
    assert ear.heard[1][1]["x-slack-retry-reason"] == "http_timeout"
    assert [one.acked for one in slack.wire.deliveries] == [False, False, True]


async def test_an_event_is_given_up_after_the_last_retry(
    slack: Workspace, ear: Ear, ana: Person, build: Channel
) -> None:
    slack.weather = Weather(Climate(retries=(0.0, 0.0, 0.0)))
    ear.statuses = [500] * 9

    await ana.says(build, "hi")

    assert ear.retries == ["0", "1", "2", "3"]


async def test_a_command_is_never_sent_again(
    slack: Workspace, ear: Ear, ana: Person, build: Channel
) -> None:
    slack.weather = Weather(Climate(retries=(0.0, 0.0)))
    ear.statuses = [500]

    delivery = await ana.commands(build, "/whatis", "token")

    assert (ear.retries, delivery.acked) == (["0"], False)


async def test_where_the_acknowledgement_is_lost_the_same_event_comes_again(
    slack: Workspace, ear: Ear, ana: Person, build: Channel
) -> None:
    weather(slack, Fault.UNHEARD)

    await ana.says(build, "hi")

    [first, second] = ear.heard
    assert (first[0], ear.retries) == (second[0], ["0", "1"])
    assert slack.weather.counts == {Fault.UNHEARD: 2}


async def test_an_event_can_come_twice_at_once_though_it_is_acknowledged(
    slack: Workspace, ear: Ear, ana: Person, build: Channel
) -> None:
    weather(slack, Fault.TWICE)

    await ana.says(build, "hi")
    await ana.commands(build, "/whatis", "token")

    assert sorted(ear.retries[:2]) == ["0", "1"]
    assert len(ear.heard) == 3  # Slack sends no command twice
    assert slack.weather.counts == {Fault.TWICE: 1}


async def test_a_delivery_that_is_cut_off_arrives_in_part_and_comes_again(
    slack: Workspace, ear: Ear, ana: Person, build: Channel
) -> None:
    weather(slack, Fault.CUT)

    await ana.says(build, "hi")
    await slack.until(lambda: len(slack.wire.deliveries) == 2)

    assert ear.heard == []
    assert [one.body for one in slack.wire.deliveries] == ["cut off on its way"] * 2


async def test_cut_off_where_nobody_listens_is_a_failure_like_any_other(
    slack: Workspace, ana: Person, build: Channel
) -> None:
    weather(slack, Fault.CUT, retries=())
    slack.deliver_to("http://127.0.0.1:1/events")

    await ana.says(build, "hi")

    assert [one.acked for one in slack.wire.deliveries] == [False]


async def test_what_is_held_back_is_overtaken(
    slack: Workspace, ear: Ear, ana: Person, build: Channel
) -> None:
    weather(slack, Fault.HELD)
    held = asyncio.create_task(ana.says(build, "first"))
    while not slack.weather.counts[Fault.HELD]:
        await asyncio.sleep(0)
    slack.weather = Weather()
    await ana.says(build, "second")
    await held

    assert ["first" in text for text, _ in ear.heard] == [False, True]
