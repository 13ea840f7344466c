"""The text of a cell → a name, several names, or Markdown that a card can show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..glossary_fields import CONTROL, shows
from ..render import markdown, plain

_BREAK = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile(f"[{CONTROL}]")
_LINE_TAG = re.compile(r"<br\s*/?>", re.I)
_ANCHOR = re.compile(r"</?a(?:\s[^<>]*)?>", re.I)
_LINK = re.compile(r"\[([^\[\]]+)\]\(<?(\S+?)>?\)")
_BETWEEN_NAMES = re.compile(r"[,;|\n]|\s/\s")
_NONE = {"-", "–", "—", "n/a", "none", "na"}
_IN_BRACKETS = re.compile(r"(.*\S)\s*\(([^()]+)\)")
_SMALL = {"a", "an", "and", "as", "at", "by", "for", "in", "of", "on", "or", "the", "to"}


def cleaned(cell: str) -> str:
    """The cell without what no glossary file may hold; lines end as they do elsewhere."""
    return _INVISIBLE.sub("", _BREAK.sub("\n", cell)).strip()


def has_control_characters(cell: str) -> bool:
    """Whether cleaning takes something away."""
    return bool(_INVISIBLE.search(_BREAK.sub("\n", cell)))


class Name(NamedTuple):
    """A name, and the address it was a link to."""

    text: str
    url: str = ""


def name(cell: str, is_markdown: bool) -> Name:
    """The name in a cell, on one line; empty where there is nothing to see."""
    url = ""
    if is_markdown:
        cell = _LINE_TAG.sub(" ", _ANCHOR.sub("", cell))
        if link := _LINK.fullmatch(cell.strip().strip("*_")):
            cell, url = link[1], link[2]
        cell = plain.markdown(cell)
    text = " ".join(cell.split())
    return Name(text if shows(text) else "", url)


def names(cell: str, is_markdown: bool) -> Iterator[str]:
    """The names in a cell, between commas, semicolons, bars or line breaks."""
    if is_markdown:
        cell = _LINE_TAG.sub("\n", cell)
    for part in _BETWEEN_NAMES.split(cell):
        text = name(part, is_markdown).text
        if text and text.casefold() not in _NONE:
            yield text


class Split(NamedTuple):
    """A name and what stood in brackets behind it: its acronym, or what it stands for."""

    name: str
    acronym: str = ""
    expansion: str = ""


def split(text: str) -> Split:
    """`Key result (KR)` and `KR (key result)` in two; any other name as it is."""
    if found := _IN_BRACKETS.fullmatch(text):
        outside, inside = found[1], found[2].strip()
        if _is_acronym(inside, outside):
            return Split(outside, acronym=inside)
        if _is_acronym(outside, inside):
            return Split(outside, expansion=inside)
    return Split(text)


def _is_acronym(short: str, of_words: str) -> bool:
    letters = short.replace(".", "").removesuffix("s").casefold()
    words = re.findall(r"\w+", of_words.casefold())
    if not letters.isalnum() or not 1 < len(letters) <= 8:
        return False
    chosen = ([word for word in words if word not in _SMALL], words)
    return any("".join(word[0] for word in some) == letters for some in chosen)


def as_markdown(text: str, is_markdown: bool) -> str:
    """The text for a definition: as it stands where a card shows all of it, else escaped.

    A sheet's text counts as Markdown only where that loses no sign of it.
    """
    text = _without_tags(text, is_markdown)
    if markdown.faults(text) or (not is_markdown and markdown.looks_plain(text)):
        return markdown.literal(text)
    return text.strip()


def not_shown(text: str, is_markdown: bool) -> str:
    """What a card could not show of the text as Markdown, or nothing."""
    faults = markdown.faults(_without_tags(text, is_markdown))
    return " ".join(faults[0].partition(";")[0].split()) if faults else ""


def _without_tags(text: str, is_markdown: bool) -> str:
    """Markdown without the two tags that its tables need for want of a line break."""
    return _LINE_TAG.sub("\n", _ANCHOR.sub("", text)) if is_markdown else text


def pieces(text: str, first: int, rest: int, is_markdown: bool) -> Iterator[str]:
    """Markdown in pieces of at most `first` and then `rest` characters, cut at words."""
    longest = first
    while text := text.strip():
        room = longest
        piece = _beginning(text, room)
        while len(made := as_markdown(piece, is_markdown)) > longest:
            room = room * 3 // 4
            piece = _beginning(text, room)
        yield made
        text, longest = text[len(piece) :], rest


def _beginning(text: str, room: int) -> str:
    """As much of the text as there is room for, up to the end of something."""
    if len(text) <= room:
        return text
    for end in ("\n\n", "\n", ". ", " "):
        at = text.rfind(end, room // 2, room)
        if at > 0:
            return text[: at + len(end)]
    return text[:room]
