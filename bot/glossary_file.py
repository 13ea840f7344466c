"""A YAML file → a glossary, or every fault in it with its line and the way out.

The format stands in the README, “Write your own glossary”.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from .errors import GlossaryError, Problem
from .glossary import Contrast, Glossary, Section, Term, normalise
from .matching import Matcher
from .render import markdown
from .yaml_tree import Mapping, Node, Scalar, Sequence, read_tree

LONGEST_NAME = 75  # of a term, an alias, a topic: what a Slack button's label takes
LONGEST_TITLE = 150
LONGEST_DEFINITION = 2_000
LONG_DEFINITION = 600  # beyond it, a warning
LONGEST_TEXT = 2_500
LONGEST_URL = 2_900
MANY_RELATED = 10  # beyond it, a warning

_FILE_KEYS = ("name", "url", "terms")
_TERM_KEYS = (
    "term", "definition", "aliases", "expansion", "sections", "contrasts", "related",
    "topic", "url", "owner", "reviewed",
)  # fmt: skip
_SECTION_KEYS = ("title", "text")
_CONTRAST_KEYS = ("with", "text")


@dataclass(frozen=True, slots=True)
class Report:
    """What is to be said of a file. `glossary` is None when there are faults."""

    glossary: Glossary | None
    faults: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def load(path: Path) -> Glossary:
    """The glossary in the file. Raises GlossaryError with every fault at once."""
    reader = _Reader(str(path))
    glossary = reader.read(path)
    if reader.faults or glossary is None:
        raise GlossaryError(sorted(reader.faults, key=lambda fault: fault.line))
    return glossary


def check(path: Path) -> Report:
    """Everything there is to say of the file, its Markdown and its warnings too."""
    reader = _Reader(str(path))
    try:
        glossary = reader.read(path)
    except GlossaryError as error:
        return Report(None, error.problems, ())
    reader.check_markdown()
    faults = tuple(sorted(reader.faults, key=lambda fault: fault.line))
    warnings = tuple(sorted(reader.warnings(), key=lambda warning: warning.line))
    return Report(None if faults else glossary, faults, warnings)


def compare(old: Glossary, new: Glossary, path: str) -> Iterator[Problem]:
    """A warning for each name that the old glossary answered to and the new does not."""
    for term in old.terms:
        for name in term.names:
            if not new.named(name):
                remedy = "keep it as an alias, or buttons under old answers end there"
                yield Problem(path, 0, f"“{name}” is gone ({remedy})")


@dataclass(slots=True)
class _Entry:
    """One term as read, with the lines that later checks speak of."""

    line: int
    name: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    aliases: list[tuple[str, int]] = field(default_factory=list)
    related: list[tuple[str, int]] = field(default_factory=list)
    contrasts: list[tuple[str, str, int]] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    markdown: list[tuple[str, int]] = field(default_factory=list)
    reviewed: date | None = None


class _Reader:
    """Reads one file and collects what is wrong with it."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._entries: list[_Entry] = []
        self._names: Glossary = Glossary(())
        self.faults: list[Problem] = []

    def read(self, path: Path) -> Glossary | None:
        """The glossary, unless `faults` says why not."""
        root = read_tree(path)
        if not isinstance(root, Mapping):
            line = root.line if root else 0
            self._fault(line, "no glossary; a file begins with `terms:` and a list")
            return None
        values = self._keys(root, _FILE_KEYS)
        name = self._text(values, "name", LONGEST_TITLE)
        url = self._address(values)
        if "terms" not in values:
            self._fault(root.line, "no terms; write `terms:` and a list of entries")
        for node in self._list(values, "terms"):
            entry = self._entry(node)
            if entry:
                self._entries.append(entry)
        if "terms" in values and not self._entries and not self.faults:
            self._fault(root.line, "the list of terms is empty; write at least one entry")
        self._twice()
        self._names = Glossary(tuple(map(_names_only, self._entries)))
        terms = tuple(self._term(entry) for entry in self._entries)
        return Glossary(terms, name, url, source=self._path)

    def check_markdown(self) -> None:
        """Note what the texts hold that no card can show."""
        for entry in self._entries:
            for text, line in entry.markdown:
                for fault in markdown.faults(text):
                    self._fault(line, fault)

    def warnings(self) -> Iterator[Problem]:
        """What is allowed, but perhaps not meant."""
        led_to = {name for entry in self._entries for name in self._leads(entry)}
        for entry in self._entries:
            yield from self._entry_warnings(entry)
            if led_to and normalise(entry.name) not in led_to:
                yield self._problem(
                    entry.line, f"nothing leads to “{entry.name}”; name it in a `related`"
                )

    # --- the parts of a file ---------------------------------------------------------

    def _entry(self, node: Node) -> _Entry | None:
        if not isinstance(node, Mapping):
            self._fault(node.line, "not an entry; write `- term: …` and `definition: …`")
            return None
        values = self._keys(node, _TERM_KEYS)
        entry = _Entry(node.line)
        for needed in ("term", "definition"):
            if needed not in values:
                self._fault(node.line, f"an entry without `{needed}`; add it")
        entry.name = self._text(values, "term", LONGEST_NAME)
        if entry.name and not normalise(entry.name):
            self._fault(node.line, f"“{entry.name}” names nothing; write a word")
        entry.texts = {
            "definition": self._text(values, "definition", LONGEST_DEFINITION),
            "expansion": self._text(values, "expansion", LONGEST_TITLE),
            "topic": self._text(values, "topic", LONGEST_NAME),
            "owner": self._text(values, "owner", LONGEST_TITLE),
            "url": self._address(values),
        }
        if "definition" in values:
            entry.markdown.append((entry.texts["definition"], values["definition"].line))
        entry.aliases = self._name_list(values, "aliases")
        entry.related = self._name_list(values, "related")
        entry.reviewed = self._date(values)
        for part in self._list(values, "sections"):
            self._section(part, entry)
        for part in self._list(values, "contrasts"):
            self._contrast(part, entry)
        return entry if entry.name else None

    def _section(self, node: Node, entry: _Entry) -> None:
        values = self._part(node, _SECTION_KEYS, "a section")
        if values:
            title = self._text(values, "title", LONGEST_TITLE)
            text = self._text(values, "text", LONGEST_TEXT)
            entry.sections.append(Section(title, text))
            entry.markdown.append((text, values["text"].line))

    def _contrast(self, node: Node, entry: _Entry) -> None:
        values = self._part(node, _CONTRAST_KEYS, "a contrast")
        if values:
            other = self._text(values, "with", LONGEST_NAME)
            text = self._text(values, "text", LONGEST_TEXT)
            entry.contrasts.append((other, text, values["with"].line))
            entry.markdown.append((text, values["text"].line))

    def _part(self, node: Node, keys: tuple[str, ...], what: str) -> dict[str, Node]:
        wanted = " and ".join(f"`{key}`" for key in keys)
        if not isinstance(node, Mapping):
            self._fault(node.line, f"{what} has {wanted}")
            return {}
        values = self._keys(node, keys)
        if len(values) < len(keys):
            self._fault(node.line, f"{what} needs {wanted}")
            return {}
        return values

    def _term(self, entry: _Entry) -> Term:
        related = (self._canonical(name, line, entry) for name, line in entry.related)
        contrasts = (
            Contrast(self._canonical(other, line, entry), text)
            for other, text, line in entry.contrasts
        )
        return Term(
            name=entry.name,
            aliases=tuple(name for name, _ in entry.aliases),
            sections=tuple(entry.sections),
            contrasts=tuple(contrasts),
            related=tuple(dict.fromkeys(related)),
            reviewed=entry.reviewed,
            **entry.texts,
        )

    def _canonical(self, name: str, line: int, entry: _Entry) -> str:
        """The canonical name that another entry is referred to by."""
        term = self._names.get(name)
        named = (term,) if term else self._names.named(name)
        if not named:
            near = Matcher(self._names).suggestions(name)
            hint = f"did you mean “{near[0].name}”?" if near else "add an entry or drop it"
            self._fault(line, f"“{name}” is no term of this glossary; {hint}")
        elif len(named) > 1:
            names = ", ".join(f"“{one.name}”" for one in named)
            self._fault(line, f"“{name}” names several terms; write one of {names}")
        elif named[0].name == entry.name:
            self._fault(line, f"“{name}” leads to its own entry; drop it")
        return named[0].name if named else name

    def _twice(self) -> None:
        first: dict[str, _Entry] = {}
        for entry in self._entries:
            known = first.setdefault(normalise(entry.name), entry)
            if known is not entry:
                merge = f"merge it with line {known.line}"
                self._fault(entry.line, f"“{entry.name}” is defined twice; {merge}")

    def _entry_warnings(self, entry: _Entry) -> Iterator[Problem]:
        for name, line in [(entry.name, entry.line), *entry.aliases]:
            others = [one.name for one in self._names.named(name) if one.name != entry.name]
            if others:
                told = f"“{name}” also names {', '.join(others)}; a picker will ask which"
                yield self._problem(line, told)
        for name, line in entry.aliases:
            if normalise(name) == normalise(entry.name):
                yield self._problem(line, f"“{name}” is the term itself; drop the alias")
        length = len(entry.texts["definition"])
        if length > LONG_DEFINITION:
            told = f"a definition of {length} characters; move some of it into `sections`"
            yield self._problem(entry.line, told)
        if len(entry.related) > MANY_RELATED:
            told = f"{len(entry.related)} related terms; a reader follows a few"
            yield self._problem(entry.line, told)

    def _leads(self, entry: _Entry) -> Iterator[str]:
        for name in [name for name, _ in entry.related] + [c[0] for c in entry.contrasts]:
            yield from (normalise(term.name) for term in self._names.named(name))

    # --- values ----------------------------------------------------------------------

    def _keys(self, node: Mapping, known: tuple[str, ...]) -> dict[str, Node]:
        """The values by key; unknown and repeated keys are faults."""
        values: dict[str, Node] = {}
        lines: dict[str, int] = {}
        for key, value in node.items:
            if key.value not in known:
                self._fault(key.line, _unknown_key(key.value, known))
            elif key.value in values:
                first = lines[key.value]
                self._fault(
                    key.line, f"`{key.value}` is written twice (line {first}); keep one"
                )
            else:
                values[key.value], lines[key.value] = value, key.line
        return values

    def _text(self, values: dict[str, Node], key: str, longest: int) -> str:
        node = values.get(key)
        return self._scalar(node, f"`{key}`", longest) if node is not None else ""

    def _scalar(self, node: Node, what: str, longest: int) -> str:
        if not isinstance(node, Scalar):
            found = "a list" if isinstance(node, Sequence) else "a mapping"
            self._fault(node.line, f"{what} is {found}; write a text")
            return ""
        text = node.value.strip()
        if node.type == "null" or not text:
            self._fault(node.line, f"{what} is empty; write a text or drop it")
            return ""
        if node.type != "str":
            kind = _KINDS.get(node.type, node.type)
            told = f'{what} is {kind} to YAML; put it in quotes: "{node.value}"'
            self._fault(node.line, told)
        if len(text) > longest:
            told = f"{what} has {len(text)} characters; {longest} are shown"
            self._fault(node.line, told)
        return text

    def _list(self, values: dict[str, Node], key: str) -> list[Node]:
        node = values.get(key)
        if node is None or isinstance(node, Sequence):
            return node.items if node else []
        self._fault(node.line, f"`{key}` is no list; write one item a line after `- `")
        return []

    def _name_list(self, values: dict[str, Node], key: str) -> list[tuple[str, int]]:
        names = (
            (self._scalar(node, f"a name in `{key}`", LONGEST_NAME), node.line)
            for node in self._list(values, key)
        )
        return [(name, line) for name, line in names if name]

    def _address(self, values: dict[str, Node]) -> str:
        url = self._text(values, "url", LONGEST_URL)
        if url and not url.lower().startswith(("http://", "https://")):
            self._fault(values["url"].line, "`url` begins with https:// or http://")
        return url

    def _date(self, values: dict[str, Node]) -> date | None:
        node = values.get("reviewed")
        if node is None:
            return None
        try:
            return date.fromisoformat(node.value if isinstance(node, Scalar) else "")
        except ValueError:
            self._fault(node.line, "`reviewed` is a date: 2026-01-31")
            return None

    def _problem(self, line: int, message: str) -> Problem:
        return Problem(self._path, line, message)

    def _fault(self, line: int, message: str) -> None:
        self.faults.append(self._problem(line, message))


_KINDS = {
    "bool": "yes or no",
    "int": "a number",
    "float": "a number",
    "timestamp": "a date",
    "merge": "a merge key",
}


def _names_only(entry: _Entry) -> Term:
    return Term(entry.name, "", aliases=tuple(name for name, _ in entry.aliases))


def _unknown_key(key: str, known: tuple[str, ...]) -> str:
    keys = Glossary(tuple(Term(name, "") for name in known))
    near = Matcher(keys).suggestions(key)
    hint = f"did you mean `{near[0].name}`?" if near else f"known are {', '.join(known)}"
    return f"`{key}` is no key here; {hint}"
