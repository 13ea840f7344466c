"""The names of a glossary by their pieces, and those that nearly are what was typed.

The method is PASS-JOIN (Li, Deng, Wang, Feng, "Pass-Join: A Partition-based Method for
Similarity Joins", PVLDB 5 (3), 2011, sections 3 and 4). A name that allows k edits is cut
into k + 1 segments. An edit touches one of them at the most, so one is left as it was; of
those left, one (segment i of 0 … k) has no more than i edits before it and k - i behind
it. Its text stands in what was typed, then, at most i places off, counted from the start,
and at most k - i places off, counted from the end. Few names have such a piece in such a
place, and only to those the distance is measured.

Distance is optimal string alignment: insertions, deletions, substitutions and swaps of
neighbours count one each (Boytsov, "Indexing methods for approximate dictionary
searching", ACM JEA 16, 2011, section 2.2). The paper knows no swaps. One over the border
of two segments is counted to the second; the first is also looked up with its last letter
exchanged for the one behind it.

The only owner of rapidfuzz.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate
from typing import Generic, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

T = TypeVar("T")

LONGEST_NAME = 100  # characters; names end at 75, so nothing longer is a typo of one
MOST = 2  # edits of the longest leash
FEW = 160  # names; measuring all of so few is as fast as choosing among them


def leash(letters: int) -> int:
    """How many edits a name of this length may be away: short ones leave no room."""
    return 0 if letters < 4 else 1 if letters < 8 else 2


class NameIndex:
    """Finds those of many names that are like a typed one; all are normalised."""

    def __init__(self, names: Iterable[str], few: int = FEW) -> None:
        self._names = list(names)
        self._few = few
        self._segments = dict(self._cut())
        several = [number for number, name in enumerate(self._names) if " " in name]
        names = [self._names[number] for number in several]
        self._first = _Table([name[: name.index(" ")] for name in names], several)
        self._last = _Table([name[name.rindex(" ") + 1 :] for name in names], several)

    def within(self, typed: str, slack: int = 0) -> list[tuple[int, str]]:
        """The names within their leash of `typed`, each after its distance.

        The nearest come first, and those as near as each other by spelling. With slack a
        leash is that much longer, unless it is none; then every name is measured.
        """
        if not _may_be_a_typo(typed):
            return []
        every = slack or len(self._names) <= self._few
        names = self._names if every else self._sharing_a_segment(typed, MOST)
        return _measured(typed, names, slack)

    def nearest(self, typed: str) -> list[tuple[int, str]]:
        """Those `within` that are as near as the first of them."""
        hits: list[tuple[int, str]] = []
        if len(self._names) > self._few and _may_be_a_typo(typed):
            # Most slips are single ones; to find those takes less.
            hits = _measured(typed, self._sharing_a_segment(typed, edits=1), slack=0)
        if not hits or hits[0][0] > 1:
            hits = self.within(typed)
        return [hit for hit in hits if hit[0] == hits[0][0]]

    def holding(self, words: str) -> list[str]:
        """The names that begin or end with these words and have more; shortest first."""
        first, last = words.partition(" ")[0], words.rpartition(" ")[2]
        numbers = {*self._first.under(first), *self._last.under(last)}
        names = (self._names[number] for number in sorted(numbers))
        start, end = words + " ", " " + words
        return sorted((n for n in names if n.startswith(start) or n.endswith(end)), key=len)

    def _cut(self) -> Iterator[tuple[int, list[_Table[str]]]]:
        """For each length the names of that length, by each of their segments."""
        alike: dict[int, list[str]] = defaultdict(list)
        for name in self._names:
            alike[len(name)].append(name)
        for letters, names in alike.items():
            cuts = _segments(letters)
            yield letters, [_Table([n[a:b] for n in names], names) for a, b in cuts]

    def _sharing_a_segment(self, typed: str, edits: int) -> list[str]:
        """The names within their leash and so many edits, and more; some twice."""
        names: list[str] = []
        for letters, whole, swapped in _places(len(typed), edits):
            if tables := self._segments.get(letters):
                for i, start, end in whole:
                    names += tables[i].under(typed[start:end])
                for i, start, end in swapped:
                    names += tables[i].under(typed[start : end - 1] + typed[end])
        return names


def _may_be_a_typo(typed: str) -> bool:
    return leash(len(typed)) > 0 and len(typed) <= LONGEST_NAME


def _measured(typed: str, names: list[str], slack: int) -> list[tuple[int, str]]:
    """Those of the names that are within their leash, in the order of `within`."""
    found = process.extract(
        typed, names, scorer=OSA.distance, score_cutoff=MOST + slack, limit=None
    )
    return sorted(
        {
            (int(distance), name)
            for name, distance, _ in found
            if (own := leash(len(name))) and distance <= own + slack
        }
    )


def _segments(letters: int) -> list[tuple[int, int]]:
    """Where a name of this length is cut: from, to; nothing is shorter than two letters."""
    pieces = leash(letters) + 1
    return [(letters * i // pieces, letters * (i + 1) // pieces) for i in range(pieces)]


@cache
def _places(typed: int, edits: int) -> list[tuple[int, list[_Place], list[_Place]]]:
    """Where, in so many typed letters, names of which length may have which segment.

    First as it is, then with its last letter swapped for the next.
    """
    return [
        (letters, _room(letters, typed, edits, 0), _room(letters, typed, edits, 1))
        for letters in range(typed - edits, typed + edits + 1)
    ]


def _room(letters: int, typed: int, edits: int, spare: int) -> list[_Place]:
    """Where segments may stand, so many edits or more being left for behind them."""
    cuts = [*enumerate(_segments(letters))]
    if edits < leash(letters):  # a single one spares the first or the last of three, and
        cuts = [] if spare else cuts[::2]  # a swap over the second's border is none of it
    edits = min(edits, leash(letters))
    return [
        (number, start + shift, end + shift)
        for before, (number, (start, end)) in enumerate(cuts)
        for shift in range(-before, before + 1)
        if edits - before - abs(typed - letters - shift) >= spare
    ]


_Place = tuple[int, int, int]


class _Table(Generic[T]):
    """Things under texts, in a fifth of a dict's memory.

    Texts whose hashes end alike share a place, so what is found is still to be checked.
    """

    __slots__ = ("_mask", "_starts", "_things")

    def __init__(self, texts: list[str], things: list[T]) -> None:
        self._mask = mask = (1 << len(texts).bit_length()) - 1
        places = [hashed & mask for hashed in map(hash, texts)]
        counts = array("I", bytes(4 * (mask + 2)))
        for place in places:
            counts[place] += 1
        self._starts = starts = array("I", accumulate(counts))
        self._things = by_place = things[:]
        for place, thing in zip(places, things, strict=True):
            starts[place] -= 1
            by_place[starts[place]] = thing

    def under(self, text: str) -> list[T]:
        """What is under this text, and maybe more."""
        place = hash(text) & self._mask
        return self._things[self._starts[place] : self._starts[place + 1]]
