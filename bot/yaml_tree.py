"""YAML → a plain tree that knows its lines, safe against what a file may hold.

The parser's events are put together here, in a loop: composing with libyaml recurses in C
and takes the process down on deep nesting, and PyYAML's own composer raises
RecursionError. Size is checked before the file is read; depth, number of nodes, anchors
and tags as the events come, before anything is built of them.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import yaml
from yaml.resolver import Resolver

from .errors import GlossaryError, Problem
from .yaml_mistakes import in_plain_words

MOST_BYTES = 20_000_000
MOST_NODES = 1_000_000
DEEPEST = 50
LONGEST_ECHO = 75
PIECE = 100_000  # characters

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's, ten times as fast


@dataclass(slots=True)
class Scalar:
    """A single value; `type` is what YAML takes it for: str, bool, int, null, …"""

    value: str
    type: str
    line: int


@dataclass(slots=True)
class Sequence:
    """A list of nodes."""

    line: int
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Keys with their values, in order, none dropped."""

    line: int
    items: list[tuple[Scalar, Node]] = field(default_factory=list)


Node = Scalar | Sequence | Mapping


def read_tree(path: Path, loader: Any = Loader) -> Node | None:
    """The document in the file; None for an empty one. Raises GlossaryError."""
    return parse_tree(_decoded(read_bytes(path), str(path)), str(path), loader)


def parse_tree(text: str, path: str, loader: Any = Loader) -> Node | None:
    """The document in the text. `path` is what faults are told with."""
    try:
        return _Builder(path).build(iter(loader(text).get_event, None))
    except yaml.MarkedYAMLError as error:
        raise _mistake(error, text, path) from error
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError) as error:
        # The pure loader lets them through, from `\UFFFFFFFF` for one.
        raise _fault(path, 0, f"not YAML ({echo(str(error))}); correct it") from error


def _mistake(error: yaml.MarkedYAMLError, text: str, path: str) -> GlossaryError:
    complaint = " ".join(str(part) for part in (error.context, error.problem) if part)
    stopped, began = _place(error.problem_mark), _place(error.context_mark)
    line, told = in_plain_words(complaint, text, stopped or began or (0, 0), began)
    return _fault(path, line, told)


def _place(mark: yaml.Mark | None) -> tuple[int, int] | None:
    return (mark.line, mark.column) if mark else None


def echo(text: str) -> str:
    """What somebody wrote as a fault may repeat it: short, on one line, visible."""
    shown = "".join(
        char if char.isprintable() else " " for char in text[: LONGEST_ECHO + 1]
    )
    return shown if len(shown) <= LONGEST_ECHO else shown[: LONGEST_ECHO - 1] + "…"


def read_bytes(path: Path, most: int = MOST_BYTES) -> bytes:
    """What the file holds. Raises GlossaryError if it cannot be read or holds too much."""
    try:
        status = path.stat()
        _see_that_it_is_a_file(path, status)  # to open a device may do something
        with open(path, "rb", opener=_without_waiting) as file:
            # By now it may be another.
            _see_that_it_is_a_file(path, os.fstat(file.fileno()))
            raw = file.read(most + 1) if status.st_size <= most else b""
    except OSError as error:
        raise _fault(str(path), 0, f"cannot be read: {error.strerror or error}") from error
    if max(len(raw), status.st_size) > most:
        told = f"larger than {most // 1_000_000} MB; split it or cut it down"
        raise _fault(str(path), 0, told)
    return raw


