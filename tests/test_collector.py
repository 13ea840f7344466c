"""Many objects come and go without a collection in between."""

from __future__ import annotations

import gc

import pytest

from bot.collector import held_off, let_go, seldom_through_what_stays


def test_the_collector_is_held_off_until_the_outermost_end() -> None:
    with held_off():
        with held_off():
            assert not gc.isenabled()
        assert not gc.isenabled()

    assert gc.isenabled()


def test_the_collector_is_back_after_a_fault() -> None:
    with pytest.raises(ValueError, match="faulty"), held_off():
        raise ValueError("faulty")

    assert gc.isenabled()


def test_what_is_to_stay_is_looked_at_no_more() -> None:
    gc.collect()  # or what other tests left behind is freed meanwhile
    before = gc.get_freeze_count()
    with held_off():
        kept: list[list[int]] = [[] for _ in range(1_000)]
    assert gc.get_freeze_count() == before

    with held_off(to_stay=True):
        pass

    assert gc.get_freeze_count() >= before + len(kept)
    gc.unfreeze()


def test_items_are_let_go_in_their_order() -> None:
    items = [1, 2, 3]
    left = [(item, len(items)) for item in let_go(items)]

    assert left == [(1, 2), (2, 1), (3, 0)]


def test_what_outlived_a_look_is_looked_at_ten_times_less_often() -> None:
    before = young, middle, old = gc.get_threshold()
    seldom_through_what_stays()
    now = gc.get_threshold()
    gc.set_threshold(*before)

    assert now == (young, 10 * middle, old)
