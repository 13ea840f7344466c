"""A row of a table → the draft of an entry.

Nothing is lost: what fits no field of an entry becomes a comment beside it, and a row
that can be none is left out with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from ..glossary import Section
from ..glossary_entries import LONGEST_DEFINITION, LONGEST_TEXT, LONGEST_TITLE
from ..glossary_fields import DAY, LONGEST_NAME, LONGEST_URL, is_web_address
from ..yaml_tree import echo
from . import cells
from .columns import Column, Use, trimmed
from .drafts import Draft, Drafts
from .tables import Row, Table

Pairs = Sequence[tuple[Column, str]]


def aligned(row: Row, columns: Sequence[Column], table: Table, drafts: Drafts) -> Pairs:
    """Each column with its cell. A stray comma most likely stands in a definition."""
    found = [*trimmed(row.cells)]
    surplus = len(found) - len(columns)
    if surplus > 0 and table.is_markdown:  # where a bar in a text had to be escaped
        numbers = range(len(columns) + 1, len(found) + 1)
        more = [Column(Use.COMMENT, f"column {number}") for number in numbers]
        drafts.remark(row.line, "more cells than columns; they are kept as comments")
        return [*zip([*columns, *more], found, strict=True)]
    if surplus > 0:
        at = [column.use for column in columns].index(Use.DEFINITION)
        found[at : at + surplus + 1] = [table.delimiter.join(found[at : at + surplus + 1])]
        sign = "tab" if table.delimiter == "\t" else f"“{table.delimiter}”"
        told = f"more cells than columns; the definition is taken to hold a {sign}"
        drafts.remark(row.line, told)
    return [*zip(columns, [*found, *[""] * len(columns)], strict=False)]


class RowReader:
    """Makes an entry of one row."""

    def __init__(self, row: Row, is_markdown: bool, drafts: Drafts) -> None:
        self._row, self._is_markdown, self._drafts = row, is_markdown, drafts

    def entry(self, pairs: Pairs) -> Draft | None:
        """The entry, or None where it lacks what every entry needs."""
        if any(map(cells.has_control_characters, self._row.cells)):
            self._remark("control characters; left out")
        held = [(column, cells.cleaned(cell)) for column, cell in pairs]
        entry = self._named(next(cell for column, cell in held if column.use is Use.TERM))
        if not entry:
            return None
        for column, cell in held:
            if cell and column.use is not Use.TERM:
                self._put(entry, column, cell)
        if not entry.definition and entry.expansion:
            if len(entry.expansion) <= LONGEST_NAME:
                entry.aliases.insert(0, entry.expansion)
            entry.definition, entry.expansion = self._markdown(entry.expansion), ""
            self._remark(
                f"“{echo(entry.name)}” has no definition; it gets what it stands for"
            )
        if not entry.definition:
            self._drafts.leave_out(self._row, f"“{echo(entry.name)}” has no definition")
            return None
        return entry

    def _named(self, cell: str) -> Draft | None:
        written = cells.name(cell, self._is_markdown)
        name, acronym, expansion = cells.split(written.text)
        if not name:
            self._drafts.leave_out(self._row, "no term")
            return None
        if len(name) > LONGEST_NAME:
            told = f"a term of {len(name)} characters, where {LONGEST_NAME} fit"
            self._drafts.leave_out(self._row, told)
            return None
        entry = Draft(self._row.line, name, aliases=[acronym] if acronym else [])
        if expansion:
            self._put_expansion(entry, Column(Use.EXPANSION, "expansion"), expansion)
        if written.url:
            self._put_url(entry, Column(Use.URL, "link"), written.url)
        return entry

    def _put(self, entry: Draft, column: Column, cell: str) -> None:
        put = {
            Use.DEFINITION: self._put_definition,
            Use.SECTION: self._put_sections,
            Use.ALIASES: self._put_aliases,
            Use.RELATED: self._put_related,
            Use.EXPANSION: self._put_expansion,
            Use.TOPIC: self._put_topic,
            Use.URL: self._put_url,
            Use.OWNER: self._put_owner,
            Use.REVIEWED: self._put_day,
        }.get(column.use, self._put_comment)
        put(entry, column, cell)

    def _put_definition(self, entry: Draft, _: Column, cell: str) -> None:
        entry.definition, *rest = self._pieces(cell, LONGEST_DEFINITION)
        if rest:
            told = f"a definition of {len(cell):,} characters; what is beyond "
            self._remark(f"{told}{LONGEST_DEFINITION:,} stands under “Read more”")
            entry.sections[:0] = _titled("More", rest)

    def _put_sections(self, entry: Draft, column: Column, cell: str) -> None:
        title = column.title[: LONGEST_TITLE - 5]  # a number may follow
        entry.sections += _titled(title, self._pieces(cell, LONGEST_TEXT))

    def _put_aliases(self, entry: Draft, _: Column, cell: str) -> None:
        for name in cells.names(cell, self._is_markdown):
            if len(name) <= LONGEST_NAME:
                entry.aliases.append(name)
            else:
                self._set_aside(entry, "alias", name, f"is longer than {LONGEST_NAME}")

    def _put_related(self, entry: Draft, _: Column, cell: str) -> None:
        entry.related += cells.names(cell, self._is_markdown)

    def _put_expansion(self, entry: Draft, column: Column, cell: str) -> None:
        entry.expansion = self._short(entry, column, cell, LONGEST_TITLE)

    def _put_topic(self, entry: Draft, column: Column, cell: str) -> None:
        entry.topic = self._short(entry, column, cell, LONGEST_NAME)

    def _put_owner(self, entry: Draft, column: Column, cell: str) -> None:
        entry.owner = self._short(entry, column, cell, LONGEST_NAME)

    def _put_comment(self, entry: Draft, column: Column, cell: str) -> None:
        entry.comments.append(f"{column.title}: {cell}")

    def _put_url(self, entry: Draft, column: Column, cell: str) -> None:
        url = cells.name(cell, self._is_markdown).url or cell.strip("<>")
        if not is_web_address(url) or len(url) > LONGEST_URL:
            self._set_aside(entry, column.title, cell, "is no web address")
        elif entry.url:
            self._set_aside(entry, column.title, cell, "is a second address")
        else:
            entry.url = url

    def _put_day(self, entry: Draft, column: Column, cell: str) -> None:
        try:
            entry.reviewed = date.fromisoformat(cell) if re.fullmatch(DAY, cell) else None
        except ValueError:  # February 30
            entry.reviewed = None
        if not entry.reviewed:
            self._set_aside(entry, column.title, cell, "is no date like 2026-01-31")

    def _short(self, entry: Draft, column: Column, cell: str, longest: int) -> str:
        text = cells.name(cell, self._is_markdown).text
        if len(text) <= longest:
            return text
        self._set_aside(entry, column.title, cell, f"is longer than {longest}")
        return ""

    def _set_aside(self, entry: Draft, what: str, cell: str, reason: str) -> None:
        entry.comments.append(f"{what}: {cell}")
        self._remark(f"“{echo(cell)}” ({echo(what)}) {reason}; kept as a comment")

    def _pieces(self, cell: str, first: int) -> list[str]:
        if fault := cells.not_shown(cell, self._is_markdown):
            self._remark(f"{fault}; kept letter for letter")
        return [*cells.pieces(cell, first, LONGEST_TEXT, self._is_markdown)]

    def _markdown(self, text: str) -> str:
        return cells.as_markdown(text, self._is_markdown)

    def _remark(self, told: str) -> None:
        self._drafts.remark(self._row.line, told)


def _titled(title: str, texts: Sequence[str]) -> list[Section]:
    titles = [title, *(f"{title} ({number})" for number in range(2, len(texts) + 1))]
    return [Section(title, text) for title, text in zip(titles, texts, strict=True)]
