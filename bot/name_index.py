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
from operator import itemgetter
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

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
        self._table = _Table(self._names)
        self._lines = "\n".join(("", *self._names, ""))  # a text is searched fast

    def within(self, typed: str, slack: int = 0) -> list[tuple[int, str]]:
        """The names within their leash of `typed`, each after its distance.

        The nearest come first, and those as near as each other by spelling. With slack a
        leash is that much longer, unless it is none; then every name is measured.
        """
        if not _may_be_a_typo(typed):
            return []
        if slack or len(self._names) <= self._few:
            return _measured(typed, self._names, slack)
        single, others = _places(len(typed))
        return _measured(typed, self._table.names(typed, single + others))

    def nearest(self, typed: str) -> list[tuple[int, str]]:
        """Those `within` that are as near as the first of them."""
        if len(self._names) <= self._few or not _may_be_a_typo(typed):
            hits = self.within(typed)
        else:
            single, others = _places(len(typed))
            hits = _measured(typed, self._table.names(typed, single))
            if not hits or hits[0][0] > 1:
                more = _measured(typed, self._table.names(typed, others))
                hits = sorted({*hits, *more})
        return [hit for hit in hits if hit[0] == hits[0][0]]

    def holding(self, words: str) -> list[str]:
        """The names that begin or end with these words and have more; shortest first."""
        lines = self._lines
        starts = {*self._lines_with(f"\n{words} "), *self._lines_with(f" {words}\n")}
        names = (lines[start : lines.index("\n", start)] for start in sorted(starts))
        return sorted(names, key=len)

    def _lines_with(self, text: str) -> Iterator[int]:
        """Where the lines begin that have this text."""
        at = self._lines.find(text)
        while at >= 0:
            yield self._lines.rindex("\n", 0, at + 1) + 1
            at = self._lines.find(text, at + 1)


def _may_be_a_typo(typed: str) -> bool:
    return leash(len(typed)) > 0 and len(typed) <= LONGEST_NAME


def _measured(typed: str, names: list[str], slack: int = 0) -> list[tuple[int, str]]:
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


class _Piece(NamedTuple):
    """Typed letters that may be a segment of a name."""

    number: int  # of the segment
    start: int
    end: int
    swapped: int  # 1: the last letter exchanged for the one behind it


# Letters of a segment (if swapped, the last one apart), and its shelves: from, to.
_Place = tuple[slice, slice, int, int]


@cache
def _places(typed: int) -> tuple[list[_Place], list[_Place]]:
    """Where, in so many typed letters, to look for names: after a single slip; where else.

    Most slips are single ones, and to find those takes less.
    """
    single = {*_pieces(typed, edits=1)}
    return _together(single), _together({*_pieces(typed, MOST)} - single)


def _pieces(typed: int, edits: int) -> Iterator[tuple[_Piece, int]]:
    """What may be a segment of a name, and how long that name is then."""
    for letters in range(typed - edits, typed + edits + 1):
        for swapped in (0, 1):
            for number, start, end in _room(letters, typed, edits, spare=swapped):
                yield _Piece(number, start, end, swapped), letters


def _room(letters: int, typed: int, edits: int, spare: int) -> list[tuple[int, int, int]]:
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


def _together(pieces: Iterable[tuple[_Piece, int]]) -> list[_Place]:
    """One place for a piece of names of several lengths: their shelves are a row."""
    lengths: dict[_Piece, list[int]] = defaultdict(list)
    for piece, letters in pieces:
        lengths[piece].append(letters)
    return [
        (
            slice(start, end - swapped),
            slice(end, end + swapped),
            _shelf(number, min(several)),
            _shelf(number, max(several)) + 1,
        )
        for (number, start, end, swapped), several in lengths.items()
    ]


_LENGTHS = LONGEST_NAME + MOST + 1  # from 0 to that of the longest name that may be meant


def _shelf(number: int, letters: int) -> int:
    """How far on names of this length stand, for their segment of this number."""
    return number * _LENGTHS + letters


class _Table:
    """Names by their segments, in a fifth of a dict's memory.

    The hash of a segment's text says where its shelves begin: one for each of the lengths
    that a name may have, so that one slice takes several. Shelves of other texts may be the
    same ones; what is found is still to be checked.
    """

    __slots__ = ("_mask", "_names", "_starts")

    def __init__(self, names: list[str]) -> None:
        self._mask = (2 << len(names).bit_length()) - 1
        places, owners = self._shelved(names)
        counts = array("I", bytes(4 * (self._mask + _shelf(MOST + 1, 0) + 1)))
        for place in places:
            counts[place] += 1
        self._starts = starts = array("I", accumulate(counts))
        self._names = by_place = [""] * len(owners)
        for place, name in zip(places, owners, strict=True):
            starts[place] = at = starts[place] - 1
            by_place[at] = name

    def _shelved(self, names: list[str]) -> tuple[list[int], list[str]]:
        """The place of each segment, and whose it is."""
        alike: dict[int, list[str]] = defaultdict(list)
        for name in names:
            alike[len(name)].append(name)
        places: list[int] = []
        owners: list[str] = []
        for letters in (n for n in alike if leash(n) and n < _LENGTHS):
            for number, (start, end) in enumerate(_segments(letters)):
                texts = map(itemgetter(slice(start, end)), alike[letters])
                shelf, mask = _shelf(number, letters), self._mask
                places += [(hashed & mask) + shelf for hashed in map(hash, texts)]
                owners += alike[letters]
        return places, owners

    def names(self, typed: str, places: list[_Place]) -> list[str]:
        """Those that have typed letters in one of these places, and more; some twice."""
        names: list[str] = []
        mask, starts, by_place = self._mask, self._starts, self._names
        for letters, behind, first, last in places:
            place = hash(typed[letters] + typed[behind]) & mask
            names += by_place[starts[place + first] : starts[place + last]]
        return names
