"""How fast a name is found among 100 000: our matcher, rapidfuzz's scans, symspellpy.

Each call is a first one, as in a bot that had other things to do since the last: caches
are filled with something else before it. Rivals get names and questions normalised; ours
normalises in the time that is measured.
"""

from __future__ import annotations

import gc
import random
import string
import tracemalloc
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, Levenshtein
from symspellpy import SymSpell, Verbosity
from symspellpy.editdistance import DistanceAlgorithm, EditDistance

from bot.glossary import Glossary, Term, normalise
from bot.matching import Matcher, singulars
from bot.name_index import leash

from .compare import (
    Row,
    Seconds,
    at_most,
    busy,
    faster,
    first_call,
    in_turn,
    median,
    percentile,
)
from .data import SEED, Data

TERMS = 100_000
QUERIES = 300
AGREEING = 10_000
SCAN = "rapidfuzz Levenshtein scan"

Lookup = Callable[[str], object]


def rows(data: Data) -> list[Row]:
    """The lines of the table that are about finding a name."""
    names = list(dict.fromkeys(map(normalise, data.names(TERMS))))
    others = [normalise(name) for name in data.names(TERMS + QUERIES * 5)[TERMS:]]
    scan = Scan(names)
    misses = [name for name in others if not scan.near(name)][:QUERIES]
    chance = random.Random(SEED)
    known = chance.sample(names, QUERIES)
    typos = [typo(chance, name) for name in known]
    return [
        *_exact(names, known),
        *_typos(names, typos),
        *_misses(names, misses),
        _agreement(names, scan, others),
        *_size(names),
    ]


def ours(names: Iterable[str]) -> Matcher:
    """The matcher of a glossary of these names, built from nothing."""
    return Matcher(Glossary(tuple(Term(name, "…") for name in names)))


def wratio(names: Sequence[str]) -> Lookup:
    """rapidfuzz as most use it: the best by WRatio."""
    return lambda typed: process.extractOne(
        typed, names, scorer=fuzz.WRatio, score_cutoff=85
    )


def levenshtein(names: Sequence[str]) -> Lookup:
    """rapidfuzz at its best: the nearest within two edits."""
    return lambda typed: process.extractOne(
        typed, names, scorer=Levenshtein.distance, score_cutoff=2
    )


def symspell(names: Iterable[str]) -> Lookup:
    """symspellpy with its fastest distance: all the nearest within two edits."""
    fastest = EditDistance(DistanceAlgorithm.DAMERAU_OSA_FAST)
    speller = SymSpell(max_dictionary_edit_distance=2, distance_comparer=fastest)
    for name in names:
        speller.create_dictionary_entry(name, 1)
    return lambda typed: speller.lookup(typed, Verbosity.CLOSEST, max_edit_distance=2)


