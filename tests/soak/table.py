"""What a soak was like, as a table to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from .judge import BROKEN, Verdict
from .ledger import Surface

MEGA = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is told of a soak.

    memory: bytes after the warm-up and at the end, of the process that lived last
    """

    seed: int
    seconds: float
    transports: str
    events: int
    attempts: int
    faults: Counter[str]
    edits: Counter[str]
    verdicts: Counter[tuple[Surface, Verdict]]
    stops: int
    kills: int
    memory: tuple[int, int]
    errors: int

    @property
    def grown(self) -> int:
        """Bytes by which the last process grew after its warm-up."""
        return self.memory[1] - self.memory[0]

    @property
    def share(self) -> float:
        """Faults for each event."""
        return self.faults.total() / max(self.events, 1)


def rendered(figures: Figures) -> str:
    """The table."""
    rows: list[tuple[str, object]] = [
        ("seed", figures.seed),
        ("transports", figures.transports),
        ("seconds of life", f"{figures.seconds:.0f}"),
        ("events, commands and clicks", f"{figures.events:,}"),
        ("a second", f"{figures.events / max(figures.seconds, 1):.1f}"),
        ("attempts to deliver them", f"{figures.attempts:,}"),
        ("restarts by SIGTERM", figures.stops),
        ("restarts by SIGKILL", figures.kills),
        *((f"glossary edits: {kind}", n) for kind, n in sorted(figures.edits.items())),
        ("faults injected", f"{figures.faults.total():,} ({figures.share:.1%})"),
        *((f"  {kind}", f"{n:,}") for kind, n in sorted(figures.faults.items())),
        ("log lines of errors", figures.errors),
        ("memory after warm-up", _weight(figures.memory[0])),
        ("grown since", f"{figures.grown:,} bytes"),
    ]
    wide = max(len(name) for name, _ in rows)
    told = [f"{name:<{wide}}  {value}" for name, value in rows]
    return "\n".join([*told, "", *_verdicts(figures.verdicts)])


def _weight(size: int) -> str:
    return f"{size / MEGA:.1f} MiB" if size else "not weighed: it lived too briefly"


def _verdicts(verdicts: Counter[tuple[Surface, Verdict]]) -> Iterable[str]:
    """Surfaces by verdicts, and their sums; the verdicts that nobody got are left out."""
    sums: Counter[Verdict] = Counter()
    for (_, found), number in verdicts.items():
        sums[found] += number
    shown = [one for one in Verdict if sums[one] or one in BROKEN]
    for number, found in enumerate(shown):
        yield f"{chr(97 + number)}: {found}"
    yield ""
    yield f"{'':<26}{'all':>8}" + "".join(
        f"{chr(97 + number):>7}" for number in range(len(shown))
    )
    for surface in Surface:
        row = [verdicts[surface, found] for found in shown]
        if any(row):
            yield f"{surface:<26}{sum(row):>8}" + "".join(f"{n or '·':>7}" for n in row)
    yield f"{'in all':<26}{sum(sums.values()):>8}" + "".join(
        f"{sums[found]:>7}" for found in shown
    )
