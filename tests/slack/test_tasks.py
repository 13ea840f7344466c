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
    assert await tasks.drain(10) == 0
    assert done == ["work"]


async def test_draining_gives_up_on_what_never_ends_and_says_how_much() -> None:
    tasks = Tasks()
    tasks.start(asyncio.Event().wait())  # type: ignore[arg-type] # waits for ever
    assert await tasks.drain(0) == 1
    assert len(tasks) == 0