class Scan:
    """Brute force: the distance to every name whose length allows it."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for name in names:
            self._by_length[len(name)].append(name)

    def near(self, name: str) -> tuple[int, set[str]] | None:
        """What `Matcher.near` should find: the distance, and the names so near."""
        for typed in (name, *singulars(name)):
            within = self._within(typed) if leash(len(typed)) else []
            if within:
                nearest = min(distance for distance, _ in within)
                return nearest, {key for distance, key in within if distance == nearest}
        return None

    def _within(self, typed: str) -> list[tuple[int, str]]:
        return [
            (int(distance), key)
            for length in range(len(typed) - 2, len(typed) + 3)
            if leash(length)
            for key, distance, _ in process.extract(
                typed,
                self._by_length[length],
                scorer=OSA.distance,
                score_cutoff=leash(length),
                limit=None,
            )
        ]


def typo(chance: random.Random, name: str) -> str:
    """The name with one slip: a letter wrong, missing, too much, or two swapped."""
    at = chance.randrange(1, len(name) - 1)  # the first is seldom hit
    letter = chance.choice(string.ascii_lowercase)
    return chance.choice(
        (
            name[:at] + letter + name[at + 1 :],
            name[:at] + name[at + 1 :],
            name[:at] + letter + name[at:],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        )
    )


def first_calls(
    sides: dict[str, tuple[Lookup, Sequence[str]]],
) -> dict[str, list[Seconds]]:
    """How long each side took for each of its queries, with cold caches.

    What it takes to measure a call that does nothing is taken off.
    """

    def asking(look_up: Lookup, queries: Sequence[str]) -> Callable[[], Seconds]:
        left = iter(queries)
        return lambda: first_call(look_up, next(left))

    rounds = min(len(queries) for _, queries in sides.values())
    idle = asking(id, ("",) * rounds)
    calls = {side: asking(*work) for side, work in sides.items()}
    taken = in_turn({"idle": idle, **calls}, rounds)
    nothing = median(taken.pop("idle"))
    return {side: [time - nothing for time in times] for side, times in taken.items()}


def _exact(names: list[str], known: list[str]) -> list[Row]:
    few = names[: TERMS // 100]
    taken = first_calls(
        {
            "ours": (ours(names).find, known),
            "few": (ours(few).find, random.Random(SEED).sample(few, len(known))),
            "WRatio": (wratio(names), known),
        }
    )
    at = {side: median(times) for side, times in taken.items()}
    return [
        faster("exact name", "rapidfuzz WRatio", at["ours"], at["WRatio"], 3000),
        at_most("exact name", "ours of 1 000 terms", at["ours"] / at["few"], 1.5),
    ]


def _near(names: list[str], queries: list[str]) -> dict[str, list[Seconds]]:
    return first_calls(
        {
            "ours": (ours(names).near, queries),
            "scan": (levenshtein(names), queries),
            "symspell": (symspell(names), queries),
        }
    )


def _typos(names: list[str], typos: list[str]) -> list[Row]:
    taken = _near(names, typos)
    half = {side: median(times) for side, times in taken.items()}
    most = {side: percentile(times, 0.99) for side, times in taken.items()}
    return [
        faster("one typo, p50", SCAN, half["ours"], half["scan"], 100),
        faster("one typo, p99", SCAN, most["ours"], most["scan"], 15),
        faster("one typo, p99", "symspellpy", most["ours"], most["symspell"], 3),
    ]


def _misses(names: list[str], misses: list[str]) -> list[Row]:
    half = {side: median(times) for side, times in _near(names, misses).items()}
    return [
        faster("miss, p50", SCAN, half["ours"], half["scan"], 70),
        at_most("miss, p50", "symspellpy", half["ours"] / half["symspell"], 1),
    ]


def _agreement(names: list[str], scan: Scan, others: list[str]) -> Row:
    """Whether the nearest names and their distance are what brute force finds."""
    chance, matcher, same = random.Random(SEED), ours(names), 0
    for _ in range(AGREEING):
        typed = chance.choice((chance.choice(names), chance.choice(others)))
        for _ in range(chance.choice((0, 1, 1, 2))):
            typed = typo(chance, typed) if len(typed) > 2 else typed
        close = matcher.near(typed)
        found = close and (close.distance, {term.name for term in close.terms})
        same += found == scan.near(typed)
    share = same / AGREEING
    return Row("same answer", "brute-force OSA", share, "1", share == 1)


def _size(names: list[str]) -> list[Row]:
    terms = tuple(Term(name, "…") for name in names)
    sides: dict[str, Callable[[], object]] = {
        "ours": lambda: Matcher(Glossary(terms)),
        "symspell": lambda: symspell(names),
    }
    built = in_turn({side: partial(busy, build) for side, build in sides.items()}, 3)
    kept = {side: _kept(build) for side, build in sides.items()}
    share = median(built["ours"]) / median(built["symspell"])
    return [
        at_most("building the index", "symspellpy", share, 0.12),
        at_most(
            "its memory (tracemalloc)", "symspellpy", kept["ours"] / kept["symspell"], 0.2
        ),
    ]


def _kept(build: Callable[[], object]) -> int:
    """How many bytes are held by what is built, and by nothing that was there before."""
    gc.collect()
    tracemalloc.start()
    built = build()
    gc.collect()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del built
    return size
