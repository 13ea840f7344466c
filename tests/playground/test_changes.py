"""Whoever waits is woken by a change, and nobody else is kept."""

from __future__ import annotations

import asyncio

import pytest

from bot.playground.changes import Changes


async def test_waiting_ends_with_the_change_that_was_waited_for() -> None:
    changes, count = Changes(), [0]
    waiting = asyncio.create_task(changes.until(lambda: count[0] == 2, timeout=5))

    for _ in range(2):
        await asyncio.sleep(0)
        assert not waiting.done()
        count[0] += 1
        changes.happened()

    await waiting


async def test_what_holds_already_is_not_waited_for() -> None:
    await Changes().until(lambda: True, timeout=0)


async def test_a_wait_that_ran_out_leaves_no_listener() -> None:
    changes = Changes()
    with pytest.raises(TimeoutError):
        await changes.until(lambda: False, timeout=0.01)

    changes.happened()
    assert changes._listeners == []


def test_a_listener_may_stop_listening_while_it_is_told() -> None:
    changes, told = Changes(), list[str]()

    def once() -> None:
        told.append("once")
        ignore()

    ignore = changes.on_change(once)
    changes.on_change(lambda: told.append("always"))

    changes.happened()
    changes.happened()
    assert told == ["once", "always", "always"]
