"""A YAML file → a glossary, or every fault in it with its line and the way out.

The format stands in the README, “Write your own glossary”; what one entry may hold is
checked in `glossary_entries`, what holds between entries here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from . import collector
from .errors import GlossaryError, Problem
from .glossary import Contrast, Glossary, Term, normalise
from .glossary_entries import Entries, Entry, read_entries
from .glossary_fields import Faults, Written
from .matching import Matcher
from .yaml_tree import echo, read_tree

LONG_DEFINITION = 600  # beyond it, a warning
MANY_RELATED = 10  # beyond it, a warning
MOST_HINTS = 50  # “did you mean”: each compares a name with all there are
MOST_LISTED = 3


@dataclass(frozen=True, slots=True)
class Report:
    """What is to be said of a file. `glossary` is None when there are faults."""

    glossary: Glossary | None
    faults: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def load(path: Path) -> Glossary:
    """The glossary in the file. Raises GlossaryError with every fault at once."""
    with collector.held_off():
        faults = Faults(str(path))
        entries = read_entries(read_tree(path), faults)
        glossary = _glossary(entries, _Names(entries.terms), faults)
        faults.raise_any()
        for _ in collector.let_go(entries.terms):
            pass
        return glossary


def check(path: Path) -> Report:
    """Everything there is to say of the file, its Markdown and its warnings too."""
    from .render import markdown  # here, for a start goes sooner without its library

    faults = Faults(str(path))
    try:
        entries = read_entries(read_tree(path), faults)
    except GlossaryError as error:
        return Report(None, error.problems, ())
    names = _Names(entries.terms)
    glossary = _glossary(entries, names, faults)
    for entry in entries.terms:
        for text, line in entry.markdown:
            for fault in markdown.faults(text):
                faults.add(line, " ".join(fault.split()))  # it may quote several lines
    found = faults.in_order()
    warned = (Problem(str(path), *warning) for warning in _warnings(entries.terms, names))
    warnings = tuple(sorted(warned, key=lambda warning: warning.line))
    return Report(None if found else glossary, found, warnings)


def compare(old: Glossary, new: Glossary, path: str) -> Iterator[Problem]:
    """A warning for each name that the old glossary answered to and the new does not."""
    for key, terms in old.by_key.items():
        if key not in new.by_key:
            name = next(name for name in terms[0].names if normalise(name) == key)
            remedy = "keep it as an alias, or buttons under old answers end there"
            yield Problem(path, 0, f"“{name}” is gone ({remedy})")


class _Names:
    """Which entries a name stands for; canonical names win over aliases."""

    def __init__(self, entries: list[Entry]) -> None:
        self._entries = entries
        self.key = cache(normalise)  # most names come up again, as somebody's related
        self.canonical: dict[str, Entry] = {}
        self.carriers: dict[str, list[tuple[Entry, Written]]] = {}
        for entry in entries:
            own = self.key(entry.name)
            self.canonical.setdefault(own, entry)
            written = {own: Written(entry.name, entry.line)}
            for alias in entry.aliases:
                written.setdefault(self.key(alias.text), alias)
            if entry.expansion:
                expansion = Written(entry.expansion, entry.line)
                written.setdefault(self.key(entry.expansion), expansion)
            for key, name in written.items():
                self.carriers.setdefault(key, []).append((entry, name))

    def named(self, name: str) -> list[Entry]:
        """The one entry of that name, or else all that have it for an alias."""
        key = self.key(name)
        if key in self.canonical:
            return [self.canonical[key]]
        return [entry for entry, _ in self.carriers.get(key, ())]

    def nearest(self, name: str) -> str:
        """The canonical name that comes nearest, or none."""
        near = self._matcher.suggestions(name)
        return near[0].name if near else ""

    @cached_property
    def _matcher(self) -> Matcher:
        terms = [
            Term(
                entry.name,
                "",
                aliases=tuple(alias.text for alias in entry.aliases),
                expansion=entry.expansion,
            )
            for entry in self._entries
        ]
        return Matcher(Glossary(tuple(terms)))


# --- faults between entries ----------------------------------------------------------


def _glossary(entries: Entries, names: _Names, faults: Faults) -> Glossary:
    _check_twice(entries.terms, names, faults)
    references = _References(names, faults)
    terms = tuple(_term(entry, references) for entry in entries.terms)
    return Glossary(terms, entries.name, entries.url, source=faults.path)


def _check_twice(entries: list[Entry], names: _Names, faults: Faults) -> None:
    for entry in entries:
        first = names.canonical[names.key(entry.name)]
        if first is not entry:
            told = f"“{echo(entry.name)}” is defined twice; merge it with line {first.line}"
            faults.add(entry.line, told)


def _term(entry: Entry, references: _References) -> Term:
    related = [references.canonical(name, entry) for name in entry.related]
    contrasts = [
        Contrast(references.canonical(other, entry), text)
        for other, text in entry.contrasts
    ]
    return Term(
        name=entry.name,
        definition=entry.definition,
        aliases=tuple(alias.text for alias in entry.aliases),
        sections=tuple(entry.sections),
        contrasts=tuple(contrasts),
        related=tuple(dict.fromkeys(related)),
        topic=entry.topic,
        expansion=entry.expansion,
        url=entry.url,
        owner=entry.owner,
        reviewed=entry.reviewed,
    )


class _References:
    """What entries call each other by → canonical names."""

    def __init__(self, names: _Names, faults: Faults) -> None:
        self._names, self._faults = names, faults
        self._hints = 0

    def canonical(self, name: Written, entry: Entry) -> str:
        """The canonical name of the one other entry that is meant."""
        named = self._names.named(name.text)
        if not named:
            self._fault(name, f"is no term of this glossary; {self._remedy(name.text)}")
            return name.text
        if len(named) > 1:
            told = ", ".join(f"“{echo(one.name)}”" for one in named[:MOST_LISTED])
            self._fault(name, f"names {len(named)} terms; write the one meant: {told}")
        elif named[0] is entry:
            self._fault(name, "leads to its own entry; drop it")
        return named[0].name

    def _remedy(self, name: str) -> str:
        self._hints += 1
        near = self._names.nearest(name) if self._hints <= MOST_HINTS else ""
        return f"did you mean “{echo(near)}”?" if near else "add an entry, or drop it"

    def _fault(self, name: Written, told: str) -> None:
        self._faults.add(name.line, f"“{echo(name.text)}” {told}")


# --- warnings ------------------------------------------------------------------------

_Warning = tuple[int, str]


def _warnings(entries: list[Entry], names: _Names) -> Iterator[_Warning]:
    """What is allowed, but perhaps not meant."""
    for entry in entries:
        yield from _entry_warnings(entry)
    for carriers in names.carriers.values():
        if len({normalise(entry.name) for entry, _ in carriers}) > 1:  # else it is a fault
            yield _shared(carriers)
    led_to = {id(to) for entry in entries for to in _leads(entry, names)}
    for entry in entries if led_to else ():
        if id(entry) not in led_to:
            told = f"nothing leads to “{echo(entry.name)}”; name it in a `related`"
            yield entry.line, told


def _entry_warnings(entry: Entry) -> Iterator[_Warning]:
    known = {normalise(name): name for name in (entry.expansion, entry.name) if name}
    for alias in entry.aliases:
        same = known.setdefault(normalise(alias.text), alias.text)
        if same is not alias.text:
            told = (
                f"“{echo(alias.text)}” is the same name as “{echo(same)}”; drop the alias"
            )
            yield alias.line, told
    length = len(entry.definition)
    if length > LONG_DEFINITION:
        told = f"a definition of {length:,} characters; move some of it into `sections`"
        yield entry.line, told
    if len(entry.related) > MANY_RELATED:
        yield entry.line, f"{len(entry.related)} related terms; a reader follows a few"


def _shared(carriers: list[tuple[Entry, Written]]) -> _Warning:
    """Told where the name comes up again, which is where it may not have been known."""
    _, again = carriers[1]
    others = [f"“{echo(entry.name)}” (line {name.line})" for entry, name in carriers]
    told = " and ".join(others[:MOST_LISTED])
    more = f" and {len(others) - MOST_LISTED} more" if len(others) > MOST_LISTED else ""
    return again.line, f"“{echo(again.text)}” names {told}{more}; a picker will ask which"


def _leads(entry: Entry, names: _Names) -> Iterator[Entry]:
    for name in entry.related:
        yield from names.named(name.text)
    for other, _ in entry.contrasts:
        yield from names.named(other.text)
