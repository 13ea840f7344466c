"""The fields of one mapping in a glossary file, read by key, kind and length.

What does not fit is noted as a fault at its line, with the way out; reading goes on with
something harmless, so that every fault is found at once.
"""

from __future__ import annotations

import re
from collections import abc
from contextlib import suppress
from datetime import date
from enum import Enum, auto
from typing import NamedTuple

from .errors import GlossaryError, Problem
from .glossary import Glossary, Term
from .matching import Matcher
from .yaml_tree import Mapping, Node, Scalar, Sequence, echo

LONGEST_NAME = 75  # what a Slack button's label takes
LONGEST_URL = 2_900  # a Slack button's takes 3 000, and `{slug}` may be the longest name
MOST_FAULTS = 1_000

# Regular expressions as Python and JavaScript both read them: the schema holds them, too.
CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff"
BREAKS = r"\n\r\x85\u2028\u2029"
DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
WEB_ADDRESS = (
    rf"[Hh][Tt][Tt][Pp][Ss]?://(?:[^\s/?#@{CONTROL}]*@)?"
    rf"(?:[^\s/?#@:\[\]{CONTROL}]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?"
    rf"(?:[/?#][^\s{CONTROL}]*)?"
)

_OTHER_WORDS = {
    "name": "term", "title": "term", "description": "definition", "meaning": "definition",
    "alias": "aliases", "synonyms": "aliases", "acronym": "aliases", "see": "related",
    "see also": "related", "see_also": "related", "category": "topic", "tags": "topic",
    "link": "url", "date": "reviewed",
}  # fmt: skip
_KINDS = {
    "null": "nothing",
    "bool": "yes or no",
    "int": "a number",
    "float": "a number",
    "timestamp": "a date",
}
# Escapes in double quotes bring in what the file itself may not hold.
_CONTROL = re.compile(f"[{CONTROL}\\ud800-\\udfff]")
_BREAK = re.compile(f"[{BREAKS}]")


class Kind(Enum):
    """How a value is written."""

    LINE = auto()  # a text of one line
    TEXT = auto()  # Markdown of any number of lines
    NAMES = auto()  # a list of texts of one line
    PARTS = auto()  # a list of mappings
    ADDRESS = auto()
    DAY = auto()


class Field(NamedTuple):
    """What a key may hold.

    longest: in characters; of NAMES, each of them
    parts:   the fields of each mapping of PARTS
    """

    kind: Kind
    longest: int = 0
    needed: bool = False
    parts: abc.Mapping[str, Field] = {}


Format = abc.Mapping[str, Field]  # the keys of a mapping, with what they hold


class Written(NamedTuple):
    """A text and the line it stands at."""

    text: str
    line: int


