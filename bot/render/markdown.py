"""Authors' Markdown as a tree of tokens; the only owner of markdown-it-py.

CommonMark with strikethrough. What the glossary's Markdown may not hold (HTML, images,
tables) is named by `faults` and read as plain text here, so that no word is ever lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

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

Node = SyntaxTreeNode


def parse(text: str) -> Node:
    """The syntax tree of a Markdown text; what cannot be told in one stays as written."""
    found: dict[str, Any] = {}
    tokens = _READER.parse(text, found)
    if _unused(found, tokens):
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


def _unused(found: Mapping[str, Any], tokens: list[Token]) -> tuple[str, ...]:
    """Names of addresses (`[name]: https://…`) that no link uses: they would not show."""
    if not found.get("references"):
        return ()
    used = {token.meta.get("label") for token in _flat(tokens)}
    unused = [name for name in found["references"] if name not in used]
    return (*unused, *(again["label"] for again in found.get("duplicate_refs", ())))


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
