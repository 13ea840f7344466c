"""Faults at the wire: each does to a call what it is named after, and is counted."""

from __future__ import annotations

import pytest
from aiohttp import ClientError, ClientSession

from bot.playground.state import Channel
from bot.playground.weather import FINE, Climate, Fault, Weather
from bot.playground.workspace import Workspace


@pytest.fixture
def build(slack: Workspace) -> Channel:
    return slack.channel("build")


async def post(slack: Workspace, channel: Channel) -> tuple[int, str, str]:
    """Post as the bot does: the status, the Retry-After and the body of the answer."""
    headers = {"authorization": f"Bearer {slack.bot_token}"}
    said = {"channel": channel.id, "text": "a card"}
    url = f"{slack.api_url}chat.postMessage"
    async with (
        ClientSession(headers=headers) as session,
        session.post(url, json=said) as answer,
    ):
        body = await answer.text()
        return answer.status, answer.headers.get("retry-after", ""), body


def always(slack: Workspace, fault: Fault) -> None:
    """From now on this happens to every call."""
    slack.weather = Weather(Climate(calls={fault: 1.0}, retry_after=1, slowest=0.01))


async def test_429_refuses_and_says_for_how_long(slack: Workspace, build: Channel) -> None:
    always(slack, Fault.RATE)

    status, wait, body = await post(slack, build)

    assert (status, wait, "ratelimited" in body) == (429, "1", True)
    assert slack.messages(build) == []
    assert slack.weather.counts == {Fault.RATE: 1}
    assert slack.calls[0].fault is Fault.RATE


@pytest.mark.parametrize(("fault", "posts"), [(Fault.FAILED, 0), (Fault.FAILED_AFTER, 1)])
async def test_5xx_is_no_json_and_comes_before_or_after_acceptance(
    slack: Workspace, build: Channel, fault: Fault, posts: int
) -> None:
    always(slack, fault)

    status, _, body = await post(slack, build)

    assert (status, body[:6]) == (503, "<html>")
    assert len(slack.messages(build)) == posts


@pytest.mark.parametrize(("fault", "posts"), [(Fault.DROPPED, 0), (Fault.DROPPED_AFTER, 1)])
async def test_the_connection_drops_before_or_after_acceptance(
    slack: Workspace, build: Channel, fault: Fault, posts: int
) -> None:
    always(slack, fault)

    with pytest.raises(ClientError):
        await post(slack, build)

    assert len(slack.messages(build)) == posts


async def test_a_slow_call_is_answered_in_the_end(slack: Workspace, build: Channel) -> None:
    always(slack, Fault.SLOW)

    assert (await post(slack, build))[0] == 200
    assert slack.weather.counts == {Fault.SLOW: 1}


def test_a_slow_answer_takes_seconds_and_others_the_usual_time() -> None:
    slow = Weather(Climate(calls={Fault.SLOW: 1.0}, slowest=4.0))
    usual = Weather(Climate(delay=0.1))

    took = [slow.over_call("chat.update").seconds for _ in range(100)]
    assert 1.0 <= min(took) < max(took) <= 4.0
    median = sorted(usual.over_call("chat.update").seconds for _ in range(999))[499]
    assert 0.08 < median < 0.12


async def test_a_response_url_suffers_as_well(slack: Workspace, build: Channel) -> None:
    always(slack, Fault.FAILED_AFTER)
    url = slack.respond_at(build, "U0ANA", None)

    async with ClientSession() as session, session.post(url, json={"text": "x"}) as answer:
        assert answer.status == 503

    assert [one.text for one in slack.ephemerals] == ["x"]


async def test_a_channel_takes_a_burst_and_then_one_post_a_second(
    slack: Workspace, build: Channel
) -> None:
    seconds = 0.0
    slack.weather = Weather(Climate(burst=2), now=lambda: seconds)

    async def posted(channel: Channel, times: int) -> list[int]:
        return [(await post(slack, channel))[0] for _ in range(times)]

    assert await posted(build, 3) == [200, 200, 429]
    assert await posted(slack.channel("other"), 1) == [200]
    seconds += 1.0
    assert await posted(build, 2) == [200, 429]
    seconds += 60.0
    assert await posted(build, 3) == [200, 200, 429]
    assert slack.weather.counts == {Fault.CROWDED: 3}


async def test_a_socket_address_is_refused_with_a_word(slack: Workspace) -> None:
    slack.weather = Weather(Climate(refusals=1.0))
    headers = {"authorization": f"Bearer {slack.app_token}"}
    url = f"{slack.api_url}apps.connections.open"

    async with ClientSession(headers=headers) as session, session.post(url) as answer:
        assert await answer.json() == {"ok": False, "error": "internal_error"}

    assert slack.weather.counts == {Fault.REFUSED: 1}


def test_the_weather_is_fine_unless_told_otherwise() -> None:
    weather = Weather()

    assert weather.over_call("chat.postMessage", "C1") == FINE
    assert weather.over_delivery("event") == FINE
    assert weather.over_socket() == FINE
    assert weather.counts == {}


def test_one_seed_makes_one_weather_whatever_happens_beside() -> None:
    climate = Climate(calls={Fault.RATE: 0.3, Fault.SLOW: 0.3}, delay=0.1)
    one, same, other = Weather(climate, 7), Weather(climate, 7), Weather(climate, 8)

    drawn = [one.over_call("chat.update") for _ in range(50)]
    for _ in range(5):
        same.over_call("chat.delete")
        same.over_delivery("event")
    assert [same.over_call("chat.update") for _ in range(50)] == drawn
    assert [other.over_call("chat.update") for _ in range(50)] != drawn
