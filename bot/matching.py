"""A typed name → the terms it names: exactly, in the plural, or through a typo.

The only owner of rapidfuzz. Distance is optimal string alignment: insertions, deletions,
substitutions and swaps of neighbours count one each (Boytsov, "Indexing methods for
approximate dictionary searching", ACM JEA 16, 2011, section 2.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from .glossary import Glossary, Term, normalise, squash

LONGEST_NAME = 100  # characters; names end at 75, so nothing longer is a typo of one
SUGGESTIONS = 3  # “did you mean” never offers more


@dataclass(frozen=True, slots=True)
class Exact:
    """One term carries this name (or its plural, singular, or spacing)."""

    term: Term

    @property
    def terms(self) -> tuple[Term, ...]:
        """The term, as `Shared` gives several."""
        return (self.term,)


@dataclass(frozen=True, slots=True)
class Shared:
    """Several terms carry this name."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Close:
    """Within a typo of `key`, the name of each of `terms`; several are a tie.

    distance: edits between what was typed and the name
    key:      the nearest name, normalised
    """

    terms: tuple[Term, ...]
    distance: int
    typed: str
    key: str


Match = Exact | Shared | Close


def leash(name: str) -> int:
    """How many edits a name of this length may be away: short ones leave no room."""
    return 0 if len(name) < 4 else 1 if len(name) < 8 else 2


class Matcher:
    """Finds the terms of one glossary by name."""

    def __init__(self, glossary: Glossary) -> None:
        self._names = dict(glossary.by_key)
        self._spelt: dict[str, tuple[Term, ...]] = {}
        for key, terms in self._names.items():
            for form in (squash(key), *singulars(key)):
                if form not in self._names:
                    known = self._spelt.get(form, ())
                    self._spelt[form] = _distinct((*known, *terms))
        self._keys = [key for key in self._names if leash(key)]
        forms = (*self._names, *self._spelt)
        self._beginnings = {form.split()[0] for form in forms if form.strip()}
        self._most_words = max((form.count(" ") + 1 for form in forms), default=0)

    def find(self, name: str) -> Match | None:
        """The term or terms a name means; an exact hit always wins over a near one."""
        return self.named(name) or self.near(name)

    def named(self, name: str) -> Exact | Shared | None:
        """The terms that carry this name: as written, without spaces, in the plural."""
        key = normalise(name)
        for form in (key, squash(key), *singulars(key), *singulars(squash(key))):
            terms = self._names.get(form) or self._spelt.get(form)
            if terms:
                return Exact(terms[0]) if len(terms) == 1 else Shared(terms)
        return None

    def near(self, name: str) -> Close | None:
        """The terms whose names are a typo away; the nearest ones, ties together."""
        key = normalise(name)
        for typed in (key, *singulars(key)):
            hits = list(self._within(typed, slack=0))
            if hits:
                distance, nearest = hits[0]
                tied = [k for d, k in hits if d == distance]
                return Close(self._terms(tied), distance, typed, nearest)
        return None

    def suggestions(self, name: str) -> tuple[Term, ...]:
        """At most three terms that may have been meant, best first."""
        key = normalise(name)
        near = [k for form in (key, *singulars(key)) for _, k in self._within(form, 0)]
        wider = [k for _, k in self._within(key, slack=1)] if len(key) > 5 else []
        holding = sorted((k for k in self._names if _holds(k, key)), key=len)
        return self._terms([*near, *holding, *wider])[:SUGGESTIONS]

    def terms_in(self, words: str) -> tuple[Term, ...]:
        """The terms that a text names, each once, in its order.

        Where names overlap the longest counts, so *context window* hides *context*. Work
        grows with the length of the text, for a name has few words.
        """
        found: dict[str, Term] = {}
        tokens = words.split()
        at = 0
        while at < len(tokens):
            terms, length = self._at(tokens[at : at + self._most_words])
            found.update((term.name, term) for term in terms)
            at += length
        return tuple(found.values())

    def _at(self, tokens: list[str]) -> tuple[tuple[Term, ...], int]:
        """The terms that a text begins with, and over how many words; none: over one."""
        first = normalise(tokens[0])
        begins = {
            part
            for one in (first, squash(first), *singulars(first))
            for part in one.split()[:1]
        }
        if begins & self._beginnings:
            for length in range(len(tokens), 0, -1):
                match = self.named(" ".join(tokens[:length]))
                if match:
                    return match.terms, length
        return (), 1

    def _within(self, typed: str, slack: int) -> Iterator[tuple[int, str]]:
        """Names near `typed` with their distance, nearest first, then by spelling."""
        if not leash(typed) or len(typed) > LONGEST_NAME:
            return
        found = process.extract(
            typed, self._keys, scorer=OSA.distance, score_cutoff=2 + slack, limit=None
        )
        for key, distance, _ in sorted(found, key=lambda hit: (hit[1], hit[0])):
            if distance <= leash(key) + slack:
                yield int(distance), key

    def _terms(self, keys: Iterable[str]) -> tuple[Term, ...]:
        return _distinct(term for key in keys for term in self._names[key])


_IRREGULAR = {"ices": ("ex", "ix"), "eria": ("erion",), "yses": ("ysis",)}


def singulars(key: str) -> tuple[str, ...]:
    """What a name in the plural may be the plural of; empty for what is no plural."""
    irregular = tuple(
        key.removesuffix(ending) + one
        for ending, ones in _IRREGULAR.items()
        if key.endswith(ending)
        for one in ones
    )
    if len(key) < 3 or not key.endswith("s") or key.endswith(("ss", "us", "is")):
        return irregular
    if key.endswith("ies") and len(key) > 4:
        return (key[:-3] + "y", key[:-1])
    if key.endswith(("ses", "xes", "zes", "ches", "shes", "oes")):
        return (key[:-1], key[:-2], *irregular)
    return (key[:-1], *irregular)


def _holds(name: str, typed: str) -> bool:
    """Whether a name of several words begins or ends with the typed ones."""
    return len(typed) > 2 and (name.startswith(typed + " ") or name.endswith(" " + typed))


def _distinct(terms: Iterable[Term]) -> tuple[Term, ...]:
    return tuple({term.name: term for term in terms}.values())
