"""Authors' Markdown as a tree of tokens; the only owner of markdown-it-py.

CommonMark with strikethrough. What the glossary's Markdown may not hold (HTML, images,
tables) is named by `faults` and read as plain text here, so that no word is ever lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

DEEPEST = 40  # levels of lists and quotes in one another; a list takes two

# Far below `maxNesting`, at which markdown-it drops what it has not read yet.
_OPTIONS = {"html": False, "maxNesting": 2 * DEEPEST, "store_labels": True}
_READER = MarkdownIt("commonmark", _OPTIONS).enable("strikethrough")
_WITHOUT_REFERENCES = (
    MarkdownIt("commonmark", _OPTIONS).enable("strikethrough").disable("reference")
)
_LITERALLY = MarkdownIt("zero")  # paragraphs of text, and no markup
_CHECKER = MarkdownIt("commonmark", {**_OPTIONS, "html": True}).enable(
    ["strikethrough", "table"]
)
_ADDRESS = re.compile(r"(?:https?://|mailto:)\S+", re.I)

# What plain text holds without meaning markup: `C:\dir`, `&lt;`, `5*3*2`.
_BY_ACCIDENT = re.compile(r"\\[!-/:-@\[-`{-~\n]|&#?\w+;|\w\*+\w")
_WORDS = {"text", "code_inline"}
_NEVER_MEANT = {"heading_open", "hr", "code_block", "blockquote_open", "s_open"}
_MARKUP = re.compile(r"[\\`*_\[\]<&~|]|^(?:[#+\-=>]|\d+(?=[.)]))", re.M)

Node = SyntaxTreeNode


class Block(NamedTuple):
    """A heading with its text, or a table (None), and its lines, counted from 0."""

    start: int
    end: int
    heading: str | None


def parse(text: str) -> Node:
    """The syntax tree of a Markdown text; what cannot be told in one stays as written."""
    found: dict[str, Any] = {}
    tokens = _READER.parse(text, found)
    if _unused(found, tokens) or not _all_followed(found):
        tokens = _WITHOUT_REFERENCES.parse(text)
    if _too_deep(tokens):
        tokens = _LITERALLY.parse(text)
    return SyntaxTreeNode(tokens)


def is_address(href: object) -> bool:
    """Whether a link's target is one that may be followed: http, https or mailto."""
    return isinstance(href, str) and bool(_ADDRESS.fullmatch(href))


def faults(text: str) -> tuple[str, ...]:
    """What stands in a text that a card cannot show, with the way out; none: ()."""
    found: dict[str, Any] = {}
    tokens = _CHECKER.parse(text, found)
    told = [fault for token in _flat(tokens) if (fault := _fault(token))]
    told += [
        f"nothing uses the address named [{name}]; write \\[ where it is no address"
        for name in _unused(found, tokens)
    ]
    if _too_deep(tokens):
        told.append("lists or quotes stand too deep in one another; write fewer levels")
    return tuple(dict.fromkeys(told))


def outline(text: str) -> Iterator[Block]:
    """The headings and tables of a document, in order, but for those within a list."""
    for node in SyntaxTreeNode(_CHECKER.parse(text)).children:
        if node.type == "heading" and node.map:
            words = "".join(part.content for part in node.walk() if part.type in _WORDS)
            yield Block(*node.map, heading=words)
        elif node.type == "table" and node.map:
            yield Block(*node.map, heading=None)


def looks_plain(text: str) -> bool:
    """Whether text that nobody wrote as Markdown would lose signs if it were read so.

    Emphasis with asterisks, `code`, links and lists are taken as meant; the rest is not:
    `__init__`, `C:\\dir`, `#1`, `&lt;`.
    """
    if _BY_ACCIDENT.search(text):
        return True
    found: dict[str, Any] = {}
    tokens = [*_flat(_CHECKER.parse(text, found))]
    return bool(found.get("references")) or any(map(_by_accident, tokens))


def _by_accident(token: Token) -> bool:
    if token.type in ("em_open", "strong_open"):
        return token.markup.startswith("_")
    return token.type in _NEVER_MEANT


def literal(text: str) -> str:
    """Markdown that shows a text as it stands, line by line, whatever it holds."""
    lines = [" ".join(line.split()) for line in text.strip().split("\n")]
    escaped = _MARKUP.sub(_escaped, "\n".join(lines))
    return re.sub(r"(?<!\n)\n(?!\n)", "\\\\\n", escaped)


def _escaped(mark: re.Match[str]) -> str:
    return mark[0] + "\\" if mark[0].isdigit() else "\\" + mark[0]


def _unused(found: Mapping[str, Any], tokens: list[Token]) -> tuple[str, ...]:
    """Names of addresses (`[name]: https://…`) that no link uses: they would not show."""
    if not found.get("references"):
        return ()
    used = {token.meta.get("label") for token in _flat(tokens)}
    unused = [name for name in found["references"] if name not in used]
    return (*unused, *(again["label"] for again in found.get("duplicate_refs", ())))


def _all_followed(found: Mapping[str, Any]) -> bool:
    references = found.get("references", {}).values()
    return all(is_address(reference["href"]) for reference in references)


def _too_deep(tokens: list[Token]) -> bool:
    return any(token.level > DEEPEST for token in tokens)


def _flat(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _flat(token.children or [])


def _fault(token: Token) -> str:
    if token.type in ("html_block", "html_inline") and not token.content.startswith("</"):
        return f"HTML is not shown ({token.content.strip()[:30]}); write Markdown or `code`"
    if token.type == "image":
        return "pictures are not shown; link to it: [text](https://…)"
    if token.type == "table_open":
        return "tables are not shown; write a list"
    if token.type == "link_open" and not is_address(token.attrs.get("href")):
        return f"the link to {token.attrs.get('href')} is not http, https or mailto"
    return ""
