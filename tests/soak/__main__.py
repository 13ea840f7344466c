"""`python -m tests.soak --minutes M`: a hard day for the bot, and whether it kept its word.

Exit code 0 if every promise was kept, 1 if not, with the stories of the first offenders.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import signal
import sys
from collections import Counter
from contextlib import suppress

from .misfortune import Plan
from .run import EVENTS_A_SECOND, Options, Outcome, soak
from .table import rendered

SECONDS_BESIDE = 240.0  # at most, for the first start and to settle


def _options() -> Options:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=2.0, help="default: 2")
    parser.add_argument("--seed", type=int, help="default: another one each time")
    parser.add_argument(
        "--transport",
        choices=("http", "socket", "both"),
        default="both",
        help="both, the default: in turn, another one after each restart",
    )
    parser.add_argument(
        "--restarts",
        metavar="TERM,KILL",
        help="how many of each; default: three of each in four minutes",
    )
    parser.add_argument(
        "--rate",
        type=float,
        default=EVENTS_A_SECOND,
        help=f"events a second, default: {EVENTS_A_SECOND:.0f}",
    )
    given = parser.parse_args()
    seed = random.SystemRandom().randrange(10**6) if given.seed is None else given.seed
    usual = max(1, round(given.minutes * 0.75))
    stops, kills = map(int, (given.restarts or f"{usual},{usual}").split(","))
    ways = ("http", "socket") if given.transport == "both" else (given.transport,)
    return Options(given.minutes * 60, seed, ways, Plan(stops, kills), given.rate)


async def _soaked(options: Options) -> Outcome:
    """Soak; told to stop, leave no process behind."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task
    with suppress(NotImplementedError):
        loop.add_signal_handler(signal.SIGTERM, task.cancel)
    async with asyncio.timeout(options.seconds + SECONDS_BESIDE):
        return await soak(options)


def main() -> int:
    """Soak, print the table, and say what was not kept."""
    options = _options()
    print(f"seed {options.seed}, {options.seconds:.0f} s …", flush=True)
    try:
        outcome = asyncio.run(_soaked(options))
    except* RuntimeError as failed:
        sys.exit("\n".join(map(str, failed.exceptions)))
    print(rendered(outcome.figures))
    for complaint, times in Counter(outcome.complaints).most_common():
        print(f"log, {times} of the last: {complaint}")
    for story in outcome.stories:
        print(f"\n{story}")
    print()
    for broken in outcome.broken:
        print(f"broken: {broken}")
    if not outcome.broken:
        print("every promise was kept")
    return 1 if outcome.broken else 0


if __name__ == "__main__":
    sys.exit(main())
