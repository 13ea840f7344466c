"""Two sides measured in turn, so that a busy machine slows both alike."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

Seconds = float


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was measured, against what, and what came out.

    ratio: ours by theirs (0.5: we take half), or what `goal` says
    goal:  in words, such as “≤ 0.35”; ok: whether it was met
    """

    measure: str
    against: str
    ratio: float
    goal: str
    ok: bool


def at_most(measure: str, against: str, ratio: float, most: float) -> Row:
    """A row whose ratio should not be above `most`."""
    return Row(measure, against, ratio, f"≤ {most:g}", ratio <= most)


def faster(measure: str, against: str, ours: Seconds, theirs: Seconds, least: float) -> Row:
    """A row that says how many times faster we are, which should be `least` or more."""
    times = theirs / ours
    return Row(measure, against, times, f"≥ {least:g}× faster", times >= least)


def timed(work: Callable[[], object]) -> Seconds:
    """How long one call takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def busy(work: Callable[..., object], *given: object) -> Seconds:
    """The processor's time for one call, without what it did for others meanwhile."""
    began = time.thread_time()
    work(*given)
    return time.thread_time() - began


def first_call(work: Callable[[str], object], given: str) -> Seconds:
    """How long one call takes when the caches are full of something else."""
    bytes(_something_else())
    return busy(work, given)


@cache
def _something_else() -> bytearray:
    """With its copy, some times what the caches of a processor's core hold."""
    return bytearray(b"x") * (4 << 20)


def in_turn(
    sides: Mapping[str, Callable[[], Seconds]], rounds: int, seed: int = 1
) -> dict[str, list[Seconds]]:
    """What each side gave in each round; within a round in an order of its own."""
    order = random.Random(seed)
    taken: dict[str, list[Seconds]] = {side: [] for side in sides}
    for _ in range(rounds):
        names = list(sides)
        order.shuffle(names)
        for name in names:
            taken[name].append(sides[name]())
    return taken


def median(values: Iterable[Seconds]) -> Seconds:
    """The middle one."""
    return statistics.median(values)


def percentile(values: Sequence[Seconds], share: float) -> Seconds:
    """The value that `share` (0 to 1) of all lie below."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def table(rows: Iterable[Row]) -> str:
    """The rows as Markdown."""
    lines = ["| measure | against | ratio | goal | |", "| --- | --- | --- | --- | --- |"]
    for row in rows:
        verdict = "✓" if row.ok else "missed"
        ratio = f"{row.ratio:.3g}"
        lines.append(
            f"| {row.measure} | {row.against} | {ratio} | {row.goal} | {verdict} |"
        )
    return "\n".join(lines)
