"""Terms and the glossary that holds them: frozen values, and how names are compared.

Nothing here reads a file or knows Slack. A name is a term's own name, one of its aliases,
or what it stands for as an acronym; two spellings name the same thing when `normalise`
gives them one key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from .nfkc import nfkc

_SEPARATORS = re.compile(r"(?<=[^\W_])[-‐‑‒–_/](?=[^\W_])")
# An underscore may stand before an acronym and between several: one pass takes them all.
_DOTTED = re.compile(
    r"(?:(?<!\w)|(?<=[^\W_]_))(?:[^\W\d_]\.){2,}"
    r"(?:_(?:[^\W\d_]\.){2,})*(?:[^\W\d_](?!\w))?"
)
_POSSESSIVE = re.compile(r"(?<=\w)(?:'s)+(?!\w)")
_QUOTES = str.maketrans("‘’ʼ`´“”„«»", "'''''\"\"\"\"\"")
_EDGES = " \"'()[]{},;:!?"
_END = _EDGES + "."


def normalise(name: str) -> str:
    """The key under which a name is found; calling it twice changes nothing.

    Case, Unicode form (NFKC), possessive 's, the dots of an acronym, outer quotes and
    punctuation, and hyphen, underscore or slash between letters make no difference.
    A leading dot (`.env`) stays, and so does a name of nothing but punctuation (`?`).
    """
    bare = name.lstrip(_EDGES).rstrip(_END)
    if bare.isascii() and (bare.isalnum() or _are_words(bare)):  # as nearly all names are
        return bare.lower()
    key = name
    while (again := _normalise_once(key)) != key:
        key = again
    return key


def _are_words(bare: str) -> bool:
    return "  " not in bare and bare.replace(" ", "").isalnum()


def _normalise_once(name: str) -> str:
    text = name if name.isascii() else nfkc(name)
    text = text.casefold().translate(_QUOTES)
    text = _DOTTED.sub(lambda dotted: dotted[0].replace(".", ""), text)
    text = _SEPARATORS.sub(" ", _POSSESSIVE.sub("", text))
    text = " ".join(text.split())
    return text.lstrip(_EDGES).rstrip(_END) or text


def squash(key: str) -> str:
    """A key without its spaces, so that `ContextWindow` finds *context window*."""
    return key.replace(" ", "")


@dataclass(frozen=True, slots=True)
class Section:
    """One titled part of what “Read more” shows; `text` is Markdown."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Contrast:
    """How a term differs from the term named `other`; `text` is Markdown."""

    other: str
    text: str


@dataclass(frozen=True, slots=True)
class Term:
    """One entry: a canonical name, what it means, and where to go from there.

    `definition` is Markdown. `related` holds canonical names in the author's order.
    """

    name: str
    definition: str
    aliases: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    contrasts: tuple[Contrast, ...] = ()
    related: tuple[str, ...] = ()
    topic: str = ""
    expansion: str = ""
    url: str = ""
    owner: str = ""
    reviewed: date | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """All it is found by: the canonical name, the aliases, then the expansion."""
        names = (self.name, *self.aliases)
        return (*names, self.expansion) if self.expansion else names

    @property
    def slug(self) -> str:
        """The name as it stands in an address: normalised, with hyphens."""
        return normalise(self.name).replace(" ", "-")


@dataclass(frozen=True)
class Glossary:
    """Every term, in the order of the file. `url` may hold `{slug}`.

    The loader promises that canonical names differ, and that each related term and
    contrast names a canonical name of the same glossary.
    """

    terms: tuple[Term, ...]
    name: str = ""
    url: str = ""
    source: str = field(default="", compare=False)

    @cached_property
    def by_name(self) -> Mapping[str, Term]:
        """Each term under the key of its canonical name."""
        return {normalise(term.name): term for term in self.terms}

    @cached_property
    def by_key(self) -> Mapping[str, tuple[Term, ...]]:
        """Terms under every key that names them; several where a name is shared."""
        found: dict[str, tuple[Term, ...]] = {}
        for term in self.terms:
            alone = (term,)
            for name in term.names:
                key = normalise(name)
                known = found.setdefault(key, alone)
                if known[-1] is not term:
                    found[key] = (*known, term)
        return found

    def get(self, name: str) -> Term | None:
        """The term whose canonical name this is."""
        return self.by_name.get(normalise(name))

    def named(self, name: str) -> tuple[Term, ...]:
        """Every term that answers to this name, canonical or alias."""
        return self.by_key.get(normalise(name), ())

    def contrast(self, one: Term, other: Term) -> Contrast | None:
        """What the glossary says of the difference, written at either of the two."""
        for here, there in ((one, other), (other, one)):
            for contrast in here.contrasts:
                if self.get(contrast.other) is there:
                    return contrast
        return None

    def contrasts_of(self, term: Term) -> Iterable[tuple[Term, Contrast]]:
        """Each term this one is contrasted with, from either side, once."""
        seen = {term.name}
        for contrast in term.contrasts:
            other = self.get(contrast.other)
            if other and other.name not in seen:
                seen.add(other.name)
                yield other, contrast
        for other in self.terms:
            for contrast in other.contrasts:
                if other.name not in seen and self.get(contrast.other) is term:
                    seen.add(other.name)
                    yield other, contrast

    def link(self, term: Term) -> str:
        """Where “Read definition” leads: the entry's own address or the glossary's."""
        return term.url or self.url.replace("{slug}", term.slug)
