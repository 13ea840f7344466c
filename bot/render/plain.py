"""A reply as plain text: for the terminal, and for Slack's fallback.

Screen readers and phones read a message's `text`, not its blocks, so it holds the whole
answer (https://docs.slack.dev/reference/methods/chat.postMessage, Accessibility).
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..glossary import Term
from ..reply import Kind, Reply
from .rich_text import first, words

if TYPE_CHECKING:
    from .markdown import Node

LONGEST_FALLBACK = 4_000  # what chat.update takes, and chat.postMessage recommends
WIDTH = 80  # columns in the terminal

_PING = re.compile(r"[@＠](?=here|channel|everyone|group|subteam)", re.I)


def text(reply: Reply) -> str:
    """The reply for a terminal, what can be picked numbered from 1."""
    lines = [*_body(reply)]
    if reply.choices:
        lines += ["", "Related:"] if reply.terms else []  # else the lead leads to them
        lines += [f"  {number}. {name}" for number, name in enumerate(reply.choices, 1)]
    if reply.has_details:
        lines += ["", "  m. Read more"]
    return "\n".join(_wrapped(lines)).strip("\n")


def fallback(reply: Reply) -> str:
    """The reply as Slack's `text`: escaped, unable to notify anybody, and not too long."""
    told = "\n".join(_body(reply)).strip("\n")
    if reply.kind in (Kind.PICKER, Kind.SUGGESTIONS):
        told += "\n" + "\n".join(f"• {name}" for name in reply.choices)
    return shortened(escape(_PING.sub("@\u200b", told)))


def escape(typed: str) -> str:
    """Text with Slack's three control characters made harmless."""
    return typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def markdown(source: str) -> str:
    """Authors' Markdown as plain text; paragraphs keep a blank line between them."""
    from .markdown import parse  # here, for a start goes sooner without its library

    return "\n".join(_blocks(parse(source).children, ""))


def also_known_as(term: Term) -> str:
    """The line of other names, or nothing."""
    return f"also: {', '.join(term.aliases)}" if term.aliases else ""


def small_print(term: Term) -> str:
    """Who answers for the entry and when it was last looked at, or nothing."""
    reviewed = f"reviewed {term.reviewed.isoformat()}" if term.reviewed else ""
    owner = f"kept by {term.owner}" if term.owner else ""
    return " · ".join(filter(None, (owner, reviewed)))


def title(reply: Reply) -> str:
    """The name of what the reply is about, or the names of what it sets side by side."""
    between = " vs. " if reply.contrast else " and "
    return between.join(term.name for term in reply.terms)


def _body(reply: Reply) -> Iterator[str]:
    if reply.lead:
        yield reply.lead
        yield ""
    if reply.kind is Kind.CARD:
        yield from _card(reply.terms[0])
        if reply.others:
            yield f"\nOther meanings: {', '.join(reply.others)}"
        if reply.link:
            yield f"\n{reply.link}"
    elif reply.kind is Kind.CONTRAST:
        yield title(reply)
        if reply.contrast:
            yield "\n" + markdown(reply.contrast.text)
        for term in reply.terms:
            yield ""
            yield from _card(term)
    elif reply.kind is Kind.DETAILS:
        yield from _details(reply)
    elif reply.kind is Kind.CONTENTS:
        yield from (f"• {term.name}" for term in reply.terms)


def _card(term: Term) -> Iterator[str]:
    yield term.name
    for line in (term.expansion, also_known_as(term)):
        if line:
            yield line
    yield ""
    yield markdown(term.definition)
    if small_print(term):
        yield "\n" + small_print(term)


def _details(reply: Reply) -> Iterator[str]:
    term = reply.terms[0]
    yield f"More about {term.name}"
    for section in term.sections:
        yield f"\n{section.title}\n{markdown(section.text)}"
    for other, contrast in reply.contrasts:
        yield f"\n{term.name} vs. {other.name}\n{markdown(contrast.text)}"
    if reply.link:
        yield f"\n{reply.link}"


def _blocks(nodes: list[Node], indent: str) -> Iterator[str]:
    for i, node in enumerate(nodes):
        if i and not (nodes[i - 1].type == "paragraph" and node.type.endswith("_list")):
            yield ""
        if node.type in ("fence", "code_block"):
            yield from (
                f"{indent}    {line}" for line in node.content.rstrip("\n").split("\n")
            )
        elif node.type.endswith("_list"):
            yield from _list(node, indent)
        elif node.type == "blockquote":
            yield from _blocks(node.children, indent + "| ")
        elif node.type == "hr":
            yield indent + "———"
        else:
            yield indent + _inline(node)


def _list(node: Node, indent: str) -> Iterator[str]:
    for number, item in enumerate(node.children, first(node)):
        mark = f"{number}. " if node.type == "ordered_list" else "• "
        lines = list(_blocks(item.children, "")) or [""]
        yield indent + mark + lines[0]
        yield from (indent + " " * len(mark) + line for line in lines[1:] if line)


def _inline(node: Node) -> str:
    """The words of a paragraph; a link's address follows it in brackets."""
    if node.type == "link":
        label, href = words(node.children), str(node.attrs.get("href", ""))
        return label if label == href or not href else f"{label} ({href})"
    if node.type == "hardbreak":
        return "\n"
    if node.children:
        return "".join(map(_inline, node.children))
    return words([node])


def _wrapped(lines: list[str]) -> Iterator[str]:
    for line in "\n".join(lines).split("\n"):
        hang = re.match(r"\s*(?:•|\d+\.|\|)?\s*", line)
        indent = " " * len(hang[0]) if hang else ""
        if line.startswith("    ") or len(line) <= WIDTH:
            yield line
        else:
            yield from textwrap.wrap(
                line, WIDTH, subsequent_indent=indent, break_long_words=False,
                break_on_hyphens=False,
            )  # fmt: skip


def shortened(safe: str, most: int = LONGEST_FALLBACK) -> str:
    """At most so many characters, cut between words, and never inside of `&amp;`."""
    if len(safe) <= most:
        return safe
    cut = safe[: most - 1]
    cut = cut[: max(cut.rfind(" "), cut.rfind("\n"), most // 2)]
    return re.sub(r"&[a-z]*$", "", cut) + "…"
