"""Calls are made again where that does no harm, as long as anybody waits, and no sooner
than Slack allows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.slack.calls import Call, Fate, Undelivered, attempt
from bot.slack.pace import LONGEST_WAIT
from bot.slack.retries import (
    LONGEST_TO_READ,
    MOST_WAITS,
    PAUSES,
    Retries,
)
from tests.slack.clocks import Hasty, Simulated

UNSENT = Undelivered("unsent", Fate.UNSENT)
UNKNOWN = Undelivered("unknown", Fate.UNKNOWN)
REFUSED = Undelivered("refused")


def busy(seconds: float) -> Undelivered:
    return Undelivered("ratelimited", retry_after=seconds)


def failing(*failures: Undelivered) -> Call:
    """A call that fails like this, one after the other, and then is answered."""
    left = list(failures)

    async def call() -> str:
        if left:
            raise left.pop(0)
        return "answered"

    return call


@pytest.fixture
def clock() -> Hasty:
    return Hasty()


@pytest.fixture
def retries(clock: Hasty) -> Retries:
    return Retries(attempt, clock.now, clock.sleep)


Way = Callable[[Retries, str, Call], Awaitable[object]]
ALL: list[Way] = [Retries.once, Retries.surely, Retries.read]


@pytest.mark.parametrize("way", ALL)
async def test_what_never_left_is_sent_again_with_longer_and_longer_pauses(
    retries: Retries, clock: Hasty, way: Way
) -> None:
    assert await way(retries, "m", failing(UNSENT, UNSENT, UNSENT)) == "answered"
    for paused, pause in zip(clock.paused, PAUSES, strict=True):
        assert 0.8 * pause <= paused <= 1.2 * pause


@pytest.mark.parametrize("way", ALL)
async def test_it_ends_somewhen(retries: Retries, way: Way) -> None:
    with pytest.raises(Undelivered, match="unsent"):
        await way(retries, "m", failing(*[UNSENT] * (len(PAUSES) + 1)))


@pytest.mark.parametrize("way", ALL)
async def test_a_refusal_is_final(retries: Retries, clock: Hasty, way: Way) -> None:
    with pytest.raises(Undelivered, match="refused"):
        await way(retries, "m", failing(REFUSED))
    assert clock.paused == []


async def test_what_may_have_been_done_is_only_made_again_where_that_does_no_harm(
    retries: Retries,
) -> None:
    for way in (retries.surely, retries.read):
        assert await way("m", failing(UNKNOWN, UNKNOWN)) == "answered"
    with pytest.raises(Undelivered, match="unknown"):
        await retries.once("m", failing(UNKNOWN))


async def test_a_rate_limit_is_waited_for_and_never_shorter_than_slack_says(
    retries: Retries, clock: Hasty
) -> None:
    for seconds in (0.0, 1.0, 30.0, LONGEST_WAIT):
        began = clock.time
        assert await retries.once("m", failing(busy(seconds))) == "answered"
        assert seconds <= clock.time - began <= seconds + 0.5


async def test_it_is_not_waited_for_again_and_again(retries: Retries) -> None:
    assert await retries.once("m", failing(*[busy(1)] * MOST_WAITS)) == "answered"
    with pytest.raises(Undelivered) as failure:
        await retries.once("m", failing(*[busy(1)] * (MOST_WAITS + 1)))
    assert failure.value.busy


@pytest.mark.parametrize(
    ("way", "longest"),
    [
        (Retries.once, LONGEST_WAIT),
        (Retries.surely, LONGEST_WAIT),
        (Retries.read, LONGEST_TO_READ),
    ],
)
async def test_nobody_waits_longer_than_this(
    retries: Retries, clock: Hasty, way: Way, longest: float
) -> None:
    with pytest.raises(Undelivered) as failure:
        await way(retries, "m", failing(busy(longest + 1)))
    assert failure.value.busy
    assert clock.paused == []


async def test_while_a_limit_stands_no_call_is_made_that_counts_with_it() -> None:
    clock = Simulated()
    retries = Retries(attempt, clock.now, clock.sleep)
    made: list[tuple[str, float]] = []

    def call(name: str, *failures: Undelivered) -> Call:
        inner = failing(*failures)

        async def noted() -> None:
            made.append((name, clock.time - 1_000.0))
            await inner()

        return noted

    turned_away = asyncio.create_task(retries.once("update", call("first", busy(20))))
    await asyncio.sleep(0)
    await clock.until(
        turned_away,
        asyncio.create_task(retries.surely("update", call("second"))),
        asyncio.create_task(retries.surely("delete", call("other"))),
    )
    assert made[:2] == [("first", 0.0), ("other", 0.0)]
    assert all(20.0 <= moment <= 20.5 for _, moment in made[2:])


async def test_limits_of_the_past_are_forgotten(retries: Retries) -> None:
    for number in range(1_000):
        await retries.once(f"https://hooks/{number}", failing(busy(1)))
    assert len(retries) == 1


@pytest.mark.parametrize("failure", [UNSENT, busy(20)])
async def test_those_who_failed_at_one_moment_do_not_come_back_at_one_moment(
    failure: Undelivered,
) -> None:
    back = set()
    for _ in range(5):
        clock = Hasty()
        await Retries(attempt, clock.now, clock.sleep).once("m", failing(failure))
        back.add(clock.time)
    assert len(back) == 5


async def test_in_haste_nobody_waits_for_a_limit_until_after_the_end() -> None:
    clock = Simulated()
    retries = Retries(attempt, clock.now, clock.sleep)
    late = asyncio.create_task(retries.once("m", failing(busy(30))))
    soon = asyncio.create_task(retries.once("n", failing(busy(3))))
    await clock.until(asyncio.create_task(clock.sleep(1)))
    retries.let_go(10)
    with pytest.raises(Undelivered, match="ratelimited"):
        await clock.until(late)
    assert clock.time == 1_001.0
    await clock.until(soon)
    assert await soon == "answered"
    assert clock.time >= 1_003.0


async def test_in_haste_nobody_is_late_for_waiting_a_little_longer() -> None:
    for _ in range(20):
        clock = Hasty()
        retries = Retries(attempt, clock.now, clock.sleep)
        retries.let_go(10)
        assert await retries.once("m", failing(busy(9.99))) == "answered"
        assert 1_009.99 <= clock.time <= 1_010.0


async def test_in_haste_nobody_lingers_until_after_the_end_but_who_must_rest_rests() -> (
    None
):
    clock = Simulated()
    retries = Retries(attempt, clock.now, clock.sleep)
    lingering = [asyncio.create_task(retries.linger(seconds)) for seconds in (1, 4, 60)]
    resting = asyncio.create_task(retries.rest(60))
    await clock.until(lingering[0])
    began = clock.time
    retries.let_go(10)
    await clock.until(lingering[1])
    assert 1_003.0 < clock.time < 1_005.0
    await clock.until(lingering[2], asyncio.create_task(retries.linger(60)))
    assert clock.time == began + 10
    await clock.until(resting)
    assert clock.time > 1_045.0
