"""YAML → a plain tree that knows its lines, safe against what a file may hold.

The events of the parser are put together here, in a loop: composing with libyaml recurses
in C and takes the process down on deep nesting, and PyYAML's own composer raises
RecursionError. Size is checked before the file is read; depth, number of nodes, anchors
and tags while it is parsed, before anything is built of them.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from yaml.resolver import Resolver

from .errors import GlossaryError, Problem

MOST_BYTES = 20_000_000
MOST_NODES = 2_000_000
DEEPEST = 50

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


def read_tree(path: Path, loader: type = Loader) -> Node | None:
    """The document in the file; None for an empty one. Raises GlossaryError."""
    return parse_tree(_read(path), str(path), loader)


def parse_tree(text: str, path: str, loader: type = Loader) -> Node | None:
    """The document in the text. `path` is what faults are told with."""
    try:
        return _build(yaml.parse(text, Loader=loader), path)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        raise _fault(path, line, _in_plain_words(error, text, line)) from error
    except yaml.YAMLError as error:
        raise _fault(path, 0, f"not YAML: {error}") from error
    except (RecursionError, ValueError) as error:
        raise _fault(path, 0, "too deeply nested or malformed to be read") from error


def _read(path: Path) -> str:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _fault(str(path), 0, "not a file; name the glossary's YAML file")
        if status.st_size > MOST_BYTES:
            most = f"{MOST_BYTES // 1_000_000} MB"
            raise _fault(str(path), 0, f"larger than {most}; split it or cut it down")
        raw = path.read_bytes()
    except OSError as error:
        raise _fault(str(path), 0, f"cannot be read: {error.strerror or error}") from error
    return _decoded(raw, str(path))


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def _decoded(raw: bytes, path: str) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _fault(
            path, line, "not UTF-8; save the file in the encoding UTF-8"
        ) from error
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        raise _fault(
            path, line, f"a control character (U+{ord(control[0]):04X}); remove it"
        )
    return text


_RESOLVER = Resolver()


def _build(events: Iterator[yaml.Event], path: str) -> Node | None:
    """The nodes of the one document that the events tell of."""
    root: Node | None = None
    open_nodes: list[Sequence | Mapping] = []
    keys: list[Scalar | None] = []  # of each open mapping, the key that waits
    documents = nodes = 0
    for event in events:
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _fault(path, line, "a second document (---); keep one in a file")
        if isinstance(event, yaml.CollectionEndEvent):
            open_nodes.pop()
            keys.pop()
        if not isinstance(event, yaml.NodeEvent):
            continue
        nodes += 1
        _check(event, len(open_nodes), nodes, path, line)
        node = _node(event, line)
        if not open_nodes:
            root = node
        else:
            _put(node, open_nodes[-1], keys, path)
        if not isinstance(node, Scalar):
            open_nodes.append(node)
            keys.append(None)
    return root


def _check(event: yaml.NodeEvent, depth: int, nodes: int, path: str, line: int) -> None:
    if depth > DEEPEST:
        raise _fault(path, line, f"nested deeper than {DEEPEST}; a glossary needs 4")
    if nodes > MOST_NODES:
        raise _fault(path, line, f"more than {MOST_NODES:,} values; split the file")
    if isinstance(event, yaml.AliasEvent) or event.anchor:
        name = event.anchor
        raise _fault(
            path, line, f"an anchor or alias ({name}); write the value out instead"
        )
    tag = getattr(event, "tag", None)
    if tag and tag != "!":
        raise _fault(path, line, f"a tag ({tag}); write the plain value")


def _node(event: yaml.NodeEvent, line: int) -> Node:
    if isinstance(event, yaml.ScalarEvent):
        # PyYAML's resolver has no types
        tag: str = _RESOLVER.resolve(  # type: ignore[no-untyped-call]
            yaml.ScalarNode, event.value, event.implicit
        )
        return Scalar(event.value, tag.rpartition(":")[2], line)
    return Sequence(line) if isinstance(event, yaml.SequenceStartEvent) else Mapping(line)


def _put(
    node: Node, parent: Sequence | Mapping, keys: list[Scalar | None], path: str
) -> None:
    if isinstance(parent, Sequence):
        parent.items.append(node)
        return
    key = keys[-1]
    if key is not None:
        parent.items.append((key, node))
        keys[-1] = None
    elif isinstance(node, Scalar):
        keys[-1] = node
    else:
        raise _fault(path, node.line, "a key that is no text; write `key: value`")


_REMEDIES = (
    (
        r"cannot start any token",
        "a character that starts nothing here: put the text in quotes",
    ),
    (r"mapping values are not allowed", "a “: ” in the middle of a text: put it in quotes"),
    (r"unexpected end of stream|end of the stream", "a quote that is not closed"),
    (r"could not find expected ':'|simple key", "a line that is no `key: value`"),
    (
        r"block end|expected key|'-' indicator|expected <",
        "indentation that fits nothing above",
    ),
    (r"nesting depth", "it is nested too deeply; a glossary needs 4 levels"),
)


def _in_plain_words(error: yaml.MarkedYAMLError, text: str, line: int) -> str:
    told = " ".join(filter(None, (str(error.context or ""), str(error.problem or ""))))
    written = text.split("\n", line)[line - 1 : line]
    if "cannot start" in told and written and "\t" in written[0]:
        return "a tab where only spaces may indent; replace it by spaces"
    for pattern, remedy in _REMEDIES:
        if re.search(pattern, told):
            return f"not YAML: {remedy} ({told})"
    return f"not YAML: {told}"


def _fault(path: str, line: int, message: str) -> GlossaryError:
    return GlossaryError([Problem(path, line, message)])
