"""10 000 terms are written anew while the bot runs: how long is nothing else done?"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

from bot.explainer import Explainer
from bot.glossary_source import GlossaryFile

from . import glossaries
from .compare import Row, median
from .data import Data

TERMS = 10_000
ROUNDS = 5
MOST_MS = 20
CHATTER = "thanks, that did it"


def rows(data: Data) -> list[Row]:
    """The longest pause of the event loop in a reload, in milliseconds, as a median."""
    with tempfile.TemporaryDirectory() as folder:
        path = glossaries.write(Path(folder) / "glossary.yaml", TERMS, data)
        pauses = asyncio.run(_pauses(path))
    longest = median(pauses) * 1000
    measure = f"hot reload of {TERMS:,} terms: longest pause of the event loop, ms"
    return [Row(measure, "its own clock", longest, f"≤ {MOST_MS} ms", longest <= MOST_MS)]


async def _pauses(path: Path) -> list[float]:
    source = GlossaryFile(path)
    explainer = Explainer(source)
    watching = asyncio.create_task(source.watch(seconds=0.05, prepare=explainer.prepare))
    await asyncio.sleep(2)  # the start is over
    pauses = [await _reload(path, source, explainer) for _ in range(ROUNDS)]
    watching.cancel()
    return pauses


async def _reload(path: Path, source: GlossaryFile, explainer: Explainer) -> float:
    """The longest time between two ticks, a message read at each."""
    old, longest = source(), 0.0
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    last, taken_up = time.perf_counter(), 0
    while taken_up < 50:  # ticks after it
        explainer.overheard(CHATTER)
        await asyncio.sleep(0.001)
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
        taken_up += source() is not old
    return longest
