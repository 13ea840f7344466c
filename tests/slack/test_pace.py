"""No channel gets more posts than Slack takes, and none waits for another's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import ExitStack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.calls import Undelivered
from bot.slack.pace import BURST, FEW_LANES, INTERVAL, LONGEST_WAIT, Pace
from tests.slack.clocks import Simulated

Went = list[tuple[str, float]]  # which post, how long after the beginning


class Posts:
    """Posts that take turns, and when each went."""

    def __init__(self) -> None:
        self.clock = Simulated()
        self.pace = Pace(self.clock.now, self.clock.sleep)
        self.began = self.clock.time
        self.went: Went = []

    def start(
        self, channel: str, name: str = "", patience: float = float("inf")
    ) -> asyncio.Task[None]:
        async def post() -> None:
            before = self.clock.now() + patience
            with self.pace.queue(channel, before):
                await self.pace.turn(channel, before)
                self.note(name or channel)

        return asyncio.create_task(post())

    def turned_away(
        self, channel: str, seconds: float, name: str = ""
    ) -> asyncio.Task[None]:
        async def again() -> None:
            await self.pace.hold(channel, seconds)
            self.note(name or channel)

        return asyncio.create_task(again())

    async def at(self, seconds: float, do: Callable[[], None]) -> None:
        """Do it so long from now, in the middle of all that waits."""
        await self.clock.until(asyncio.create_task(self.clock.sleep(seconds)))
        do()

    def note(self, name: str) -> None:
        self.went.append((name, round(self.clock.time - self.began, 3)))

    async def all(self, *work: asyncio.Task[None]) -> Went:
        await self.clock.until(*work)
        return self.went


@pytest.fixture
def posts() -> Posts:
    return Posts()


async def test_a_few_go_at_once_and_then_one_a_second_in_order(posts: Posts) -> None:
    went = await posts.all(*(posts.start("C1", f"p{n}") for n in range(6)))
    assert [name for name, _ in went] == ["p0", "p1", "p2", "p3", "p4", "p5"]
    assert [moment for _, moment in went] == pytest.approx(
        [0, 0, 0, INTERVAL, 2 * INTERVAL, 3 * INTERVAL]
    )


async def test_whoever_comes_when_a_turn_is_free_does_not_go_before_who_waits(
    posts: Posts,
) -> None:
    work = [posts.start("C1", f"p{n}") for n in range(5)]
    await asyncio.sleep(0)
    posts.clock.time += INTERVAL  # and nobody has woken yet
    went = await posts.all(posts.start("C1", "newcomer"), *work)
    assert [name for name, _ in went] == ["p0", "p1", "p2", "p3", "p4", "newcomer"]


async def test_a_channel_that_was_silent_may_have_a_few_at_once_again(
    posts: Posts,
) -> None:
    await posts.all(*(posts.start("C1") for _ in range(BURST)))
    await posts.all(asyncio.create_task(posts.clock.sleep(60)))
    went = await posts.all(*(posts.start("C1") for _ in range(BURST)))
    assert [moment for _, moment in went[BURST:]] == [60.0] * BURST


async def test_channels_do_not_wait_for_one_another(posts: Posts) -> None:
    went = await posts.all(
        *(posts.start("C1") for _ in range(9)), *(posts.start("C2") for _ in range(3))
    )
    assert [moment for name, moment in went if name == "C2"] == [0, 0, 0]


async def test_what_slack_turns_away_goes_first_as_soon_as_slack_allows(
    posts: Posts,
) -> None:
    work = [posts.turned_away("C1", 30, "again"), posts.start("C1", "next")]
    went = await posts.all(*work, posts.start("C1", "last"), posts.start("C2", "other"))
    assert went[0] == ("other", 0)
    assert [name for name, _ in went[1:]] == ["again", "next", "last"]
    assert [moment for _, moment in went[1:]] == pytest.approx(
        [30, 30 + INTERVAL, 30 + 2 * INTERVAL]
    )


async def test_two_channels_turned_away_at_once_are_a_limit_for_all(posts: Posts) -> None:
    work = [posts.turned_away("C1", 30), posts.turned_away("C2", 20)]
    await asyncio.sleep(0)
    went = await posts.all(*work, posts.start("C3"))
    assert dict(went) == {"C1": 30, "C2": 20, "C3": 20}


async def test_a_channel_turned_away_twice_is_no_limit_for_all(posts: Posts) -> None:
    work = [posts.turned_away("C1", 30), posts.turned_away("C1", 30)]
    await asyncio.sleep(0)
    went = await posts.all(*work, posts.start("C2"))
    assert went[0] == ("C2", 0)


@pytest.mark.parametrize("before", [Posts.start, Posts.turned_away])
async def test_what_would_come_too_late_does_not_go_and_takes_no_turn(
    posts: Posts, before: Callable[..., asyncio.Task[None]]
) -> None:
    seconds = () if before is Posts.start else (5,)
    work = [before(posts, "C1", *seconds) for _ in range(8)]
    late = posts.start("C1", "late", patience=2.0)
    last = posts.start("C1", "last")
    with pytest.raises(Undelivered, match="too late"):
        await posts.all(*work, late, last)
    await posts.all(*work, last)
    assert posts.went[-1][0] == "last"
    assert posts.went[-1][1] - posts.went[-2][1] == pytest.approx(INTERVAL)


async def test_where_the_last_would_wait_for_too_long_they_are_refused_at_once(
    posts: Posts,
) -> None:
    crowd = [posts.start("C1") for _ in range(500)]
    await asyncio.sleep(0)
    refused = [post for post in crowd if post.done() and post.exception()]
    assert posts.clock.time == posts.began
    assert {str(post.exception()) for post in refused} == {"ratelimited"}

    kept = [post for post in crowd if post not in refused]
    went = await posts.all(*kept, posts.start("C2"))
    assert 0 <= LONGEST_WAIT - went[-1][1] < INTERVAL
    assert ("C2", 0) in went
    await posts.all(posts.start("C1"))  # nobody waits there any more


async def test_what_was_turned_away_for_too_long_is_not_waited_for(posts: Posts) -> None:
    with pytest.raises(Undelivered, match="too late"):
        await posts.pace.hold("C1", 90, posts.clock.now() + 60)
    with pytest.raises(Undelivered, match="ratelimited"):
        await posts.pace.hold("C2", 3600)
    assert posts.clock.time == posts.began


async def test_and_yet_nothing_goes_there_before_slack_allows(posts: Posts) -> None:
    with pytest.raises(Undelivered, match="too late"):
        await posts.pace.hold("C1", 90, posts.clock.now() + 60)
    with pytest.raises(Undelivered, match="ratelimited"):
        await posts.pace.hold("C2", 3600)
    with pytest.raises(Undelivered, match="ratelimited"):
        await posts.pace.turn("C2")
    assert await posts.all(posts.start("C1")) == [("C1", 90)]


async def test_when_the_pace_is_let_go_all_who_wait_go_at_once_in_order(
    posts: Posts,
) -> None:
    work = [posts.start("C1", f"p{n}") for n in range(9)]
    await posts.at(1.5, lambda: posts.pace.let_go(10))
    went = await posts.all(*work, posts.start("C1", "newcomer"))
    assert [name for name, _ in went] == [*(f"p{n}" for n in range(9)), "newcomer"]
    assert [moment for _, moment in went] == [0, 0, 0, INTERVAL, *6 * [1.5]]


async def test_what_slack_turned_away_waits_even_then(posts: Posts) -> None:
    work = [posts.turned_away("C1", 5, "again"), posts.start("C1", "next")]
    await posts.at(1.5, lambda: posts.pace.let_go(10))
    went = await posts.all(*work, posts.start("C2", "other"))
    assert dict(went) == {"other": 1.5, "again": 5, "next": 5}


async def test_but_nobody_waits_until_after_the_end(posts: Posts) -> None:
    work = [posts.turned_away("C1", 30), posts.start("C1")]
    await posts.at(1.5, lambda: posts.pace.let_go(10))
    for post in work:
        with pytest.raises(Undelivered, match="ratelimited"):
            await posts.all(post)
    assert posts.clock.time - posts.began == 1.5


async def test_and_even_after_the_end_goes_what_need_not_wait(posts: Posts) -> None:
    posts.pace.let_go(0)
    await posts.all(asyncio.create_task(posts.clock.sleep(5)))
    assert await posts.all(*(posts.start("C1") for _ in range(9))) == 9 * [("C1", 5)]


async def test_who_gives_up_waiting_leaves_nothing_asleep(posts: Posts) -> None:
    post = posts.turned_away("C1", 30)
    await asyncio.sleep(0)
    post.cancel()
    await asyncio.wait([post])
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_only_channels_with_a_post_a_moment_ago_are_remembered(
    posts: Posts,
) -> None:
    for number in range(5_000):
        await posts.pace.turn(f"C{number}")
        posts.clock.time += 0.01
    assert len(posts.pace) <= 2 * max(FEW_LANES, 3 * INTERVAL / 0.01)


@given(st.lists(st.floats(0, 3), min_size=4, max_size=30))
def test_whenever_they_come_no_second_sees_more_than_slack_takes(
    gaps: list[float],
) -> None:
    async def play() -> list[float]:
        posts = Posts()
        work = []
        for gap in gaps:
            await posts.all(asyncio.create_task(posts.clock.sleep(gap)))
            work.append(posts.start("C1"))
            await asyncio.sleep(0)
        return [moment for _, moment in await posts.all(*work)]

    moments = asyncio.run(play())
    for first, last in zip(moments, moments[BURST:], strict=False):
        assert last - first >= 1.0


async def test_a_line_is_remembered_though_none_of_it_has_had_its_turn(
    posts: Posts,
) -> None:
    longest = int(LONGEST_WAIT / INTERVAL) + BURST
    with ExitStack() as line:
        for _ in range(longest):
            line.enter_context(posts.pace.queue("C1"))
        for number in range(3 * FEW_LANES):
            await posts.pace.turn(f"C-{number}")
            await posts.all(asyncio.create_task(posts.clock.sleep(10)))
        with pytest.raises(Undelivered, match="ratelimited"):
            line.enter_context(posts.pace.queue("C1"))
