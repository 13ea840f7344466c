"""A matcher that compares a typed name with every name: slow, and plainly right."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import OSA

from bot.glossary import Glossary, Term, normalise
from bot.matching import Close, singulars
from bot.name_index import leash


class BruteForce:
    """What `Matcher` promises, found without an index."""

    def __init__(self, glossary: Glossary) -> None:
        self._names = glossary.by_key

    def near(self, name: str) -> Close | None:
        key = normalise(name)
        for typed in (key, *singulars(key)):
            hits = within(typed, self._names)
            if hits:
                tied = [one for distance, one in hits if distance == hits[0][0]]
                return Close(self._terms(tied), hits[0][0], typed, hits[0][1])
        return None

    def suggestions(self, name: str) -> tuple[Term, ...]:
        key = normalise(name)
        forms = (key, *singulars(key))
        near = [hit for form in forms for hit in within(form, self._names)]
        wider = within(key, self._names, slack=1) if len(key) > 5 else []
        close, farther = ([name for _, name in hits] for hits in (near, wider))
        held = [name for form in forms for name in holding(form, self._names)]
        return self._terms([*close, *held, *farther])[:3]

    def _terms(self, keys: Iterable[str]) -> tuple[Term, ...]:
        terms = {term.name: term for key in keys for term in self._names[key]}
        return tuple(terms.values())


def within(typed: str, names: Iterable[str], slack: int = 0) -> list[tuple[int, str]]:
    """Names near `typed`, nearest first, then by spelling."""
    far = [(OSA.distance(typed, name), name) for name in names if leash(len(name))]
    near = [(edits, name) for edits, name in far if edits <= leash(len(name)) + slack]
    return sorted(near) if leash(len(typed)) and len(typed) <= 100 else []


def holding(words: str, names: Iterable[str]) -> list[str]:
    """Names that begin or end with these words, the shortest first."""
    around = (words + " ", " " + words)
    held = [n for n in names if n.startswith(around[0]) or n.endswith(around[1])]
    return sorted(held, key=len) if len(words) > 2 else []
