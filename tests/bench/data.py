"""What the benchmarks run on: made from a seed, or read from a folder of one's own.

A folder may hold `names.txt` (a name a line) and `chat.jsonl` (rows with a `text`).
"""

from __future__ import annotations

import gzip
import json
import random
from dataclasses import dataclass
from importlib import resources
from itertools import accumulate
from pathlib import Path

SEED = 20_261
_CHATTER = """
I pushed the fix to the branch, can somebody look at it?
thanks, that did it
the build is red again on main
what time are we meeting tomorrow?
lunch?
ok
I know what went wrong there
who has the keys for staging
does the new release work for you
let me know when you are done
+1
we should write that down somewhere
that is what I meant
how do I run only one of the tests?
it works on my machine
sorry, wrong channel
they told me it would be short
which version are you on?
I had the same with the old one, restart it
deploying in five minutes
hm, strange
can you share the link
not today
see the thread above
the customer called about the invoice
I will be out on Friday
nice work, everyone
"""


@dataclass(frozen=True, slots=True)
class Data:
    """Where names and messages come from; `folder` None: both are made here."""

    folder: Path | None = None

    def names(self, count: int) -> list[str]:
        """That many different names, half of them of several words that others share."""
        given = self._lines("names.txt")
        if len(given) >= count:
            return given[:count]
        chance, names = random.Random(SEED), dict.fromkeys(given)
        words = _english()
        shared = [word for word in words if len(word) < 8]
        chance.shuffle(shared)
        often = [*accumulate(1 / rank for rank in range(1, len(shared) + 1))]  # Zipf's law
        while len(names) < count:
            several = chance.choices(shared, cum_weights=often, k=chance.choice((2, 2, 3)))
            names[" ".join(chance.choice(([chance.choice(words)], several)))] = None
        return list(names)

    def chat(self, count: int) -> list[str]:
        """That many messages as people write them to each other."""
        given = [str(json.loads(line)["text"]) for line in self._lines("chat.jsonl")]
        chance = random.Random(SEED)
        return [
            _message(chance, given or _CHATTER.strip().splitlines()) for _ in range(count)
        ]

    def _lines(self, name: str) -> list[str]:
        path = self.folder / name if self.folder else None
        return (
            path.read_text(encoding="utf-8").splitlines() if path and path.exists() else []
        )


def _english() -> list[str]:
    """The words that the bot itself knows English by, from four letters on."""
    packed = resources.files("spellchecker") / "resources" / "en.json.gz"
    words = json.loads(gzip.decompress(packed.read_bytes()))
    return sorted(word for word in words if len(word) > 3 and word.isalpha())


def _message(chance: random.Random, said: list[str]) -> str:
    return " ".join(chance.choice(said) for _ in range(chance.choice((1, 1, 1, 2, 3))))
