"""Work in the making is waited for, within bounds."""

from __future__ import annotations

import asyncio

from bot.slack.tasks import Tasks


async def test_idle_waits_for_work_that_starts_more_work() -> None:
    tasks, done = Tasks(), []

    async def second() -> None:
        done.append("second")

    async def first() -> None:
        tasks.start(second())
        done.append("first")

    tasks.start(first())
    await tasks.idle()
    assert sorted(done) == ["first", "second"]
    assert len(tasks) == 0


async def test_draining_finishes_what_was_begun() -> None:
    tasks, gate, done = Tasks(), asyncio.Event(), []

    async def work() -> None:
        await gate.wait()
        done.append("work")

    tasks.start(work())
    asyncio.get_running_loop().call_soon(gate.set)
    assert await tasks.drain(10)
    assert done == ["work"]


async def test_draining_does_not_wait_for_ever_and_takes_nothing_away() -> None:
    tasks, gate = Tasks(), asyncio.Event()
    tasks.start(gate.wait())  # type: ignore[arg-type] # what it gives is of no interest
    assert not await tasks.drain(0)
    gate.set()
    assert await tasks.drain(10)


async def test_what_is_cancelled_is_counted_and_may_say_so() -> None:
    tasks, done = Tasks(), []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            done.append("told")

    tasks.start(work())
    assert not await tasks.drain(0)
    assert await tasks.cancel(10) == 1
    assert done == ["told"]
    assert len(tasks) == 0


async def test_who_takes_too_long_to_say_so_is_cut_off() -> None:
    tasks = Tasks()

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.Event().wait()

    tasks.start(work())
    assert not await tasks.drain(0)
    assert await tasks.cancel(0) == 1
    assert len(tasks) == 0