def _see_that_it_is_a_file(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise _fault(str(path), 0, "not a file; name a file")


def _without_waiting(path: str, flags: int) -> int:
    """Open it; a pipe would keep us until somebody writes into it."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def _decoded(raw: bytes, path: str) -> str:
    """The text, with the line breaks that editors count and no others."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        told = f"not UTF-8 (byte 0x{raw[error.start]:02X}); save the file as UTF-8"
        raise _fault(path, line, told) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for separator in "\x85\u2028\u2029":
        text = text.replace(separator, " ")
    if control := _control_character(text):
        line = text.count("\n", 0, control.start()) + 1
        told = f"a control character (U+{ord(control[0]):04X}); remove it"
        raise _fault(path, line, told)
    # libyaml compares each %TAG with all before it, in C: a million would hold the process.
    at = 0 if text.startswith("%") else text.find("\n%") + 1
    if text.startswith("%", at):
        line = text.count("\n", 0, at) + 1
        raise _fault(path, line, "a line that begins with %; remove or indent it")
    return text


def _control_character(text: str) -> re.Match[str] | None:
    """The first one, looked for in pieces: no other thread runs while `re` searches."""
    for at in range(0, len(text), PIECE):
        if control := _CONTROL.search(text, at, at + PIECE):
            return control
    return None


_Types = dict[str, list[tuple[str, re.Pattern[str]]]]


def _types_by_first_character() -> _Types:
    """YAML's rules for plain values: `no` is a bool, `1.5` a float."""
    rules = Resolver.yaml_implicit_resolvers
    return {
        first: [(tag.rpartition(":")[2], pattern) for tag, pattern in of_it]
        for first, of_it in rules.items()
    }


_TYPES = _types_by_first_character()


def _type(value: str) -> str:
    for name, pattern in _TYPES.get(value[:1], ()):
        if pattern.match(value):
            return name
    return "str"


class _Builder:
    """Puts the nodes of one document together."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._nodes: list[Node] = []  # in the innermost collection, keys and values alike
        self._open: list[tuple[Sequence | Mapping, list[Node]]] = []  # and those around it

    def build(self, events: Iterator[yaml.Event]) -> Node | None:
        """The root that the events tell of."""
        nodes = documents = 0
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                nodes += 1
                if nodes > MOST_NODES:
                    raise self._fault(
                        event, f"more than {MOST_NODES:,} values; split the file"
                    )
                if isinstance(event, yaml.ScalarEvent):
                    self._nodes.append(self._scalar(event))
                else:
                    self._begin(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._end()
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    told = "a second document begins here (---); keep one in a file"
                    raise self._fault(event, told)
        return self._nodes[0] if self._nodes else None

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        if event.anchor or event.tag:
            raise self._refused(event)
        value = event.value
        plain = event.implicit[0] and value[:1] in _TYPES
        return Scalar(value, _type(value) if plain else "str", _line(event))

    def _begin(self, event: yaml.NodeEvent) -> None:
        if event.anchor or not isinstance(event, yaml.CollectionStartEvent) or event.tag:
            raise self._refused(event)
        if len(self._open) >= DEEPEST:
            raise self._fault(event, f"nested deeper than {DEEPEST}; a glossary needs 5")
        if self._in_mapping() and len(self._nodes) % 2 == 0:
            told = "a key that is a list or a mapping; write `key: value`"
            raise self._fault(event, told)
        line = _line(event)
        is_list = isinstance(event, yaml.SequenceStartEvent)
        node = Sequence(line) if is_list else Mapping(line)
        self._nodes.append(node)
        self._open.append((node, self._nodes))
        self._nodes = node.items if isinstance(node, Sequence) else []

    def _end(self) -> None:
        node, around = self._open.pop()
        if isinstance(node, Mapping):
            keys = cast("list[Scalar]", self._nodes[::2])  # `_begin` lets in no others
            node.items = [*zip(keys, self._nodes[1::2], strict=True)]
        self._nodes = around

    def _in_mapping(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1][0], Mapping)

    def _refused(self, event: yaml.NodeEvent) -> GlossaryError:
        what = f"an anchor or alias ({echo(event.anchor)})" if event.anchor else "a tag"
        told = f"YAML takes this for {what}; put the text in quotes, or write it out"
        return self._fault(event, told)

    def _fault(self, event: yaml.Event, message: str) -> GlossaryError:
        return _fault(self._path, _line(event), message)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def _fault(path: str, line: int, message: str) -> GlossaryError:
    return GlossaryError([Problem(path, line, message)])
