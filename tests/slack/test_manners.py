"""Where it speaks unasked, how often, and whom it does not answer."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from bot.settings import Settings
from bot.slack.manners import HOUR, MINUTE, Manners
from bot.slack.origin import Origin

OURS, THEIRS, SISTER = frozenset({"T0OUR"}), frozenset({"T0THEIR"}), frozenset({"T0SIS"})


class Clock:
    """A time that goes by when it is told to."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def manners(clock: Clock, **wishes: Any) -> Manners:
    return Manners(Settings("xoxb-", **wishes), ("T0OUR", "E0OUR", ""), clock)


@pytest.mark.parametrize(
    ("wish", "shared", "expected"),
    [
        (None, False, True),
        (None, None, True),
        (None, True, False),
        (frozenset(), False, False),
        (frozenset({"C1"}), False, True),
        (frozenset({"C1"}), True, False),
        (frozenset({"C2"}), False, False),
    ],
)
def test_it_overhears_where_the_owner_wishes_and_never_in_shared_channels(
    clock: Clock, wish: frozenset[str] | None, shared: bool | None, expected: bool
) -> None:
    origin = Origin("C1", OURS, shared)
    for on in (False, True):
        polite = manners(clock, overhear=wish, shared_channels=on)
        assert polite.overhears(origin) is expected


def test_after_so_many_answers_in_a_minute_it_keeps_silent_in_that_channel(
    clock: Clock,
) -> None:
    polite = manners(clock, overhear_per_minute=2)
    first = [polite.may_speak("C1") for _ in range(2)]
    clock.now += MINUTE - 1

    assert first == [True, True]
    assert not polite.may_speak("C1")
    assert polite.may_speak("C2")
    clock.now += 1
    assert [polite.may_speak("C1") for _ in range(3)] == [True, True, False]


def test_a_minute_is_any_minute_not_one_of_the_clock(clock: Clock) -> None:
    polite = manners(clock, overhear_per_minute=2)
    polite.may_speak("C1")
    clock.now += 50
    polite.may_speak("C1")
    clock.now += 11

    assert polite.may_speak("C1")
    assert not polite.may_speak("C1")


def test_what_is_withheld_is_told_in_two_lines_however_much_it_is(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    polite = manners(clock, overhear_per_minute=1)
    with caplog.at_level(logging.INFO):
        for _ in range(50):
            polite.may_speak("C1")
        clock.now += MINUTE
        polite.may_speak("C1")

    assert caplog.messages == [
        "silent in C1 for now: 1 answers a minute are enough",
        "speaking again in C1: 49 answers were withheld",
    ]


def test_what_channels_it_spoke_in_is_forgotten(clock: Clock) -> None:
    polite = manners(clock, overhear_per_minute=1)
    for number in range(100):
        polite.may_speak(f"C{number}")
        polite.may_speak(f"C{number}")
    clock.now += HOUR
    polite.may_speak("C1")

    assert (len(polite._said), len(polite._withheld)) == (1, 0)


@pytest.mark.parametrize(
    ("teams", "shared", "expected"),
    [
        (OURS, True, False),
        (frozenset({"E0OUR"}), True, False),
        (THEIRS, True, True),
        (frozenset(), True, True),  # an event that does not tell: rather not
        (THEIRS, False, False),  # then it is a workspace of our own organisation
        (OURS, None, False),
        (THEIRS, None, True),
        (frozenset(), None, False),
    ],
)
def test_somebody_from_outside_is_told_by_team_and_channel(
    clock: Clock, teams: frozenset[str], shared: bool | None, expected: bool
) -> None:
    origin = Origin("C1", teams, shared)
    assert manners(clock).outsider(origin) is expected
    assert not manners(clock, shared_channels=True).outsider(origin)


def test_who_does_not_know_its_own_team_takes_for_outsiders_only_who_is_told_to_be(
    clock: Clock,
) -> None:
    lost = Manners(Settings("xoxb-"), ("",), clock)
    assert not lost.outsider(Origin("C1", THEIRS))
    assert lost.outsider(Origin("C1", THEIRS, shared=True))


def test_what_an_event_told_of_a_channel_holds_for_the_clicks_in_it(clock: Clock) -> None:
    polite = manners(clock)
    click = Origin("C1", SISTER)
    assert polite.outsider(click)

    polite.notice(Origin("C1", OURS, shared=False))
    assert not polite.outsider(click)
    assert polite.outsider(Origin("C2", SISTER))

    polite.notice(Origin("C1", OURS, shared=True))
    polite.notice(click)
    assert polite.outsider(click)
