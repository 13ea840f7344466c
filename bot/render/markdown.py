"""Authors' Markdown as a tree of tokens; the only owner of markdown-it-py.

CommonMark with strikethrough. What the glossary's Markdown may not hold (HTML, images,
tables) is named by `faults` and read as plain text here, so that nothing is ever lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

_READER = MarkdownIt("commonmark", {"html": False}).enable("strikethrough")
_CHECKER = MarkdownIt("commonmark").enable(["strikethrough", "table"])
_ADDRESS = re.compile(r"(?:https?://|mailto:)\S+", re.I)

Node = SyntaxTreeNode


def parse(text: str) -> Node:
    """The syntax tree of a Markdown text."""
    return SyntaxTreeNode(_READER.parse(text))


def is_address(href: object) -> bool:
    """Whether a link's target is one that may be followed: http, https or mailto."""
    return isinstance(href, str) and bool(_ADDRESS.fullmatch(href))


def faults(text: str) -> tuple[str, ...]:
    """What stands in a text that a card cannot show, with the way out; none: ()."""
    found = dict.fromkeys(
        fault for token in _flat(_CHECKER.parse(text)) if (fault := _fault(token))
    )
    return tuple(found)


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
