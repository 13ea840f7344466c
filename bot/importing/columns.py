"""What each column of a table holds, by the names people give them or by their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from ..glossary import normalise
from . import cells
from .tables import Row, Table

MOST_ABOVE = 5  # rows that may stand above the one that names the columns


class Use(Enum):
    """What a column is used for, in the words its author is told."""

    TERM = "term"
    DEFINITION = "definition"
    ALIASES = "aliases"
    EXPANSION = "expansion"
    TOPIC = "topic"
    RELATED = "related"
    URL = "url"
    OWNER = "owner"
    REVIEWED = "reviewed"
    SECTION = "a section"
    COMMENT = "a comment"  # nothing we know: kept beside the entry, and not shown


class Column(NamedTuple):
    """One column: what it is used for, and its own name."""

    use: Use
    title: str


class Layout(NamedTuple):
    """The columns of a table, the row that names them if one does, and the rows below."""

    columns: tuple[Column, ...]
    header: Row | None
    above: tuple[Row, ...]
    rows: tuple[Row, ...]


_MEANING = "meaning"  # of an acronym, it is what the letters stand for
_WORDS = {
    Use.TERM: "term, name, word, phrase, entry, title, concept, expression, keyword, "
    "jargon, what, begriff, wort, terme, término",
    Use.DEFINITION: "definition, meaning, description, explanation, explained, summary, "
    "means, what it means, what it is, what is it, bedeutung, erklärung, beschreibung, "
    "définition, definición, significado",
    Use.ALIASES: "alias, synonym, also known as, also called, aka, other name, "
    "alternative name, alternative, variant, synonyme",
    Use.EXPANSION: "expansion, stands for, full form, full name, full term, long form, "
    "long name, spelled out, expanded",
    Use.TOPIC: "topic, category, area, group, domain, department, subject, theme, type, "
    "kategorie, thema",
    Use.RELATED: "related, related term, see also, see",
    Use.URL: "url, link, website, reference, source, more info, documentation",
    Use.OWNER: "owner, maintainer, contact, author, team",
    Use.REVIEWED: "reviewed, last reviewed, last review, review date",
    Use.SECTION: "example, note, comment, remark, usage, detail, context, background, "
    "in practice, beispiel, notiz",
}
_ACRONYMS = "acronym, abbreviation, abbrev, abbr, initialism, short form, short, abkürzung"
_BY_WORD = {
    normalise(word): use for use, words in _WORDS.items() for word in words.split(", ")
}
_BY_ACRONYM_WORD = {normalise(word) for word in _ACRONYMS.split(", ")}
_MANY = {Use.ALIASES, Use.SECTION, Use.COMMENT}  # may have several columns
_IN_ORDER = (Use.TERM, Use.DEFINITION, Use.ALIASES)


def layout(table: Table) -> Layout:
    """Find out what the columns are. A Markdown table names them in its first row."""
    if table.is_markdown:
        first, *rest = table.rows
        columns = _by_name(first.cells) or _in_order(max(2, len(first.cells)))
        return Layout(columns, first, (), tuple(rest))
    for at, row in enumerate(table.rows[:MOST_ABOVE]):
        above, below = table.rows[:at], table.rows[at + 1 :]
        width = max(len(trimmed(one.cells)) for one in (row, *below))
        columns = _by_name(row.cells[:width]) if _names_columns(row.cells) else ()
        if columns:
            return Layout(columns, row, tuple(above), tuple(below))
    return Layout(_in_order(_width(table.rows)), None, (), tuple(table.rows))


def _in_order(width: int) -> tuple[Column, ...]:
    uses = (*_IN_ORDER, *[Use.COMMENT] * width)[:width]
    return tuple(Column(use, f"column {at}") for at, use in enumerate(uses, 1))


def _width(rows: Sequence[Row]) -> int:
    """How many columns there are: as most rows have, for some hold stray commas."""
    widths = Counter(max(2, len(trimmed(row.cells))) for row in rows)
    return widths.most_common(1)[0][0]


def trimmed(row: Sequence[str]) -> Sequence[str]:
    """The cells without the empty ones at the end, of which a sheet writes many."""
    length = max((at for at, cell in enumerate(row, 1) if cell.strip()), default=0)
    return row[:length]


def _word(title: str) -> str:
    """A column's name as the table of words has it."""
    key = normalise(title.strip().strip("*_`#").removesuffix("(s)"))
    forms = (key, key.removesuffix("s"), key.removesuffix("es"))
    known = (form for form in forms if form in _BY_WORD or form in _BY_ACRONYM_WORD)
    return next(known, "")


def _names_columns(titles: Sequence[str]) -> bool:
    words = [word for title in titles if (word := _word(title))]
    uses = {_BY_WORD.get(word, Use.TERM) for word in words}
    return len({*words}) > 1 and bool(uses & {Use.TERM, Use.DEFINITION})


def _by_name(titles: Sequence[str]) -> tuple[Column, ...]:
    """Columns by their titles; none if that leaves the term or definition without one."""
    words = [_word(title) for title in titles]
    uses = [_BY_WORD.get(word) for word in words]
    _place_acronyms(words, uses)
    _place_missing(Use.TERM, uses, titles)
    _place_missing(Use.DEFINITION, uses, titles)
    if Use.DEFINITION not in uses and Use.EXPANSION in uses:
        uses[uses.index(Use.EXPANSION)] = Use.DEFINITION
    if not {Use.TERM, Use.DEFINITION} <= {*uses}:
        return ()
    if not any(words) and len(uses) > 2:
        uses[2] = Use.ALIASES
    columns: list[Column] = []
    taken: set[Use] = set()
    for use, title in zip(uses, titles, strict=True):
        named = cells.name(cells.cleaned(title), is_markdown=False).text.strip("*_` ")
        named = named or f"column {len(columns) + 1}"
        columns.append(Column(_again(use) if use in taken else use or Use.COMMENT, named))
        taken |= {use} - _MANY if use else set()
    return tuple(columns)


def _place_acronyms(words: list[str], uses: list[Use | None]) -> None:
    """Acronyms are the terms, and what they mean their expansion, or else aliases."""
    named = Use.TERM in uses
    for at, word in enumerate(words):
        if word in _BY_ACRONYM_WORD:
            uses[at] = Use.ALIASES if named else Use.TERM
            if not named and uses.count(Use.DEFINITION) > 1 and _MEANING in words:
                uses[words.index(_MEANING)] = Use.EXPANSION


def _place_missing(use: Use, uses: list[Use | None], titles: Sequence[str]) -> None:
    """Give the first column without a use this one, if no column has it."""
    if use not in uses and None in uses:
        named = (at for at, one in enumerate(uses) if one is None and titles[at].strip())
        uses[next(named, uses.index(None))] = use


def _again(use: Use | None) -> Use:
    """What a second column of the same use becomes."""
    if use is Use.TERM:
        return Use.ALIASES
    return Use.SECTION if use is Use.DEFINITION else Use.COMMENT