class Faults:
    """Collects what is wrong with one file."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._found: list[Problem] = []
        self._more = 0

    def add(self, line: int, message: str) -> None:
        """Note one fault. Beyond the first thousand they are only counted."""
        if len(self._found) < MOST_FAULTS:
            self._found.append(Problem(self.path, line, message))
        else:
            self._more += 1

    def in_order(self) -> tuple[Problem, ...]:
        """All of them, by line."""
        more = f"{self._more:,} more faults; mend the first ones to see them"
        rest = [Problem(self.path, 0, more)] if self._more else []
        return (*sorted(self._found, key=lambda fault: fault.line), *rest)

    def raise_any(self) -> None:
        """Raise GlossaryError if there is a fault."""
        if self._found:
            raise GlossaryError(self.in_order())


class Fields:
    """The values of one mapping by key; unknown and repeated keys are faults."""

    def __init__(self, node: Mapping, known: Format, faults: Faults) -> None:
        self._fault: abc.Callable[[int, str], None] = faults.add
        self._known = known
        self._at = node.line
        self._values: dict[str, Node] = {}
        lines: dict[str, int] = {}
        for key, value in node.items:
            name = key.value
            if name not in known:
                self._fault(key.line, _unknown_key(name, tuple(known)))
            elif name in lines:
                told = f"`{name}` is written twice (first on line {lines[name]})"
                self._fault(key.line, f"{told}; keep one")
            else:
                self._values[name], lines[name] = value, key.line

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def line_of(self, key: str) -> int:
        """Where the value stands, or else the mapping."""
        return self._values[key].line if key in self._values else self._at

    def lacking(self) -> list[str]:
        """The keys that are needed and not there."""
        known, given = self._known.items(), self._values
        return [key for key, field in known if field.needed and key not in given]

    def text(self, key: str) -> str:
        """A text of any number of lines; empty where there is none."""
        node, longest = self._values.get(key), self._known[key].longest
        return self._text(node, f"`{key}`", longest) if node is not None else ""

    def one_line(self, key: str) -> str:
        """A text of one line with something to see in it; empty where there is none."""
        node, longest = self._values.get(key), self._known[key].longest
        return self._one_line(node, f"`{key}`", longest) if node is not None else ""

    def is_list(self, key: str) -> bool:
        """Whether the value is a list."""
        return isinstance(self._values.get(key), Sequence)

    def items(self, key: str) -> list[Node]:
        """The nodes of a list; none where there is none."""
        node = self._values.get(key)
        if node is None or isinstance(node, Sequence):
            return node.items if node else []
        self._fault(node.line, f"`{key}` is no list; write one item a line, after a dash")
        return []

    def names(self, key: str) -> list[Written]:
        """A list of names."""
        what, longest = f"a name in `{key}`", self._known[key].longest
        nodes = self.items(key)
        named = [Written(self._one_line(at, what, longest), at.line) for at in nodes]
        return [name for name in named if name.text]

    def address(self, key: str) -> str:
        """A web address."""
        url = self.one_line(key)
        if url and not is_web_address(url):
            told = f"`{key}` is no web address; write https://… without spaces"
            self._fault(self.line_of(key), told)
        return url

    def day(self, key: str) -> date | None:
        """A date."""
        node = self._values.get(key)
        if node is None:
            return None
        text = node.value.strip() if isinstance(node, Scalar) else ""
        with suppress(ValueError):  # February 30
            if re.fullmatch(DAY, text):
                return date.fromisoformat(text)
        self._fault(node.line, f"`{key}` is no date; write it like 2026-01-31")
        return None

    def _one_line(self, node: Node, what: str, longest: int) -> str:
        text = self._text(node, what, longest)
        if not text.isprintable():
            if _BREAK.search(text):
                self._fault(node.line, f"{what} has several lines; write one")
            elif not shows(text):
                self._fault(node.line, f"{what} shows nothing; write a word")
        return text

    def _text(self, node: Node, what: str, longest: int) -> str:
        # Cut to its limit, so that no fault costs more than another further on.
        if not isinstance(node, Scalar):
            found = "a list" if isinstance(node, Sequence) else "a mapping"
            told = f"{what} is {found}; write a text, in quotes if it begins with [ or {{"
            self._fault(node.line, told)
            return ""
        text = node.value.strip()
        if not text:
            self._fault(node.line, f"{what} is empty; write a text, or remove it")
        elif node.type != "str":
            kind = _KINDS.get(node.type, "a special mark")
            told = f"{what} is {kind} to YAML ({echo(text)}); put it in quotes"
            self._fault(node.line, told)
        if len(text) > longest:
            told = f"{what} has {len(text):,} characters; shorten it to {longest:,}"
            self._fault(node.line, told)
        # All but a few are printable, which is known in half the time.
        if not text.isprintable() and (control := _CONTROL.search(text)):
            told = f"{what} holds a control character (U+{ord(control[0]):04X}); remove it"
            self._fault(node.line, told)
        return text[:longest]


def shows(text: str) -> bool:
    """Whether there is something to see in it."""
    return any(char.isprintable() and char != " " for char in text)


def is_web_address(text: str) -> bool:
    """Whether this is an address to open in a browser, with a host and without spaces."""
    return bool(re.fullmatch(WEB_ADDRESS, text))


def _unknown_key(key: str, known: tuple[str, ...]) -> str:
    other = _OTHER_WORDS.get(key.casefold(), "")
    keys = Glossary(tuple(Term(name, "") for name in known))
    near = [term.name for term in Matcher(keys).suggestions(key[:LONGEST_NAME])]
    hint = other if other in known else next(iter(near), "")
    remedy = f"did you mean `{hint}`?" if hint else f"known are {', '.join(known)}"
    return f"`{echo(key)}` is no key here; {remedy}"
