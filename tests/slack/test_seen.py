"""What the process remembers, how long, and that it cannot grow without end."""

from __future__ import annotations

import pytest

from bot.slack.messages import Place
from bot.slack.seen import DAY, Fading, Seen, Thread

THREAD = Place("C1", "100.1")


class Clock:
    """A clock that only moves when told to."""

    def __init__(self) -> None:
        self.time = 1_000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def seen(clock: Clock) -> Seen:
    return Seen(clock, most=3)


async def test_the_second_claim_of_a_message_is_refused(seen: Seen) -> None:
    assert await seen.claim(("C1", "1.1"))
    assert not await seen.claim(("C1", "1.1"))
    assert await seen.claim(("C1", "1.2"))


async def test_a_claim_given_back_can_be_taken_again(seen: Seen) -> None:
    await seen.claim("Ev1")
    await seen.release("Ev1")
    await seen.release("never claimed")
    assert await seen.claim("Ev1")


async def test_a_claim_is_forgotten_after_a_day(seen: Seen, clock: Clock) -> None:
    await seen.claim("Ev1")
    clock.time += DAY - 1
    assert not await seen.claim("Ev1")
    clock.time += 2
    assert await seen.claim("Ev1")


async def test_a_term_stands_once_in_a_thread_and_apart_in_another(seen: Seen) -> None:
    assert await seen.show(THREAD, "Token")
    assert not await seen.show(THREAD, "Token")
    assert await seen.show(Place("C1", "200.1"), "Token")
    assert await seen.thread(THREAD) == Thread(frozenset({"Token"}), 1)


async def test_what_was_not_posted_after_all_does_not_stand(seen: Seen) -> None:
    await seen.show(THREAD, "Token")
    await seen.show(THREAD, "Model")
    await seen.hide(THREAD, "Token")
    await seen.hide(THREAD, "Token")
    assert await seen.thread(THREAD) == Thread(frozenset({"Model"}), 1)
    assert await seen.show(THREAD, "Token")


async def test_hiding_in_a_thread_unheard_of_changes_nothing(seen: Seen) -> None:
    await seen.hide(THREAD, "Token")
    assert await seen.thread(THREAD) == Thread()


async def test_a_deleted_question_gives_its_card_once(seen: Seen) -> None:
    assert await seen.answered("C1", "1.1", "2.2")
    assert await seen.deleted("C1", "1.1") == "2.2"
    assert await seen.deleted("C1", "1.1") == ""


async def test_a_question_deleted_before_its_card_stood_is_known_to_be_gone(
    seen: Seen,
) -> None:
    assert await seen.deleted("C1", "1.1") == ""
    assert not await seen.answered("C1", "1.1", "2.2")


def test_the_oldest_goes_when_there_is_too_much(clock: Clock) -> None:
    fading: Fading[int, str] = Fading(DAY, 2, clock)
    for number in (1, 2, 1, 3):
        fading.put(number, "kept")
    assert [fading.get(number) for number in (1, 2, 3)] == ["kept", None, "kept"]
    assert len(fading) == 2


async def test_whatever_is_remembered_has_an_end(clock: Clock) -> None:
    seen = Seen(clock, most=50)
    for number in range(1_000):
        ts, thread = f"{number}.1", Place("C1", f"{number}.1")
        await seen.claim(("C1", ts))
        await seen.show(thread, "Token")
        await seen.answered("C1", ts, f"{number}.2")
        await seen.deleted("C2", ts)
        await seen.whispered("C1", ts, ts)
        await seen.names("C1", ts, ("Token",))
    kept = [len(fading) for fading in vars(seen).values()]
    assert kept == [50] * 6


def test_time_alone_empties_it(clock: Clock) -> None:
    fading: Fading[int, str] = Fading(10, 100, clock)
    fading.put(1, "old")
    clock.time += 11
    assert len(fading) == 0
    assert fading.pop(1) is None


async def test_what_slack_still_delivers_after_most_of_a_day_is_not_taken_twice(
    clock: Clock,
) -> None:
    """“Delayed events” come every hour, for 24: https://docs.slack.dev/apis/events-api."""
    seen = Seen(clock)
    await seen.claim(("C1", "1.1"))
    for _ in range(23):
        clock.time += 60 * 60
        assert not await seen.claim(("C1", "1.1"))
