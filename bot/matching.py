"""A typed name → the terms it names: exactly, in the plural, or through a typo."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice

from .glossary import Glossary, Term, normalise, squash
from .name_index import NameIndex

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


class Matcher:
    """Finds the terms of one glossary by name."""

    def __init__(self, glossary: Glossary) -> None:
        self._names = glossary.by_key
        self._spelt = _spellings(self._names)
        self._index = NameIndex(self._names)
        self._longest, self._second = _of_several_words(chain(self._names, self._spelt))

    def find(self, name: str) -> Match | None:
        """The term or terms a name means; an exact hit always wins over a near one."""
        return self.named(name) or self.near(name)

    def named(self, name: str) -> Exact | Shared | None:
        """The terms that carry this name: as written, without spaces, in the plural."""
        terms = self._names.get(name.lower())  # as most are typed
        if not terms:
            key = normalise(name)
            terms = self._names.get(key) or self._spelt_like(key)
        if not terms:
            return None
        return Exact(terms[0]) if len(terms) == 1 else Shared(terms)

    def near(self, name: str) -> Close | None:
        """The terms whose names are a typo away; the nearest ones, ties together."""
        key = normalise(name)
        for typed in (key, *singulars(key)):
            if close := self._close_to(typed):
                return close
        return None

    def _close_to(self, typed: str) -> Close | None:
        hits = self._index.nearest(typed)
        if not hits:
            return None
        distance, nearest = hits[0]
        terms = self._names[nearest]
        if len(hits) > 1:  # only then may a term be among them twice
            terms = tuple(self._terms(name for _, name in hits))
        return Close(terms, distance, typed, nearest)

    def suggestions(self, name: str) -> tuple[Term, ...]:
        """At most three terms that may have been meant, best first."""
        terms = self._terms(self._meant(normalise(name)))
        return tuple(islice(terms, SUGGESTIONS))

    def _meant(self, key: str) -> Iterator[str]:
        """Names a typo away, then names that hold this one, then those farther away."""
        forms = (key, *singulars(key))
        for typed in forms:
            yield from (name for _, name in self._index.within(typed))
        for words in forms:
            if len(words) > 2:
                yield from self._index.holding(words)
        if len(key) > 5:
            yield from (name for _, name in self._index.within(key, slack=1))

    def terms_in(self, words: str) -> tuple[Term, ...]:
        """The terms that a text names, each once, in its order.

        Where names overlap the longest counts, so *context window* hides *context*. Work
        grows with the length of the text, for a name has few words.
        """
        found: dict[str, Term] = {}
        tokens = words.split()
        keys = [normalise(token) for token in tokens]
        at = 0
        while at < len(tokens):
            length = self._may_span(keys[at])
            if length > 1 and not self._may_go_on(keys, at):
                length = 1
            if length:
                terms, length = self._at(tokens[at : at + length])
                found.update((term.name, term) for term in terms)
            at += length or 1
        return tuple(found.values())

    def _at(self, tokens: list[str]) -> tuple[tuple[Term, ...], int]:
        """The terms that a text begins with, and over how many words; none: over one."""
        for length in range(len(tokens), 0, -1):
            match = self.named(" ".join(tokens[:length]))
            if match:
                return match.terms, length
        return (), 1

    def _spelt_like(self, key: str) -> tuple[Term, ...]:
        for form in (key, squash(key), *singulars(key), *singulars(squash(key))):
            terms = self._names.get(form) or self._spelt.get(form)
            if terms:
                return terms
        return ()

    def _may_span(self, key: str) -> int:
        """How many words a name that begins with this may have; most words begin none."""
        if " " not in key and not key.endswith(_PLURALS):
            return self._words_from(key)
        forms = (key, squash(key), *singulars(key))
        return max(self._words_from(form.partition(" ")[0]) for form in forms)

    def _may_go_on(self, keys: list[str], at: int) -> bool:
        """Whether a name of several words may stand there, by the second of them."""
        if " " in keys[at]:  # it is two already
            return True
        return any(
            form.partition(" ")[0] in self._second
            for key in keys[at + 1 : at + 2]
            for form in (key, *singulars(key))
        )

    def _words_from(self, word: str) -> int:
        several = self._longest.get(word, 0)
        return several or (word in self._names or word in self._spelt)

    def _terms(self, keys: Iterable[str]) -> Iterator[Term]:
        """The terms of these keys, each once."""
        seen = set[str]()
        for key in keys:
            for term in self._names[key]:
                if term.name not in seen:
                    seen.add(term.name)
                    yield term


_PLURALS = ("s", "eria")  # how all of them end
# By their last four letters.
_IRREGULAR = {"ices": ("ex", "ix"), "eria": ("erion",), "yses": ("ysis",)}


def singulars(key: str) -> tuple[str, ...]:
    """What a name in the plural may be the plural of; empty for what is no plural."""
    if not key.endswith(_PLURALS):
        return ()
    ones = _IRREGULAR.get(key[-4:])
    irregular = tuple(key[:-4] + one for one in ones) if ones else ()
    if len(key) < 3 or not key.endswith("s") or key.endswith(("ss", "us", "is")):
        return irregular
    if key.endswith("ies") and len(key) > 4:
        return (key[:-3] + "y", key[:-1])
    if key.endswith(("ses", "xes", "zes", "ches", "shes", "oes")):
        return (key[:-1], key[:-2], *irregular)
    return (key[:-1], *irregular)


def _spellings(names: Mapping[str, tuple[Term, ...]]) -> dict[str, tuple[Term, ...]]:
    """Terms under what their names are without spaces or in the singular."""
    found: dict[str, tuple[Term, ...]] = {}
    for key, terms in names.items():
        forms = singulars(key)
        if " " in key:
            forms = (squash(key), *forms)
        for form in forms:
            if form not in names:
                known = found.setdefault(form, terms)
                if known is not terms:
                    found[form] = _distinct((*known, *terms))
    return found


def _of_several_words(names: Iterable[str]) -> tuple[dict[str, int], set[str]]:
    """By the first word, how many the longest name has; and what second words there are."""
    longest: dict[str, int] = {}
    second: set[str] = set()
    for name in names:
        if " " in name:
            words = name.split(" ")
            second.add(words[1])
            if len(words) > longest.get(words[0], 0):
                longest[words[0]] = len(words)
    return longest, second


def _distinct(terms: Iterable[Term]) -> tuple[Term, ...]:
    return tuple({term.name: term for term in terms}.values())
