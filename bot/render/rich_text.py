"""Authors' Markdown → the elements of a Slack `rich_text` block.

Only inert elements are made (text, link, emoji), so an author's text can notify nobody.
https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .markdown import Node

Element = dict[str, Any]
DEEPEST_INDENT = 8  # Slack's own editor nests lists no deeper
LONGEST_URL = 3_000  # as of a button's; for rich text Slack documents none

_EMOJI = re.compile(r"(?<![\w:]):([a-z0-9_+'-]+):(?![\w:])")


def elements(markdown: str) -> list[Element]:
    """The text as sections, lists, quotes and preformatted blocks, in order."""
    from .markdown import parse  # here, for a start goes sooner without its library

    return list(_blocks(parse(markdown).children))


def section(*runs: Element) -> Element:
    """One line or paragraph of runs."""
    return {"type": "rich_text_section", "elements": [run for run in runs if run]}


def run(text: str, **style: bool) -> Element:
    """A run of text in one style; `bold=True` and the like."""
    element: Element = {"type": "text", "text": text}
    return {**element, "style": style} if style else element


def block(parts: Iterable[Element]) -> Element:
    """A `rich_text` block of such elements."""
    return {"type": "rich_text", "elements": list(parts)}


def _blocks(nodes: list[Node], indent: int = 0) -> Iterator[Element]:
    for at, node in enumerate(nodes):
        if node.type in ("bullet_list", "ordered_list"):
            yield from _list(node, indent)
        elif node.type in ("paragraph", "heading"):
            follower = nodes[at + 1 : at + 2]
            before_text = any(one.type in ("paragraph", "heading") for one in follower)
            yield from _paragraph(node, before_text)
        else:
            yield from _special(node)


def _paragraph(node: Node, before_text: bool) -> Iterator[Element]:
    runs = list(_runs(node.children, {"bold": True} if node.type == "heading" else {}))
    if runs and node.type == "paragraph" and before_text:
        runs.append(run("\n"))  # else two paragraphs would touch
    if runs:
        yield section(*runs)


def _special(node: Node) -> Iterator[Element]:
    if node.type == "hr":
        yield section(run("———"))
    elif node.type == "blockquote":
        if runs := list(_lines(node.children)):
            yield {"type": "rich_text_quote", "elements": runs}
    elif code := node.content.rstrip("\n"):  # a fence or an indented block
        yield {"type": "rich_text_preformatted", "elements": [run(code)]}


def _list(node: Node, indent: int) -> Iterator[Element]:
    """A list, and those inside its items: Slack has them follow, with a deeper indent."""
    ordered = node.type == "ordered_list"
    items: list[Element] = []
    done = first(node) - 1 if ordered else 0
    for item in node.children:
        flat = [one for one in item.children if not one.type.endswith("_list")]
        items.append(section(*(list(_lines(flat)) or [run(" ")])))
        nested = [one for one in item.children if one.type.endswith("_list")]
        if nested:
            yield _list_element(items, ordered, indent, done)
            done, items = done + len(items), []
            for inner in nested:
                yield from _list(inner, min(indent + 1, DEEPEST_INDENT))
    if items:
        yield _list_element(items, ordered, indent, done)


def _list_element(items: list[Element], ordered: bool, indent: int, done: int) -> Element:
    element: Element = {
        "type": "rich_text_list",
        "style": "ordered" if ordered else "bullet",
        "indent": indent,
        "elements": items,
    }
    return {**element, "offset": done} if ordered and done > 0 else element


def _lines(nodes: list[Node]) -> Iterator[Element]:
    """Blocks as runs, for places that hold no blocks: a list item, a quote."""
    for i, node in enumerate(nodes):
        if i:
            yield run("\n")
        if node.type in ("fence", "code_block"):
            yield run(node.content.rstrip("\n") or " ", code=True)
        elif node.type in ("paragraph", "heading"):
            yield from _runs(node.children, {})
        elif node.type.endswith("_list"):
            for n, item in enumerate(node.children):
                mark = f"{n + first(node)}. " if node.type == "ordered_list" else "• "
                yield run("\n" + mark if n else mark)
                yield from _lines(item.children)
        else:
            yield from _lines(node.children)


_STYLES = {"strong": "bold", "em": "italic", "s": "strike"}


def _runs(nodes: list[Node], style: dict[str, bool]) -> Iterator[Element]:
    for node in nodes:
        if node.type == "text":
            yield from _text(node.content, style)
        elif node.type in ("softbreak", "hardbreak"):
            yield run(" " if node.type == "softbreak" else "\n")
        elif node.type == "code_inline":
            yield run(node.content or " ", **style, code=True)
        elif node.type in _STYLES:
            yield from _runs(node.children, {**style, _STYLES[node.type]: True})
        elif node.type == "link":
            yield from _link(node, style)
        elif node.type == "image":
            yield from _text(node.content, style)
        else:  # a paragraph's inline holder
            yield from _runs(node.children, style)


def _text(text: str, style: dict[str, bool]) -> Iterator[Element]:
    end = 0
    for emoji in _EMOJI.finditer(text):
        if emoji.start() > end:
            yield run(text[end : emoji.start()], **style)
        yield {"type": "emoji", "name": emoji[1]}
        end = emoji.end()
    if text[end:]:
        yield run(text[end:], **style)


def _link(node: Node, style: dict[str, bool]) -> Iterator[Element]:
    from .markdown import is_address

    href = node.attrs.get("href")
    if not is_address(href) or len(str(href)) > LONGEST_URL:
        yield from _runs(node.children, style)
        return
    label = words(node.children) or str(href)
    element: Element = {"type": "link", "url": str(href), "text": label}
    yield {**element, "style": style} if style else element


def first(ordered_list: Node) -> int:
    """The number an ordered list begins with."""
    return int(ordered_list.attrs.get("start", 1))


def words(nodes: list[Node]) -> str:
    """The bare words of inline nodes."""
    return "".join(
        node.content
        if node.type in ("text", "code_inline", "image")
        else " "
        if node.type.endswith("break")
        else words(node.children)
        for node in nodes
    )
