"""Which phrasings may read a text: those of which every cue stands in it.

All cues are looked for in one pass, as the places where one begins. A cue that begins
like another one (“definition of”, “defin”) says for both that they are there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from .phrasings import PHRASINGS, Phrasing
from .wording import lowered

SPACE = r"[\W_]+"


def finder(cues: Iterable[str]) -> re.Pattern[str]:
    """Finds the places in lowered text where a cue begins; the group behind it tells which.

    Whatever stands between the words of a cue. They are grouped by their first letter, so
    that most places cost one look, and the longest comes first, for it holds the others.
    """
    by_letter: dict[str, list[str]] = {}
    for cue in in_order(cues):
        by_letter.setdefault(cue[0], []).append(cue[1:].replace(" ", SPACE) + "()")
    return re.compile("|".join(f"{a}(?:{'|'.join(z)})" for a, z in by_letter.items()))


def in_order(cues: Iterable[str]) -> list[str]:
    """The cues in the order of the finder's groups."""
    return sorted(set(cues), key=lambda cue: (cue[0], -len(cue), cue))


_SETS = tuple(dict.fromkeys(cues for row in PHRASINGS for cues in row.cues))
_NEEDED = {  # by each row, as bits
    row.name: sum(1 << _SETS.index(cues) for cues in row.cues) for row in PHRASINGS
}


def _sets_with(cue: str) -> int:
    """The sets that have a cue which stands wherever this one does, as bits."""
    return sum(1 << at for at, cues in enumerate(_SETS) if cue.startswith(cues))


_CUES = in_order(cue for cues in _SETS for cue in cues)
_HELD = [0, *map(_sets_with, _CUES)]
_ANY = finder(_CUES)


class Cued:
    """Tells which rows may read a text, or what is left of it from a place on."""

    def __init__(self, text: str) -> None:
        self._places = list(_places(lowered(text)))

    def rows(self, start: int = 0) -> tuple[Phrasing, ...]:
        """The rows whose cues are all there, in their order."""
        held = 0
        for at, sets in self._places:
            if at >= start:
                held |= sets
        return _readers(held)


def _places(low: str) -> Iterator[tuple[int, int]]:
    """Where a cue begins, maybe within another one, and which sets it tells of."""
    place = _ANY.search(low)
    while place:
        yield place.start(), _HELD[place.lastindex or 0]
        place = _ANY.search(low, place.start() + 1)


@lru_cache(maxsize=1_000)
def _readers(held: int) -> tuple[Phrasing, ...]:
    needed = ((row, _NEEDED[row.name]) for row in PHRASINGS)
    return tuple(row for row, sets in needed if sets & held == sets)
